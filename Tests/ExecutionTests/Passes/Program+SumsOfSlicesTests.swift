import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

struct SumsOfSlicesTests {
  /// `a[:, :2] + b[:, :2]` and `a[:, 2:] + b[:, 2:]`, multiplied; with what else is read of `a`.
  private func program(
    readingElse: (ProgramBuilder, Atom) throws -> [Atom] = { _, _ in [] }
  ) throws -> Program {
    let builder = ProgramBuilder()
    let (a, b) = (builder.input(.float32, [3, 4]), builder.input(.float32, [3, 4]))
    func slice(_ array: Atom, _ columns: Range<Int>) throws -> Atom {
      try builder.add(
        .slice(
          starts: [0, columns.lowerBound], limits: [3, columns.upperBound], strides: [1, 1]),
        array)
    }
    let left = try builder.add(.binary(.add), slice(a, 0..<2), slice(b, 0..<2))
    let right = try builder.add(.binary(.add), slice(a, 2..<4), slice(b, 2..<4))
    let product = try builder.add(.binary(.mul), left, right)
    return try builder.build([product] + readingElse(builder, a))
  }

  private let inputs = [
    NDArray([3, 4]) { Float($0) / 8 }, NDArray([3, 4]) { Float($0 * 7 % 5) - 2 },
  ]

  private func sumCount(_ program: Program) -> Int {
    program.equations.count { $0.primitive == .binary(.add) }
  }

  /// Two sums become one, and not a bit of what is computed changes.
  @Test
  func mergesSums() throws {
    let program = try program()
    let merged = try Pass.mergeSumsOfSlices(program)
    #expect(
      merged.description == """
        { lambda a:float32[3, 4] b:float32[3, 4] . let
            c:float32[3, 4] = add a b
            d:float32[3, 2] = slice[start=[0, 0] limit=[3, 2]] c
            e:float32[3, 2] = slice[start=[0, 2] limit=[3, 4]] c
            f:float32[3, 2] = mul d e
          in (f) }
        """)
    let executor = ReferenceExecutor()
    #expect(try executor.run(merged, inputs) == executor.run(program, inputs))
  }

  /// Where an array is read otherwise too, its parts stay apart.
  @Test
  func leavesArraysThatAreReadOtherwise() throws {
    let program = try program { builder, a in [try builder.add(.unary(.tanh), a)] }
    #expect(try Pass.mergeSumsOfSlices(program) == program)
  }

  /// Slices in bodies of scans are merged too.
  @Test
  func mergesSumsInScans() throws {
    let body = try program()
    let builder = ProgramBuilder()
    let operands = [builder.input(.float32, [3, 4]), builder.input(.float32, [5, 3, 4])]
    let scan = Scan(
      body: body, length: 5, isReversed: false, constantCount: 1, carryCount: 0)
    let program = builder.build(try builder.add(.scan(scan), operands))
    let merged = try Pass.mergeSumsOfSlices(program)
    guard case .scan(let mergedScan) = merged.equations[0].primitive else {
      Issue.record("the scan is gone")
      return
    }
    #expect(sumCount(mergedScan.body) == 1)
  }
}
