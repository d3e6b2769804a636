import ScannedModels
import TestSupport
import Testing

/// A session's blocks, one after the other, give the bits of one run over all steps.
struct SessionTests {
  private static let gru = """
    inputs: {carry: 'float32[B, 8]', xs: 'float32[B, T, 4]'}
    model:
      scan:
        cell: {type: GRUCell, features: 8}
        in_axes: 1
        out_axes: 1
        variable_broadcast: params
        split_rngs: {params: false}
    """

  private static let rnn = """
    inputs: {xs: 'float32[B, T, 4]'}
    model: {rnn: {cell: {type: OptimizedLSTMCell, features: 8}, return_carry: true}}
    """

  private static let invented = """
    modules:
      Leaky:
        fields: {features: 8}
        call:
          args: [h, x]
          body: |
            h = 0.9 * h + nn.tanh(nn.Dense(features)(x) + nn.Dense(features, use_bias=False)(h))
            return h, {'out': h, 'sum': h.sum(-1)}
    inputs: {carry: 'float32[B, 8]', xs: 'float32[B, T, 4]'}
    model:
      scan:
        cell: {type: Leaky}
        in_axes: 1
        out_axes: {out: 1, sum: 0}
        variable_broadcast: params
        split_rngs: {params: false}
    """

  /// A module that hands its carry to a net and returns what comes out.
  private static let compact = """
    modules:
      Net:
        call:
          args: [carry, xs]
          body: |
            carry, ys = nn.RNN(nn.GRUCell(8), return_carry=True)(xs, initial_carry=carry)
            return carry, nn.Dense(3)(ys)
    inputs: {carry: 'float32[B, 8]', xs: 'float32[B, T, 4]'}
    model: {type: Net}
    """

  /// Steps in blocks of these sizes.
  private static let lengths = [5, 1, 1, 5, 5, 1]

  @Test(arguments: [gru, rnn, invented, compact], [1, 3])
  func blocksGiveTheBitsOfTheWhole(_ config: String, batch: Int) throws {
    let model = try ScannedModel(text: config, file: "config.yaml")
    let steps = Self.lengths.reduce(0, +)
    let xs = NDArray(Shape([batch, steps, 4])) { Float(($0 * 7) % 23) / 11 - 1 }
    let carry = config == Self.rnn ? nil : Tree.leaf(NDArray([batch, 8]) { Float($0) / 9 })
    var inputs: CallInputs = ["xs": .leaf(xs)]
    if let carry { inputs = ["xs": .leaf(xs), "carry": carry] }
    let variables = try model.initialize(inputs: inputs, seed: 3)
    let whole = try model.apply(variables, inputs: inputs)
    let session = try model.session(
      variables, blocks: [["B": batch, "T": 5], ["B": batch, "T": 1]], carry: carry)
    for _ in 0..<2 {
      try expectSteps(of: session, xs, ys: try #require(whole.ys))
      #expect(session.carry?.leaves == whole.carry?.leaves)
      session.reset()
    }
  }

  /// Runs blocks of all lengths, and compares each step of each output with that of the whole run.
  private func expectSteps(of session: Session, _ xs: NDArray, ys: Tree<NDArray>) throws {
    var first = 0
    for length in Self.lengths {
      let steps = first..<first + length
      let outputs = try session.outputs(of: [xs.steps(steps, axis: 1)], block: length == 5 ? 0 : 1)
      for (output, whole) in zip(outputs, ys.leaves) {
        let axis = whole.shape[0] == xs.shape[1] ? 0 : 1
        #expect(output == whole.steps(steps, axis: axis))
      }
      first += length
    }
  }

  /// Matrix carries are run in chunks where there are enough steps: blocks give the same but for the
  /// order of sums.
  @Test func blocksOfAMatrixCarryAgree() throws {
    let model = try ScannedModel(
      text: """
        modules:
          Attention:
            call:
              args: [s, x]
              body: |
                q, k, v, g = jnp.split(nn.Dense(64, name='in')(x), 4, axis=-1)
                s = sigmoid(g)[..., None] * s + k[..., :, None] * v[..., None, :]
                return s, jnp.einsum('bk,bkv->bv', q, s)
        inputs: {carry: 'float32[B, 16, 16]', xs: 'float32[T, B, 4]'}
        model:
          scan:
            cell: {type: Attention}
            variable_broadcast: params
            split_rngs: {params: false}
        """, file: "config.yaml")
    let xs = NDArray([145, 2, 4]) { Float(($0 * 7) % 23) / 11 - 1 }
    let carry = Tree.leaf(NDArray([2, 16, 16]) { Float($0 % 9) / 9 })
    let inputs: CallInputs = ["xs": .leaf(xs), "carry": carry]
    let variables = try model.initialize(inputs: inputs, seed: 3)
    let whole = try #require(try model.apply(variables, inputs: inputs).ys?.leaf)
    let session = try model.session(
      variables, blocks: [["B": 2, "T": 144], ["B": 2, "T": 1], ["B": 2, "T": 29]], carry: carry)
    for lengths in [[144, 1], [29, 29, 29, 29, 29]] {
      var first = 0
      for length in lengths {
        let block = [144: 0, 1: 1, 29: 2][length] ?? 0
        let steps = first..<first + length
        let ys = try session.outputs(of: [xs.steps(steps, axis: 0)], block: block)[0]
        for (y, expected) in zip(ys.floats, whole.steps(steps, axis: 0).floats) {
          #expect(abs(y - expected) <= 1e-5 * max(1, abs(expected)))
        }
        first += length
      }
      session.reset()
    }
  }

  @Test func mutableVariablesAreKept() throws {
    let model = try ScannedModel(
      text: """
        modules:
          Counter:
            call:
              args: [x]
              body: |
                count = self.variable('state', 'count', lambda: jnp.zeros((2,)))
                if not self.is_initializing():
                    count.value = count.value + x.sum()
                return count.value * 2
        inputs: {x: 'float32[T]'}
        model: {type: Counter}
        """, file: "c.yaml")
    let session = try model.session([:], blocks: [["T": 2]], mutable: .only(["state"]))
    let variables = try model.initialize(inputs: ["x": .leaf(NDArray([Float(1), 2], shape: [2]))])
    let resumed = try model.session(
      variables, blocks: [["T": 2], ["T": 1]], mutable: .only(["state"]))
    for session in [session, resumed] {
      var ys: [Float] = [0, 0]
      try session.run([Float(1), 2], into: &ys)
      #expect(ys == [6, 6])
      try session.run([Float(3), 4], into: &ys)
      #expect(ys == [20, 20])
      #expect(session.variables["state"]?["count"]?.leaf?.floats == [10, 10])
    }
    var ys: [Float] = [0, 0]
    try resumed.run([Float(1)], into: &ys)
    #expect(ys == [22, 22])
    resumed.reset()
    #expect(resumed.variables["state"]?["count"]?.leaf?.floats == [0, 0])
  }

  @Test func keysAreChangedFromBlockToBlock() throws {
    let model = try ScannedModel(
      text: """
        inputs: {inputs: 'float32[64]'}
        model: {type: Dropout, rate: 0.5, deterministic: false}
        """, file: "d.yaml")
    let x = NDArray([64]) { _ in 1 }
    let session = try model.session([:], keys: ["dropout": RandomKey(seed: 1)])
    for seed in [1, 2, 1] {
      try session.setKey("dropout", to: RandomKey(seed: seed))
      let whole = try model.apply(
        [:], inputs: ["inputs": .leaf(x)], keys: ["dropout": RandomKey(seed: seed)])
      #expect(try session.outputs(of: [x]) == whole.ys?.leaves)
    }
    #expect(throws: Diagnostic.self) { try session.setKey("other", to: RandomKey(seed: 1)) }
  }

  @Test func aModuleOfSwiftIsRun() throws {
    let model = try ScannedModel(
      RNN(cell: GRUCell(features: 3)), inputs: ["inputs": "float32[B, T, 2]"])
    let xs = NDArray([1, 4, 2]) { Float($0) }
    let variables = try model.initialize(inputs: ["inputs": .leaf(xs)])
    let whole = try #require(model.apply(variables, inputs: ["inputs": .leaf(xs)]).ys?.leaf)
    let session = try model.session(variables, blocks: [["B": 1, "T": 4]])
    #expect(try session.outputs(of: [xs]) == [whole])
  }

  // MARK: Errors

  @Test func wrongMemoryIsRefused() throws {
    let model = try ScannedModel(
      text: "{inputs: {inputs: 'float32[3]'}, model: {type: Dense, features: 2}}", file: "d.yaml")
    let session = try model.session(model.initialize())
    #expect(session.inputs.map(\.name) == ["inputs"])
    #expect(session.outputs[0].types.map(\.shape) == [[2]])
    var ys: [Float] = [0, 0]
    #expect(throws: Diagnostic.self) { try session.run() }
    #expect(throws: Diagnostic.self) { try session.run([Float(1)], into: &ys) }
    var short: [Float] = [0]
    #expect(throws: Diagnostic.self) { try session.run([Float(1), 2, 3], into: &short) }
    try session.run([Float(1), 2, 3], into: &ys)
    #expect(ys != [0, 0])
  }

  @Test func aFirstCarryThatNothingMakesIsNeeded() throws {
    for config in [Self.invented, Self.compact] {
      let model = try ScannedModel(text: config, file: "c.yaml", sizes: ["B": 1, "T": 2])
      let error = #expect(throws: Diagnostic.self) { try model.session(model.initialize()) }
      #expect(error?.problem == "the model needs a first carry")
    }
  }

  @Test func aSizeThatNothingTellsIsAskedFor() throws {
    let model = try ScannedModel(text: Self.gru, file: "g.yaml")
    let variables = try model.initialize(inputs: ["xs": .leaf(NDArray([1, 2, 4]) { _ in 0 })])
    let error = #expect(throws: Diagnostic.self) {
      try model.session(variables, blocks: [["B": 1]])
    }
    #expect(error?.description.contains("the size T of input 'xs' isn't known") == true)
    #expect(throws: Diagnostic.self) {
      try model.session(variables, blocks: [["B": 1, "T": 2], ["B": 2, "T": 2]])
    }
  }
}

extension Session {
  /// The outputs of a block of these inputs.
  fileprivate func outputs(of inputs: [NDArray], block: Int = 0) throws -> [NDArray] {
    for (index, array) in inputs.enumerated() {
      setInput(
        index, to: UnsafeRawBufferPointer(start: array.unsafeStart, count: array.byteCount))
    }
    return try withExtendedLifetime(inputs) {
      let types = outputs.map { $0.types[block] }
      let memory = types.map {
        UnsafeMutableRawBufferPointer.allocate(
          byteCount: $0.shape.elementCount * $0.dtype.byteCount, alignment: 64)
      }
      defer { for bytes in memory { bytes.deallocate() } }
      for (index, bytes) in memory.enumerated() { setOutput(index, to: bytes) }
      try run(block: block)
      return zip(types, memory).map { type, bytes in
        NDArray(shape: type.shape, dtype: type.dtype) { $0.copyMemory(from: .init(bytes)) }
      }
    }
  }
}

extension NDArray {
  /// Some steps of a float32 array along an axis.
  fileprivate func steps(_ range: Range<Int>, axis: Int) -> NDArray {
    let inner = shape.sizes[(axis + 1)...].reduce(1, *)
    let outer = shape.sizes[..<axis].reduce(1, *)
    let elements = elements(as: Float.self)
    let picked = (0..<outer).flatMap { row in
      let start = (row * shape[axis] + range.lowerBound) * inner
      return elements[start..<start + range.count * inner]
    }
    var sizes = shape.sizes
    sizes[axis] = range.count
    return NDArray(picked, shape: Shape(sizes))
  }
}
