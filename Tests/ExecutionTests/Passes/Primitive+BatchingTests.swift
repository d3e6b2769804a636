import Arrays
import ProgramIR
import Reference
import TestSupport
import Testing

@testable import Execution

/// `Program.batched(_:inputs:)`.
struct BatchingTests {
  /// Products with a matrix that is the same for all keep one axis for all rows; a vector that is
  /// the same is repeated.
  @Test func newAxisGoesInFront() throws {
    let program = ProgramBuilder()
    let (x, w, b) = (
      program.input(.float32, [2, 3]), program.input(.float32, [3, 4]), program.input(.float32, [4])
    )
    let full = Shape([2, 4])
    let sum = try program.sum(program.product(x, w), program.rows(b, full))
    let largest = try program.add(.reduce(.max, axes: [1]), sum)
    let turned = try program.add(.transpose([1, 0]), sum)
    let text = try program.build(largest, turned, b).batched(5, inputs: [0]).description
    #expect(
      text == """
        { lambda a:float32[5, 2, 3] b:float32[3, 4] c:float32[4] . let
            d:float32[5, 2, 4] = dot_general[contract=[2]:[0]] a b
            e:float32[2, 4] = broadcast_in_dim[shape=(2, 4) dimensions=[1]] c
            f:float32[5, 2, 4] = broadcast_in_dim[shape=(5, 2, 4) dimensions=[1, 2]] e
            g:float32[5, 2, 4] = add d f
            h:float32[5, 2] = reduce_max[axes=[2]] g
            i:float32[5, 4, 2] = transpose[permutation=[0, 2, 1]] g
            j:float32[5, 4] = broadcast_in_dim[shape=(5, 4) dimensions=[1]] c
          in (h i j) }
        """)
  }

  /// Random programs for several inputs at once give what they give for each, the others the same.
  @Test(arguments: 0..<40) func sameAsOneAfterAnother(_ seed: Int) throws {
    var programs = RandomPrograms(seed: seed)
    let body = try #require(
      try programs.scan(length: 1, isReversed: false).program.equations.compactMap { equation in
        if case .scan(let scan) = equation.primitive { scan.body } else { nil }
      }.first)
    let batched = Set(body.inputs.indices.filter { _ in programs.random.next(below: 2) == 0 })
    let count = programs.random.next(below: 4) + 1
    let inputs = body.inputs.enumerated().map { index, variable in
      let shape = variable.type.shape
      return programs.array(
        variable.type.with(
          shape: batched.contains(index) ? shape.inserting(count, at: 0) : shape))
    }
    let program = try body.batched(count, inputs: batched)
    try program.verify()
    let executor = ReferenceExecutor()
    let results = try executor.run(program, inputs)
    for number in 0..<count {
      let expected = try executor.run(
        body,
        inputs.enumerated().map { batched.contains($0) ? $1.part(number) : $1 })
      // A product of all rows is the same sum for each of them.
      #expect(results.map { $0.part(number) } == expected)
    }
  }
}
