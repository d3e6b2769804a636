import ArrayFiles
import Arrays
import Diagnostics
import ScannedModels
import TestSupport
import Testing

/// Lengths given for a whole call, against what Flax makes of `seq_lengths`.
struct CallInputsLengthsTests {
  private func array(_ name: String) throws -> NDArray {
    let file = fixturePath("modules/bidirectional_lengths/\(name).npy")
    guard case .array(let array) = try readArrayFile(file) else {
      throw Diagnostic("is not an array", path: file)
    }
    return array
  }

  /// Both directions, time first, as Flax runs them, but for zeros behind the ends.
  @Test func sequencesEnd() throws {
    let folder = fixturePath("modules/bidirectional_lengths")
    let model = try ScannedModel(config: folder + "/config.yaml")
    let variables = try readArrayFile(folder + "/params.npy").tree
    let (lengths, expected) = (try array("seq_lengths"), try array("ys"))
    var inputs: CallInputs = [
      "xs": .leaf(try array("xs")), "seq_lengths": .leaf(lengths),
    ]
    try inputs.setLengths(lengths)
    let result = try model.apply(variables, inputs: inputs)
    let ys = try #require(result.ys?.leaves.first)
    #expect(ys.shape == expected.shape)
    let ends = lengths.elements(as: Int32.self)
    let width = ys.shape[2]
    for (place, pair) in zip(ys.floats, expected.floats).enumerated() {
      let (step, sequence) = (place / width / ends.count, place / width % ends.count)
      // float32, other orders of sums.
      #expect(step < ends[sequence] ? abs(pair.0 - pair.1) < 1e-6 : pair.0 == 0)
    }
  }

  private static let gru = """
    inputs: {xs: 'float32[B, T, 2]'}
    model: {rnn: {cell: {type: GRUCell, features: 3}, return_carry: true}}
    """

  /// The carry of each sequence is that of a run over its steps alone.
  @Test func carriesAreThoseOfTheLastSteps() throws {
    let model = try ScannedModel(text: Self.gru, file: "c.yaml")
    let xs = NDArray([3, 6, 2]) { Float($0 % 7) / 3 - 1 }
    var inputs: CallInputs = ["xs": .leaf(xs)]
    let variables = try model.initialize(inputs: inputs)
    let ends = [6, 0, 4]
    try inputs.setLengths(NDArray(ends.map { Int64($0) }, shape: [3]))
    let carry = try #require(model.apply(variables, inputs: inputs).carry?.leaves.first)
    for (sequence, end) in ends.enumerated() {
      let steps = Array(xs.floats[sequence * 12..<sequence * 12 + 2 * end])
      let own: CallInputs = ["xs": .leaf(NDArray(steps, shape: [1, end, 2]))]
      let last = try #require(model.apply(variables, inputs: own).carry?.leaves.first)
      #expect(Array(carry.floats[3 * sequence..<3 * sequence + 3]) == last.floats)
    }
  }

  @Test func lengthsThatMakeNoSense() throws {
    let model = try ScannedModel(text: Self.gru, file: "c.yaml")
    let given: CallInputs = ["xs": .leaf(NDArray([3, 6, 2]) { Float($0) })]
    let variables = try model.initialize(inputs: given)
    func problem(_ lengths: NDArray) -> String? {
      #expect(throws: Diagnostic.self) {
        var inputs = given
        try inputs.setLengths(lengths)
        _ = try model.apply(variables, inputs: inputs)
      }?.problem
    }
    #expect(
      problem(NDArray([1, 2, 7] as [Int32], shape: [3]))
        == "a sequence can't be longer than there are steps")
    #expect(
      problem(NDArray([1, -1, 2] as [Int32], shape: [3]))
        == "lengths must be from 0 to the number of steps")
    #expect(
      problem(NDArray([1, 2, 3] as [Float], shape: [3]))
        == "lengths must be integers, one for each sequence")
    #expect(
      problem(NDArray([1, 2] as [Int32], shape: [2]))
        == "with --lengths, the sequences must be the first axes of each step's arrays")
    #expect(throws: Diagnostic.self) {
      var inputs = given
      try inputs.setLengths(NDArray([1, 2, 3] as [Int32], shape: [3]))
      _ = try model.session(variables, inputs: inputs)
    }
  }
}
