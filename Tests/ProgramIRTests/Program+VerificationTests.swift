import Arrays
import Diagnostics
import ProgramIR
import TestSupport
import Testing

/// `Program.verify()`.
struct ProgramVerificationTests {
  static let type = ArrayType(.float32, [3])
  static let x = Variable(id: 0, type: type)
  static let y = Variable(id: 1, type: type)
  static let z = Variable(id: 2, type: type)

  static func negation(of input: Variable, to output: Variable) -> Equation {
    Equation(.unary(.neg), inputs: [.variable(input)], outputs: [output])
  }

  /// The `Diagnostic` that verifying the program throws.
  func fault(_ program: Program) throws -> Diagnostic {
    let fault = try #require(#expect(throws: Diagnostic.self) { try program.verify() })
    #expect(fault.code == .internalFault)
    return fault
  }

  @Test func aSoundProgramPasses() throws {
    let program = Program(
      inputs: [Self.x],
      equations: [Self.negation(of: Self.x, to: Self.y), Self.negation(of: Self.y, to: Self.z)],
      outputs: [.variable(Self.z), .variable(Self.x), .constant(NDArray(Float(1)), isWeak: true)])
    #expect(throws: Never.self) { try program.verify() }
  }

  @Test func aVariableUsedBeforeItIsBound() throws {
    let program = Program(
      inputs: [Self.x],
      equations: [Self.negation(of: Self.y, to: Self.z), Self.negation(of: Self.x, to: Self.y)],
      outputs: [.variable(Self.z)])
    let fault = try fault(program)
    #expect(fault.problem == "invalid program: variable 1 is used before it is bound")
    #expect(fault.path == "equation 0 (neg)")
  }

  @Test func anOutputThatIsNeverBound() throws {
    let program = Program(inputs: [Self.x], equations: [], outputs: [.variable(Self.y)])
    #expect(try fault(program).path == "outputs")
  }

  @Test func aVariableBoundTwice() throws {
    let twice = Program(
      inputs: [Self.x],
      equations: [Self.negation(of: Self.x, to: Self.y), Self.negation(of: Self.x, to: Self.y)],
      outputs: [])
    #expect(try fault(twice).problem == "invalid program: variable 1 is bound twice")
    let inputs = Program(inputs: [Self.x, Self.x], equations: [], outputs: [])
    #expect(try fault(inputs).path == "inputs")
  }

  @Test(arguments: [[-1], [.max, 2], [0, .max, .max]] as [Shape])
  func anInputThatCannotBe(_ shape: Shape) throws {
    let input = Variable(id: 0, type: ArrayType(.bool, shape))
    let program = Program(inputs: [input], equations: [], outputs: [])
    #expect(try fault(program).path == "inputs")
  }

  @Test func aVariableUsedAsAnotherType() throws {
    let other = Variable(id: 0, type: ArrayType(.int32, [3]))
    let program = Program(
      inputs: [Self.x], equations: [Self.negation(of: other, to: Self.y)], outputs: [])
    #expect(try fault(program).problem.contains("variable 0"))
  }

  @Test func aResultOfAnotherType() throws {
    let wrong = Variable(id: 1, type: ArrayType(.float32, [4]))
    let program = Program(
      inputs: [Self.x], equations: [Self.negation(of: Self.x, to: wrong)], outputs: [])
    #expect(try fault(program).problem.contains("results are"))
  }

  @Test func tooFewResults() throws {
    let program = Program(
      inputs: [Self.x],
      equations: [Equation(.unary(.neg), inputs: [.variable(Self.x)], outputs: [])], outputs: [])
    #expect(try fault(program).problem.contains("results are"))
  }

  @Test func operandsTheRuleRefuses() throws {
    let program = Program(
      inputs: [Self.x],
      equations: [Equation(.unary(.not), inputs: [.variable(Self.x)], outputs: [Self.y])],
      outputs: [])
    #expect(try fault(program).path == "equation 0 (not)")
  }

  @Test func aBrokenBody() throws {
    let body = Program(
      inputs: [Self.x], equations: [Self.negation(of: Self.z, to: Self.y)],
      outputs: [.variable(Self.y)])
    let scan = Scan(body: body, length: 2, isReversed: false, constantCount: 0, carryCount: 1)
    let program = Program(
      inputs: [Self.x],
      equations: [Equation(.scan(scan), inputs: [.variable(Self.x)], outputs: [Self.y])],
      outputs: [])
    #expect(try fault(program).problem.contains("variable 2"))
  }
}
