import ArrayFiles
import Arrays
import Testing

/// Variables and files as Flax and NumPy write them, and words of the command line.
@Suite struct FlaxVariablesTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      """
      version: 1
      modules:
        Tower:
          fields: {depth: 2}
          setup: |
            self.pair = self.variable('state', 'pair', lambda: (jnp.ones(()), jnp.zeros(())))
            self.floors = [nn.Dense(3, name=str(i)) for i in range(depth)]
          methods:
            __call__:
              compact: false
              args: [x]
              body: |
                for floor in self.floors:
                    x = jnp.tanh(floor(x))
                return x + self.pair.value[0]
      inputs: {x: 'float32[2, 3]'}
      model: {type: Tower}

      """, to: "tower.yaml")
    try workspace.saveZeros(.float32, [2, 3], to: "x.npy")
  }

  /// Maps of the names 0, 1, … are modules' where the model has modules, and tuples where it has
  /// tuples.
  @Test(arguments: ["npy", "npz", "safetensors", "msgpack"])
  func modulesMayBeCalledByNumbers(_ format: String) throws {
    let init0 = try workspace.swiftscan("init", "tower.yaml", "-o", "p.\(format)", "-q")
    #expect(init0.errors == "")
    let outcome = try workspace.swiftscan(
      "apply", "--config", "tower.yaml", "--params", "p.\(format)", "--input", "x.npy", "-q")
    #expect(outcome.errors == "")
    #expect(
      try workspace.arrays("ys.npy").leaf
        == NDArray([Float](repeating: 1, count: 6), shape: [2, 3]))
  }

  private func complex(_ parts: [Float]) -> NDArray {
    NDArray(shape: [parts.count / 2], dtype: .complex64) { bytes in
      for (index, part) in parts.enumerated() {
        bytes.storeBytes(of: part, toByteOffset: 4 * index, as: Float.self)
      }
    }
  }

  /// Complex arrays are taken apart wherever arrays are read.
  @Test(arguments: ["npy", "npz", "safetensors", "msgpack"])
  func complexVariablesAndInputs(_ format: String) throws {
    try workspace.write(
      """
      version: 1
      modules:
        M:
          call:
            args: [z]
            body: |
              a = self.param('a', lambda key: 1j * jnp.ones((2,)))
              return (z * a).real
      inputs: {z: 'complex64[2]'}
      model: {type: M}

      """, to: "complex.yaml")
    try workspace.save(["params": ["a": .leaf(complex([1, 2, 3, 4]))]], to: "p.\(format)")
    try workspace.save(["z": .leaf(complex([5, 6, 7, 8]))], to: "z.\(format)")
    let outcome = try workspace.swiftscan(
      "apply", "--config", "complex.yaml", "--params", "p.\(format)", "--input", "z.\(format)",
      "-q")
    #expect(outcome.errors == "")
    // (5 + 6i)(1 + 2i) and (7 + 8i)(3 + 4i)
    #expect(try workspace.arrays("ys.npy").leaf == NDArray([Float(-7), -11], shape: [2]))
  }

  /// An entry that the model doesn't ask for doesn't matter; one that it asks for is told of.
  @Test func unreadEntriesMatterOnlyWhenAskedFor() throws {
    try workspace.write(
      "version: 1\nmodules: {Same: {call: {args: [x], body: return x}}}\n"
        + "inputs: {x: 'float32[N]'}\nmodel: {type: Same}\n", to: "same.yaml")
    _ = try workspace.swiftscan("init", "same.yaml", "--size", "N=1", "-q")
    // {"x": …, "y": "b"} and {"x": "b", "y": …}
    let one: [UInt8] =
      [0xc7, 17, 1, 0x93, 0x91, 1, 0xa7] + Array("float32".utf8) + [0xc4, 4, 0, 0, 0x80, 0x3f]
    for (name, bytes) in [
      ("good", [0x82, 0xa1, 0x78] + one + [0xa1, 0x79, 0xa1, 0x62]),
      ("bad", [0x82, 0xa1, 0x78, 0xa1, 0x62, 0xa1, 0x79] + one),
    ] as [(String, [UInt8])] {
      try workspace.write(bytes, to: "\(name).msgpack")
    }
    let good = try workspace.swiftscan(
      "apply", "--params", "p.npy", "--input", "x=good.msgpack", "-q")
    #expect(good.errors == "")
    #expect(try workspace.arrays("ys.npy").leaf == NDArray([Float(1)], shape: [1]))
    let bad = try workspace.swiftscan("apply", "--params", "p.npy", "--input", "x=bad.msgpack")
    #expect(bad.status == 65)
    #expect(bad.errors.hasPrefix("swiftscan: error: bad.msgpack: x: holds text or bytes"))
  }

  /// A variable that is there, but as text, is said to be text.
  @Test func unreadVariablesAreToldOf() throws {
    try workspace.write(
      "version: 1\nmodules: {M: {call: {args: [x], body: \"return x + self.param('a',"
        + " nn.initializers.zeros, (1,))\"}}}\ninputs: {x: 'float32[1]'}\nmodel: {type: M}\n",
      to: "m.yaml")
    try workspace.write(
      [0x81, 0xa6] + Array("params".utf8) + [0x82, 0xa1, 0x61, 0xa1, 0x62, 0xa1, 0x63, 1],
      to: "text.msgpack")
    try workspace.saveZeros(.float32, [1], to: "one.npy")
    for command in ["check m.yaml", "apply --config m.yaml --input one.npy"] {
      let outcome = try workspace.shell("swiftscan \(command) --params text.msgpack")
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.hasPrefix(
          "swiftscan: error: text.msgpack: params/a: holds text or bytes, not numbers"))
    }
  }

  /// A value may begin with a minus, and follow its letter.
  @Test func valuesOfOptions() throws {
    let joined = try workspace.swiftscan("init", "tower.yaml", "-oq.npy", "-q")
    #expect(joined.status == 0)
    #expect(try workspace.names.contains("q.npy"))
    for (words, said) in [
      ("--key -1,2", "4294967295"), ("--set -a=1", "'-a'"), ("--size -3", "-3"),
      ("-o -q", "-q"),
    ] {
      let outcome = try workspace.shell("swiftscan init tower.yaml --force \(words)")
      #expect(words == "-o -q" || outcome.status == 64 || outcome.status == 65)
      #expect(outcome.errors.contains(said))
      #expect(!outcome.errors.contains("Missing value"))
    }
    let empty = try workspace.swiftscan("init", "tower.yaml", "-o", "")
    #expect(empty.status == 64)
    #expect(empty.errors.contains("the name of the output is empty"))
  }

  /// Names of files are bytes.
  @Test func namesOfFilesNeedNotBeText() throws {
    let outcome = try workspace.shell(
      "swiftscan init tower.yaml -q && cp x.npy $'in\\xff.npy'"
        + " && swiftscan apply --params p.npy --input $'in\\xff.npy' -q -o $'out\\xff.npy'"
        + " && cmp $'out\\xff.npy' $'out\\xff.npy' && swiftscan apply --params $'no\\xfe.npy'")
    #expect(outcome.status == 66)
    #expect(outcome.errors.hasPrefix("swiftscan: error: no\\xfe.npy: no such file"))
  }

  // MARK: Boxes

  private static let partitioned = """
    modules:
      Net:
        call:
          args: [x]
          body: |
            init = nn.with_partitioning(nn.initializers.ones, (None, 'model'))
            value = self.param('value', nn.initializers.ones, ())
            return nn.Dense(2, kernel_init=init)(x) + value
    inputs: {x: 'float32[3]'}
    model: {type: Net}
    """

  /// Flax keeps variables whose axes have names in boxes: dicts of a `value`.
  @Test func boxesAreOpened() throws {
    try workspace.write(Self.partitioned, to: "n.yaml")
    let kernel = NDArray([Float](repeating: 2, count: 6), shape: [3, 2])
    try workspace.save(
      [
        "params": [
          "value": .leaf(NDArray(Float(5))),
          "Dense_0": [
            "kernel": ["value": .leaf(kernel)],
            "bias": .leaf(NDArray([Float(0), 1], shape: [2])),
          ],
        ]
      ], to: "boxed.msgpack")
    let outcome = try workspace.shell(
      "swiftscan apply --config n.yaml --params boxed.msgpack --input ones -q")
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("ys.npy").leaf == NDArray([Float(11), 12], shape: [2]))
  }

  @Test func summaryShowsTheNamesOfAxes() throws {
    try workspace.write(Self.partitioned, to: "n.yaml")
    let text = String(decoding: try workspace.swiftscan("summary", "n.yaml").output, as: UTF8.self)
    #expect(
      text.contains(
        """
        variable               type           numbers  axis names
        params/value           float32[]            1
        params/Dense_0/kernel  float32[3, 2]        6  (None, 'model')
        params/Dense_0/bias    float32[2]           2
        """), "\(text)")
  }
}
