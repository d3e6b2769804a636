/// An operator with one operand.
public enum UnaryOperator: String, Hashable, Sendable {
  case minus = "-"
  case plus = "+"
  case not = "not"
  case invert = "~"
}

/// An arithmetic operator with two operands; also the part before `=` in `a += b`.
public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
  case matmul = "@"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case and = "&"
  case or = "|"
  case xor = "^"

  /// Precedence of a binary operator: `|` least, `* / // % @` most. `**` has a rule of its own.
  var precedence: Int? {
    switch self {
    case .or: 1
    case .xor: 2
    case .and: 3
    case .shiftLeft, .shiftRight: 4
    case .add, .subtract: 5
    case .multiply, .divide, .floorDivide, .modulo, .matmul: 6
    case .power: nil
    }
  }
}

/// An operator that compares; `a < b < c` chains.
public enum ComparisonOperator: String, Hashable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isSame = "is"
  case isNotSame = "is not"
  case isIn = "in"
  case isNotIn = "not in"
}

/// An operator that stops at the first operand that decides.
public enum LogicalOperator: String, Hashable, Sendable {
  case and
  case or
}
