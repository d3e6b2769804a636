import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension Evaluator {
  static func unary(_ operation: UnaryOperator, _ value: Value) throws -> Value {
    if value.isComplex, operation == .plus { return value }
    if value.isComplex, operation == .minus {
      return try ComplexTensor(value).mapping { try -$0 }.value
    }
    switch (operation, value) {
    case (.not, _): return .bool(try !value.isTrue())
    case (.minus, .leaf(.int(let number))):
      return .int(try exact(0.subtractingReportingOverflow(number)))
    case (.minus, .leaf(.float(let number))): return .float(-number)
    case (.minus, .leaf(.bool(let truth))): return .int(truth ? -1 : 0)
    case (.plus, .leaf(.int)), (.plus, .leaf(.float)): return value
    case (.invert, .leaf(.int(let number))): return .int(~number)
    case (.minus, .leaf(.tensor(let tensor))): return .tensor(try -tensor)
    case (.plus, .leaf(.tensor)): return value
    case (.invert, .leaf(.tensor(let tensor))): return .tensor(try tensor.unary(.not))
    default: throw Diagnostic("'\(operation.rawValue)' can't be applied to \(value.text)")
    }
  }

  static func binary(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
    if a.isComplex || b.isComplex, operation != .or { return try complex(operation, a, b) }
    switch (a, b) {
    case (.leaf(.tensor), .leaf(let object)), (.leaf(let object), .leaf(.tensor)):
      guard object.asTensor != nil else { break }
      return .tensor(try tensorOperation(operation, a, b))
    case (.leaf(.string(let text)), .leaf(.int(let count))) where operation == .multiply,
      (.leaf(.int(let count)), .leaf(.string(let text))) where operation == .multiply:
      guard count <= 0 || text.count <= sequenceLimit / count else {
        throw Diagnostic("a string of more than \(sequenceLimit) characters")
      }
      return .string(String(repeating: text, count: max(count, 0)))
    case (.tuple(let x), .tuple(let y)) where operation == .add: return .tuple(x + y)
    case (.list(let x), .list(let y)) where operation == .add: return .list(x + y)
    case (.leaf(.string(let x)), .leaf(.string(let y))) where operation == .add:
      return .string(x + y)
    case (.tuple(let parts), .leaf(.int(let count))) where operation == .multiply:
      return .tuple(try repeated(parts, count))
    case (.list(let parts), .leaf(.int(let count))) where operation == .multiply:
      return .list(try repeated(parts, count))
    case (.leaf(.int(let count)), .tuple(let parts)) where operation == .multiply:
      return .tuple(try repeated(parts, count))
    case (.leaf(.int(let count)), .list(let parts)) where operation == .multiply:
      return .list(try repeated(parts, count))
    case (.dict(let x), .dict(let y)) where operation == .or:
      return .dict(.init((x.pairs + y.pairs).map { ($0.key, $0.value) }))
    default:
      if let x = a.staticNumber, let y = b.staticNumber { return try numbers(operation, x, y) }
    }
    throw Diagnostic("'\(operation.rawValue)' can't be applied to \(a.text) and \(b.text)")
  }

  private static func repeated(_ parts: [Value], _ count: Int) throws -> [Value] {
    guard count <= 0 || parts.count <= sequenceLimit / count else {
      throw Diagnostic("a list of more than \(sequenceLimit) items")
    }
    return Array(repeating: parts, count: max(count, 0)).flatMap { $0 }
  }

  // MARK: Arrays

  /// An operation on arrays, or on an array and a number.
  static func tensorOperation(
    _ operation: BinaryOperator, _ a: Value, _ b: Value
  ) throws -> Tensor {
    let (x, y) = (try a.tensor(), try b.tensor())
    switch operation {
    case .add: return try x + y
    case .subtract: return try x - y
    case .multiply: return try x * y
    case .divide: return try x / y
    case .floorDivide: return try .floorDivide(x, y)
    case .modulo: return try .remainder(x, y)
    case .power:
      if case .leaf(.int(let exponent)) = b, x.dtype != .bool { return try x.power(exponent) }
      return try .power(x, y)
    case .matmul: return try .matmul(x, y)
    case .shiftLeft: return try .binary(.shiftLeft, x, y)
    case .shiftRight:
      return try .binary(x.dtype.isUnsigned ? .shiftRightLogical : .shiftRightArithmetic, x, y)
    case .and: return try .binary(.and, x, y)
    case .or: return try .binary(.or, x, y)
    case .xor: return try .binary(.xor, x, y)
    }
  }

  // MARK: Python's numbers

  private static func numbers(
    _ operation: BinaryOperator, _ x: StaticNumber, _ y: StaticNumber
  ) throws -> Value {
    if case .int(let a) = x, case .int(let b) = y {
      return try integers(operation, a, b)
    }
    let (a, b) = (x.double, y.double)
    switch operation {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    case .divide, .floorDivide, .modulo:
      guard b != 0 else { throw Diagnostic("division by zero") }
      if operation == .divide { return .float(a / b) }
      let floored = (a / b).rounded(.down)
      return .float(operation == .floorDivide ? floored : a - floored * b)
    case .power: return .float(power(a, b))
    default: throw Diagnostic("'\(operation.rawValue)' takes integers")
    }
  }

  private static func integers(_ operation: BinaryOperator, _ a: Int, _ b: Int) throws -> Value {
    switch operation {
    case .add: return .int(try exact(a.addingReportingOverflow(b)))
    case .subtract: return .int(try exact(a.subtractingReportingOverflow(b)))
    case .multiply: return .int(try exact(a.multipliedReportingOverflow(by: b)))
    case .divide:
      guard b != 0 else { throw Diagnostic("division by zero") }
      return .float(Double(a) / Double(b))
    case .floorDivide, .modulo:
      guard b != 0 else { throw Diagnostic("division by zero") }
      let quotient = try exact(a.dividedReportingOverflow(by: b))
      let remainder = a - quotient * b
      let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
      if operation == .modulo { return .int(isBelow ? remainder + b : remainder) }
      return .int(isBelow ? quotient - 1 : quotient)
    case .power: return try integerPower(a, b)
    case .shiftLeft, .shiftRight:
      guard (0..<63).contains(b) else { throw Diagnostic("shift by \(b) bits") }
      if operation == .shiftRight { return .int(a >> b) }
      return .int(try exact(a.multipliedReportingOverflow(by: 1 << b)))
    case .and: return .int(a & b)
    case .or: return .int(a | b)
    case .xor: return .int(a ^ b)
    case .matmul: throw Diagnostic("'@' takes arrays")
    }
  }

  private static func integerPower(_ base: Int, _ exponent: Int) throws -> Value {
    guard exponent >= 0 else { return .float(power(Double(base), Double(exponent))) }
    if base == 0 || base == 1 { return .int(exponent == 0 ? 1 : base) }
    if base == -1 { return .int(exponent % 2 == 0 ? 1 : -1) }
    var result = 1
    for _ in 0..<exponent { result = try exact(result.multipliedReportingOverflow(by: base)) }
    return .int(result)
  }

  private static func exact(_ result: (partialValue: Int, overflow: Bool)) throws -> Int {
    guard !result.overflow else { throw Diagnostic("an integer of more than 64 bits") }
    return result.partialValue
  }

  // MARK: Comparisons

  static func compare(
    _ comparison: ComparisonOperator, _ a: Value, _ b: Value
  ) throws -> Value {
    switch comparison {
    case .isSame: return .bool(isSame(a, b))
    case .isNotSame: return .bool(!isSame(a, b))
    case .isIn: return .bool(try isContained(a, in: b))
    case .isNotIn: return .bool(try !isContained(a, in: b))
    default: break
    }
    if a.isComplex || b.isComplex, comparison == .equal || comparison == .notEqual {
      let (x, y) = (try ComplexTensor(a), try ComplexTensor(b))
      let areEqual = try Tensor.binary(
        .and, .compare(.eq, x.real, y.real), .compare(.eq, x.imaginary, y.imaginary))
      return .tensor(comparison == .equal ? areEqual : try areEqual.unary(.not))
    }
    if let operation = Comparison(comparison), a.isTensor || b.isTensor,
      case .leaf(let x) = a, case .leaf(let y) = b, let left = x.asTensor, let right = y.asTensor
    {
      return .tensor(try .compare(operation, left, right))
    }
    if comparison == .equal { return .bool(isEqual(a, b)) }
    if comparison == .notEqual { return .bool(!isEqual(a, b)) }
    guard let order = ordered(a, b) else {
      throw Diagnostic("'\(comparison.rawValue)' can't compare \(a.text) and \(b.text)")
    }
    return .bool(order(comparison))
  }

  /// Comparison of two numbers or two strings, by operator.
  private static func ordered(_ a: Value, _ b: Value) -> ((ComparisonOperator) -> Bool)? {
    func order<T: Comparable>(_ x: T, _ y: T) -> (ComparisonOperator) -> Bool {
      { comparison in
        switch comparison {
        case .less: x < y
        case .lessOrEqual: x <= y
        case .greater: x > y
        default: x >= y
        }
      }
    }
    if case .leaf(.string(let x)) = a, case .leaf(.string(let y)) = b { return order(x, y) }
    if let x = a.elements, let y = b.elements {
      // The first parts that differ decide.
      for (x, y) in zip(x, y) where !isEqual(x, y) { return ordered(x, y) }
      return order(x.count, y.count)
    }
    guard let x = a.staticNumber, let y = b.staticNumber else { return nil }
    if case .int(let i) = x, case .int(let j) = y { return order(i, j) }
    return order(x.double, y.double)
  }

  /// Result of `is`: numbers must be of one type, too.
  private static func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.leaf(.int), .leaf(.bool)), (.leaf(.bool), .leaf(.int)), (.leaf(.int), .leaf(.float)),
      (.leaf(.float), .leaf(.int)), (.leaf(.bool), .leaf(.float)), (.leaf(.float), .leaf(.bool)):
      false
    default: isEqual(a, b)
    }
  }

  /// Whether two static values are equal, as Python's `==` sees it.
  static func isEqual(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.none, .none): return true
    case (.tuple(let x), .tuple(let y)), (.list(let x), .list(let y)):
      return x.count == y.count && zip(x, y).allSatisfy(isEqual)
    case (.dict(let x), .dict(let y)):
      return x.keys.sorted() == y.keys.sorted()
        && x.pairs.allSatisfy { key, value in y[key].map { isEqual(value, $0) } ?? false }
    case (.leaf(.string(let x)), .leaf(.string(let y))): return x == y
    case (.leaf(.dtype(let x)), .leaf(.dtype(let y))): return x == y
    case (.leaf(.dtype(let x)), .leaf(.string(let y))),
      (.leaf(.string(let y)), .leaf(.dtype(let x))):
      return x.rawValue == y
    case (.leaf(.dtype), .leaf(.function)), (.leaf(.function), .leaf(.dtype)):
      return (try? a.dtype()).map { x in (try? b.dtype()).map { x == $0 } ?? false } ?? false
    case (.leaf(.tensor(let x)), .leaf(.tensor(let y))): return x.isSameValue(as: y)
    case (.leaf(.moduleType(let x)), .leaf(.moduleType(let y))): return x.name == y.name
    case (.leaf(.foreign(let x as IndexPart)), .leaf(.foreign(let y as IndexPart))):
      return x.kind == y.kind
    case (.leaf(.module(let x)), .leaf(.module(let y))): return x === y
    case (.leaf(.function(let x)), .leaf(.function(let y))): return x.name == y.name
    default:
      guard let x = a.staticNumber, let y = b.staticNumber else { return false }
      return x.double == y.double
    }
  }

  private static func isContained(_ value: Value, in container: Value) throws -> Bool {
    if case .leaf(.string(let text)) = container, case .leaf(.string(let part)) = value {
      return part.isEmpty || text.indices.contains { text[$0...].hasPrefix(part) }
    }
    return try iterated(container).contains { isEqual($0, value) }
  }
}

extension Comparison {
  fileprivate init?(_ comparison: ComparisonOperator) {
    switch comparison {
    case .equal: self = .eq
    case .notEqual: self = .ne
    case .less: self = .lt
    case .lessOrEqual: self = .le
    case .greater: self = .gt
    case .greaterOrEqual: self = .ge
    case .isSame, .isNotSame, .isIn, .isNotIn: return nil
    }
  }
}
