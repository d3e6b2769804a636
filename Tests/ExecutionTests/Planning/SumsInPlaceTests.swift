import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// Products that are added to what a block has made for the step and nothing else reads.
struct SumsInPlaceTests {
  private let rows = 6
  private let width = 32
  private let length = 21

  /// A step h' = tanh(z[a] + h @ u) · z[b], where z = x @ w `[rows, 3 · width]` is made for a block at
  /// once and `a` and `b` are `width` of its columns from those on; ys are h' and, if asked, z.
  private func program(a: Int, b: Int, keepsZ: Bool = false) throws -> Program {
    let body = ProgramBuilder()
    let w = body.input(.float32, [width, 3 * width])
    let u = body.input(.float32, [width, width])
    let h = body.input(.float32, [rows, width])
    let x = body.input(.float32, [rows, width])
    let matrixProduct = Primitive.dot(DotDimensions(contracting: ([1], [0])))
    let z = try body.add(matrixProduct, x, w)
    func columns(_ first: Int) throws -> Atom {
      try body.add(
        .slice(starts: [0, first], limits: [rows, first + width], strides: [1, 1]), z)
    }
    let sum = try body.add(.binary(.add), columns(a), body.add(matrixProduct, h, u))
    let next = try body.add(.binary(.mul), body.add(.unary(.tanh), sum), columns(b))
    return try Program(
      scanning: body.build([next, next] + (keepsZ ? [z] : [])), length: length, constants: 2,
      carry: 1)
  }

  /// How many products of the plan go where their sums begin from, and whether all values are right.
  private func sumsInPlace(_ program: Program) throws -> Int {
    let inputs = program.inputs.map { variable in
      NDArray(variable.type.shape) { Float(($0 * 31) % 101 - 50) / 256 }
    }
    let expected = try ReferenceExecutor().run(program, inputs)
    var options = PlanOptions()
    options.smallestSplitCost = 0
    options.smallestSharedStepCost = 0
    for threadCount in [2, 1] {
      options.threadCount = threadCount
      expectAgreement(try Executor(program, options: options).run(inputs), expected)
    }
    return try Executor(program, options: options).plan.steps.lines.count { line in
      let sides = line.split(separator: " = ")
      guard sides.count == 2, line.contains("@") else { return false }
      return sides[1].hasPrefix(sides[0].drop { $0 == " " } + " + ")
    }
  }

  @Test
  func apartFromWhatElseIsRead() throws {
    #expect(try sumsInPlace(program(a: 0, b: width)) == 1)
    #expect(try sumsInPlace(program(a: 2 * width, b: 0)) == 1)
  }

  @Test
  func whatElseIsReadStays() throws {
    #expect(try sumsInPlace(program(a: width, b: width + 8)) == 0)
    #expect(try sumsInPlace(program(a: width, b: width)) == 0)
    #expect(try sumsInPlace(program(a: 0, b: width, keepsZ: true)) == 0)
  }
}
