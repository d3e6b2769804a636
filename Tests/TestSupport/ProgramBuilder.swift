import Arrays
import ProgramIR

/// A program written down in a test, equation by equation.
public final class ProgramBuilder {
  private var program = Program(inputs: [], equations: [], outputs: [])
  private var count = 0

  /// An empty program.
  public init() {}

  private func variable(_ type: ArrayType) -> Variable {
    defer { count += 1 }
    return Variable(id: count, type: type)
  }

  /// Another input.
  public func input(_ dtype: DType, _ shape: Shape, isWeak: Bool = false) -> Atom {
    let input = variable(ArrayType(dtype, shape, isWeak: isWeak))
    program.inputs.append(input)
    return .variable(input)
  }

  /// A constant.
  public func constant(_ array: NDArray, isWeak: Bool = false) -> Atom {
    .constant(array, isWeak: isWeak)
  }

  /// All results of another equation, whose types are those its primitive gives.
  public func add(_ primitive: Primitive, _ operands: [Atom]) throws -> [Atom] {
    let outputs = try primitive.resultTypes(of: operands.map(\.type)).map(variable)
    program.equations.append(Equation(primitive, inputs: operands, outputs: outputs))
    return outputs.map(Atom.variable)
  }

  /// The first result of another equation.
  public func add(_ primitive: Primitive, _ operands: Atom...) throws -> Atom {
    try add(primitive, operands)[0]
  }

  /// The program with these outputs.
  public func build(_ outputs: Atom...) -> Program { build(outputs) }

  /// The program with these outputs.
  public func build(_ outputs: [Atom]) -> Program {
    program.outputs = outputs
    return program
  }
}
