import Arrays
import Diagnostics
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Reference

struct ReferenceExecutorTests {
  /// `(x + y, x, 1)`
  static func sum() throws -> Program {
    let program = ProgramBuilder()
    let (x, y) = (program.input(.float32, [2]), program.input(.float32, [2], isWeak: true))
    return try program.build(
      program.add(.binary(.add), x, y), x, program.constant(NDArray(Int8(1))))
  }

  static let pair = NDArray([1, 2] as [Float], shape: [2])

  @Test func outputsCanBeInputsAndConstants() throws {
    let outputs = try ReferenceExecutor().run(Self.sum(), [Self.pair, Self.pair])
    #expect(outputs == [NDArray([2, 4] as [Float], shape: [2]), Self.pair, NDArray(Int8(1))])
  }

  @Test(arguments: [
    ([], nil), ([pair], nil), ([pair, pair, pair], nil),
    ([pair, NDArray(Float(1))], "input 1"),
    ([NDArray([1, 2] as [Int32], shape: [2]), pair], "input 0"),
    ([pair.reshaped(to: [1, 2]), pair], "input 0"),
  ])
  func inputsThatDoNotFit(_ inputs: [NDArray], _ path: String?) throws {
    let program = try Self.sum()
    let fault = #expect(throws: Diagnostic.self) { try ReferenceExecutor().run(program, inputs) }
    #expect(fault?.code == .internalFault)
    #expect(fault?.path == path)
    #expect(fault?.expected != nil && fault?.got != nil)
  }

  @Test func brokenProgramsAreRefused() throws {
    var program = try Self.sum()
    program.equations = []
    let fault = #expect(throws: Diagnostic.self) {
      try ReferenceExecutor().run(program, [Self.pair, Self.pair])
    }
    #expect(fault?.code == .internalFault)
  }

  @Test func valuesAreReleasedAfterTheirLastUse() throws {
    let program = ProgramBuilder()
    let x = program.input(.float32, [])
    let a = try program.add(.unary(.neg), x)
    let b = try program.add(.unary(.exp), a)
    let unused = try program.add(.unary(.sin), b)
    let c = try program.add(.binary(.add), a, b)
    let d = try program.add(.binary(.mul), c, c)
    let lastUses = program.build(d, b).lastUses
    func ids(_ atoms: Atom...) -> Set<Int?> { Set(atoms.map { $0.variable?.id }) }
    #expect(
      lastUses.map(Set.init) == [ids(x), [], ids(unused), ids(a), ids(c)])
  }
}
