import Arrays

/// A program: inputs, equations in an order in which operands come before their uses, outputs.
///
/// The grammar (after JAX's jaxpr): a program is `{ lambda inputs . let equations in outputs }`,
/// an equation is `outputs = primitive[parameters] atoms`, an atom is a variable or a constant.
public struct Program: Hashable, Codable, Sendable {
  /// Input variables, in order.
  public var inputs: [Variable]
  /// Equations, each after those that its operands come from.
  public var equations: [Equation]
  /// Results of the program, in order.
  public var outputs: [Atom]

  /// A program of these parts, not verified; see `verify()` for its invariants.
  public init(inputs: [Variable], equations: [Equation], outputs: [Atom]) {
    self.inputs = inputs
    self.equations = equations
    self.outputs = outputs
  }

  /// Upper bound of the variable ids: the largest one plus 1.
  public var variableCount: Int {
    var largest = -1
    for input in inputs { largest = max(largest, input.id) }
    for equation in equations {
      for output in equation.outputs { largest = max(largest, output.id) }
    }
    return largest + 1
  }
}

/// A value with a name: an input or an equation's result. Its id is unique in its program.
public struct Variable: Hashable, Codable, Sendable {
  /// Number of the variable, unique in its program.
  public var id: Int
  /// Dtype and shape of the value.
  public var type: ArrayType

  /// The variable of this id.
  public init(id: Int, type: ArrayType) {
    self.id = id
    self.type = type
  }
}

/// Operand of an equation: a variable or a constant.
public enum Atom: Hashable, Codable, Sendable {
  case variable(Variable)
  case constant(NDArray, isWeak: Bool)

  /// Dtype and shape of the value.
  public var type: ArrayType {
    switch self {
    case .variable(let variable): variable.type
    case .constant(let array, let isWeak): ArrayType(array.dtype, array.shape, isWeak: isWeak)
    }
  }

  /// The variable, if it is one.
  public var variable: Variable? {
    if case .variable(let variable) = self { variable } else { nil }
  }
}

/// A primitive applied to atoms, and the variables of its results.
public struct Equation: Hashable, Codable, Sendable {
  /// The operation.
  public var primitive: Primitive
  /// Operands of the primitive.
  public var inputs: [Atom]
  /// Variables of the results.
  public var outputs: [Variable]

  /// An equation of these parts.
  public init(_ primitive: Primitive, inputs: [Atom], outputs: [Variable]) {
    self.primitive = primitive
    self.inputs = inputs
    self.outputs = outputs
  }
}
