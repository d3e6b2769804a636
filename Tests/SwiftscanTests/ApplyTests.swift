import ArgumentParser
import ArrayFiles
import Arrays
import Diagnostics
import Testing

@testable import swiftscan

/// What `init` and `apply` take and write, run inside of the tests.
@Suite struct ApplyTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  /// Runs a command whose words with a dot in them are files, or follow NAME=. It must say where a
  /// carry goes, if there is one: by default that is the current directory.
  private func run(_ command: String) throws {
    let words = command.split(separator: " ").map(String.init).map { word -> String in
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard let file = parts.last, !word.hasPrefix("-"), file.contains("."),
        file.contains(where: \.isLetter)
      else { return word }
      return (parts.dropLast() + [workspace.file(file)]).joined(separator: "=")
    }
    var parsed = try Swiftscan.parseAsRoot(words + ["-q"])
    try parsed.run()
  }

  private func diagnostic(_ command: String) throws -> Diagnostic {
    try #require(#expect(throws: Diagnostic.self) { try run(command) })
  }

  private func apply(_ options: String, to output: String = "ys.npy") throws -> Tree<NDArray> {
    try run("apply --params p.npy --input xs.npy -o \(output) --carry-output carry.npy \(options)")
    return try workspace.arrays(output)
  }

  // MARK: Keys

  @Test func seedsAreJAXKeys() throws {
    for options in ["", "--seed 0", "--key 0,0", "--rng params=0", "--rng params=0,0"] {
      try run("init lstm.yaml -o q.npy --force \(options)")
      #expect(try workspace.arrays("q.npy") == workspace.arrays("p.npy"))
    }
    try run("init lstm.yaml -o one.npy --seed -1")
    try run("init lstm.yaml -o two.npy --key 0,4294967295")
    #expect(try workspace.arrays("one.npy") == workspace.arrays("two.npy"))
    #expect(try workspace.arrays("one.npy") != workspace.arrays("p.npy"))
  }

  @Test func paramsAreOverwrittenOnlyWhenAsked() throws {
    #expect(try diagnostic("init lstm.yaml -o lstm.yaml").problem == "would overwrite the config")
    try run("init lstm.yaml -o p.npy --seed 3")
    let other = try workspace.arrays("p.npy")
    try run("init lstm.yaml -o p.npy")
    try run("init lstm.yaml -o t.msgpack")
    let refusal = try diagnostic("init lstm.yaml -o t.msgpack --seed 3")
    #expect(refusal.problem.hasSuffix("is there already and may be trained"))
    try run("init lstm.yaml -o t.msgpack --seed 3 --force")
    #expect(try workspace.arrays("p.npy") != other)
  }

  // MARK: Formats

  @Test(arguments: ["npz", "safetensors"]) func paramsInAnyFormat(_ ending: String) throws {
    let expected = try apply("")
    try run("init lstm.yaml -o q.\(ending)")
    try run(
      "apply --params q.\(ending) --input xs.npy -o q_ys.\(ending) --carry-output c.\(ending)")
    let ys = try workspace.arrays("q_ys.\(ending)")
    #expect(ending == "npz" ? ys == expected : ys["ys"] == expected)
    #expect(try workspace.arrays("c.\(ending)").leaves == workspace.arrays("carry.npy").leaves)
  }

  @Test func paramsFromFlaxNeedAConfig() throws {
    let expected = try apply("")
    try run("init lstm.yaml -o q.msgpack")
    let error = try diagnostic(
      "apply --params q.msgpack --input xs.npy -o z.npy --carry-output last.npy")
    #expect(error.code == .usage)
    #expect(error.problem == "there is no config in the params file")
    try run(
      "apply --params q.msgpack --config lstm.yaml --input xs.npy -o z.npy --carry-output last.npy")
    #expect(try workspace.arrays("z.npy") == expected)
  }

  @Test func bareParamsAreKnownAsSuch() throws {
    let expected = try apply("")
    let params = try #require(try workspace.arrays("p.npy")["params"])
    try workspace.save(params, to: "bare.msgpack")
    let command = "--config lstm.yaml --input xs.npy -o z.npy --carry-output last.npy"
    try run("apply --params bare.msgpack \(command)")
    #expect(try workspace.arrays("z.npy") == expected)
    try run("apply --params params=bare.msgpack \(command)")
    #expect(try workspace.arrays("z.npy") == expected)
    let layer = try #require(params["ScanLSTMCell_0"]?["ii"])
    try workspace.save(layer, to: "layer.npz")
    try run(
      "init lstm.yaml -o other.npy --seed 5")
    try run(
      "apply --params other.npy --params params=bare.msgpack"
        + " --params params/ScanLSTMCell_0/ii=layer.npz --input xs.npy -o z.npy --carry-output last.npy"
    )
    #expect(try workspace.arrays("z.npy") == expected)
  }

  /// Some formats give every array a name, whatever it is for.
  @Test(arguments: ["only.safetensors", "only.npz", "named.npz", "xs=only.npz"])
  func inputWithAName(_ file: String) throws {
    let expected = try apply("")
    let xs = try workspace.arrays("xs.npy")
    try workspace.save(["ys": xs], to: "only.safetensors")
    try workspace.save(["x": xs], to: "only.npz")
    try workspace.save(["other": .leaf(NDArray(Float(1))), "xs": xs], to: "named.npz")
    try run("apply --params p.npy --input \(file) -o z.npy --carry-output last.npy")
    #expect(try workspace.arrays("z.npy") == expected)
  }

  /// What apply writes of a single array, it reads.
  @Test func carryWithAName() throws {
    try workspace.copy("gru.yaml")
    try run("init gru.yaml -o g.npy --size B=2 --size T=3")
    try workspace.save(
      .leaf(NDArray([Float](repeating: 1, count: 24), shape: [2, 3, 4])), to: "x.npy")
    let command = "apply --params g.npy --input x.npy"
    try run("\(command) -o a.npy --carry-output a.safetensors")
    try run("\(command) -o b.npy --carry-output c.npy")
    try run("\(command) -o a.npy --carry a.safetensors --carry-output d.npy")
    try run("\(command) -o b.npy --carry c.npy --carry-output d.npy")
    #expect(try workspace.arrays("a.npy") == workspace.arrays("b.npy"))
  }

  @Test func doubleInputIsNarrowed() throws {
    let expected = try apply("")
    let xs = try #require(try workspace.arrays("xs.npy").leaf)
    try workspace.save(.leaf(xs.converted(to: .float64)), to: "xs.npy")
    #expect(try apply("") == expected)
  }

  // MARK: Inputs and carries

  @Test func carryAsATreeOrByParts() throws {
    _ = try apply("")
    let next = try apply("--carry carry.npy", to: "next.npy")
    let parts = try workspace.arrays("carry.npy")
    // The run has written another carry.
    _ = try apply("")
    let carry = try workspace.arrays("carry.npy")
    #expect(parts != carry)
    try workspace.save(try #require(carry["c"]), to: "c.npy")
    try workspace.save(try #require(carry["h"]), to: "h.npy")
    let command = "apply --params p.npy --input xs.npy -o z.npy --carry-output last.npy"
    try run("\(command) --carry c=c.npy --carry h=h.npy")
    #expect(try workspace.arrays("z.npy") == next)
    try run("\(command) --carry carry/c=c.npy --carry carry/h=h.npy")
    #expect(try workspace.arrays("z.npy") == next)
    try workspace.save(
      .dict(.init([("0", carry["c"] ?? .none), ("1", carry["h"] ?? .none)])), to: "tuple.npz")
    try run("\(command) --carry tuple.npz")
    #expect(try workspace.arrays("z.npy") == next)
  }

  @Test func severalInputs() throws {
    try workspace.copy("deep_rnn.yaml")
    try run("init deep_rnn.yaml -o d.npy --size B=2 --size T=3")
    try workspace.saveZeros(.float32, [2, 6], to: "six.npy")
    try workspace.saveZeros(.float32, [2, 5], to: "five.npy")
    try workspace.save(
      .leaf(NDArray([Float](repeating: 0.5, count: 24), shape: [2, 3, 4])), to: "x.npy")
    try workspace.save(.leaf(NDArray(Float(2))), to: "gain.npy")
    let carries =
      "--carry carries/0=six.npy --carry 1=six.npy --carry 2/0=five.npy --carry 2/1=five.npy"
    try run(
      "apply --params d.npy --input x.npy --input gain.npy \(carries) -o a.npy --carry-output last.npy"
    )
    try run(
      "apply --params d.npy --input gain=gain.npy --input x.npy \(carries) -o b.npy --carry-output last.npy"
    )
    #expect(try workspace.arrays("a.npy") == workspace.arrays("b.npy"))
    // All in one file, by the inputs' names.
    let zeros = { (name: String) in try workspace.arrays("\(name).npy") }
    let (six, five) = (try zeros("six"), try zeros("five"))
    try workspace.save(
      [
        "x": try zeros("x"), "gain": try zeros("gain"),
        "carries": .tuple([six, six, .tuple([five, five])]),
      ], to: "all.npz")
    try run("apply --params d.npy --input all.npz -o c.npy --carry-output last.npy")
    #expect(try workspace.arrays("a.npy") == workspace.arrays("c.npy"))
    #expect(
      try diagnostic(
        "apply --params d.npy --input x.npy -o c.npy --carry-output last.npy \(carries)"
      ).problem
        == "the model needs the input 'gain'")
  }

  // MARK: Settings

  private static let training = """
    modules:
      Noise:
        fields: {rate: 0.5}
        call:
          args: [x, training]
          body: |
            self.sow('intermediates', 'seen', x)
            count = self.variable('state', 'count', lambda: jnp.zeros(()))
            if not self.is_initializing():
              count.value = count.value + 1
            return Dropout(rate, deterministic=not training)(x)
        methods:
          double:
            args: [x]
            body: return x * 2
    inputs: {x: 'float32[4, 100]'}
    model: {type: Noise}
    """

  private func prepareTraining() throws {
    try workspace.write(Self.training, to: "noise.yaml")
    try workspace.save(
      .leaf(NDArray([Float](repeating: 1, count: 400), shape: [4, 100])), to: "x.npy")
    try run("init noise.yaml -o n.npy --set training=false")
  }

  @Test func setReachesFieldsAndArguments() throws {
    try prepareTraining()
    let command =
      "apply --params n.npy --input x.npy -o z.npy --mutable state --variables-output v.npy"
    func zeros(_ options: String, key: String = "1") throws -> Int {
      try run("\(command) --rng dropout=\(key) \(options)")
      let values = try #require(try workspace.arrays("z.npy").leaf).elements(as: Float.self)
      return values.count { $0 == 0 }
    }
    #expect(try zeros("--set training=false") == 0)
    let half = try zeros("--set training=true")
    #expect((150...250).contains(half))
    #expect((330...390).contains(try zeros("--set training=True --set rate=0.9")))
    #expect(try zeros("--set training=true", key: "0,1") == half)
  }

  @Test func setReachesArgumentsByName() throws {
    let config = """
      modules:
        Scale:
          call:
            args: [x, "*", factor, train=False]
            body: return x * factor + (1 if train else 0)
      inputs: {x: 'float32[2]'}
      model: {type: Scale}
      """
    try workspace.write(config, to: "scale.yaml")
    try workspace.save(.leaf(NDArray([1, 2] as [Float], shape: [2])), to: "x.npy")
    try run("init scale.yaml -o n.npy --set factor=1")
    let command = "apply --params n.npy --input x.npy -o z.npy"
    try run("\(command) --set factor=3 --set train=true")
    #expect(try workspace.arrays("z.npy").leaf == NDArray([4, 7] as [Float], shape: [2]))
    let error = try diagnostic("\(command) --set train=true")
    #expect(error.problem == "the model needs the argument 'factor'")
  }

  @Test(arguments: [
    ("state", ["state"]), ("[state]", ["state"]), ("true", ["intermediates", "state"]),
    ("{deny: intermediates}", ["state"]), ("intermediates,state", ["intermediates", "state"]),
    ("state --mutable intermediates", ["intermediates", "state"]),
  ])
  func mutableCollectionsAreWritten(_ filter: String, _ collections: [String]) throws {
    try prepareTraining()
    let arguments = filter.split(separator: " --mutable ").map(String.init)
    let options = arguments.flatMap { ["--mutable", $0] }
    let words =
      [
        "apply", "--params", "n.npy", "--input", "x.npy", "-o", "z.npy", "--variables-output",
        "v.npy",
      ]
      .map { $0.hasSuffix(".npy") ? workspace.file($0) : $0 }
    var command = try Swiftscan.parseAsRoot(words + options + ["--set", "training=false", "-q"])
    try command.run()
    let variables = try workspace.arrays("v.npy")
    #expect(variables.fields?.keys.sorted() == collections)
    #expect(variables["state"]?["count"]?.leaf == NDArray(Float(1)))
    // They go in again, over those there were.
    try run(
      "apply --params n.npy --params v.npy --input x.npy -o z.npy --set training=false"
        + " --mutable state --variables-output w.npy")
    #expect(try workspace.arrays("w.npy")["state"]?["count"]?.leaf == NDArray(Float(2)))
    // A file of nothing else can be replaced: a loop over calls needs one file.
    try run(
      "apply --params n.npy --params w.npy --input x.npy -o z.npy --set training=false"
        + " --mutable state --variables-output w.npy")
    #expect(try workspace.arrays("w.npy")["state"]?["count"]?.leaf == NDArray(Float(3)))
  }

  @Test func immutableCollectionsStay() throws {
    try prepareTraining()
    let error = try diagnostic("apply --params n.npy --input x.npy -o z.npy --set training=false")
    #expect(error.problem.contains("isn't mutable"))
    let nothing = try diagnostic(
      "apply --params n.npy --input x.npy -o z.npy --set training=false --mutable false")
    #expect(nothing.problem.contains("isn't mutable"))
  }

  @Test func otherMethods() throws {
    try prepareTraining()
    try run("apply --params n.npy --input x.npy -o z.npy --method double")
    #expect(try workspace.arrays("z.npy").leaf?.elements(as: Float.self).first == 2)
  }

  @Test func resultsThatArentThere() throws {
    try prepareTraining()
    let command = "apply --params n.npy --input x.npy --set training=false --mutable state"
    #expect(
      try diagnostic("\(command) --carry-output c.npy").problem == "the model returns no carry")
    try workspace.write(
      "modules: {N: {call: {args: [x], body: return None}}}\ninputs: {x: 'float32[1]'}\nmodel: {type: N}\n",
      to: "none.yaml")
    try run("init none.yaml -o none.npy")
    try workspace.saveZeros(.float32, [1], to: "x.npy")
    #expect(
      try diagnostic("apply --params none.npy --input x.npy -o y.npy").problem
        == "the model returns no outputs")
  }

  @Test func nullIsAnInput() throws {
    try workspace.write(
      """
      modules:
        N:
          call:
            args: [x, mask]
            body: |
              if mask is None:
                return x + 1
              return x
      inputs: {x: 'float32[1]', mask: null}
      model: {type: N}
      """, to: "null.yaml")
    try run("init null.yaml -o null.npy")
    try workspace.saveZeros(.float32, [1], to: "x.npy")
    try run("apply --params null.npy --input x.npy -o y.npy")
    #expect(try workspace.arrays("y.npy").leaf == NDArray([Float(1)], shape: [1]))
  }

  @Test func initWithoutInputsUsesZeros() throws {
    try workspace.write(
      """
      modules:
        N:
          call:
            args: [x]
            body: |
              seen = self.variable('state', 'seen', lambda: x + 1)
              return seen.value
      inputs: {x: 'float32[B]'}
      model: {type: N}
      """, to: "seen.yaml")
    try run("init seen.yaml -o s.npy --size B=2")
    #expect(
      try workspace.arrays("s.npy")["state"]?["seen"]?.leaf == NDArray([Float(1), 1], shape: [2]))
    try workspace.save(.leaf(NDArray([Float(4)], shape: [1])), to: "x.npy")
    try run("init seen.yaml -o s.npy --input x.npy --force")
    #expect(
      try workspace.arrays("s.npy")["state"]?["seen"]?.leaf == NDArray([Float(5)], shape: [1]))
  }

  @Test func variablesThatMemoryCannotHold() throws {
    try workspace.write(
      "inputs: {inputs: 'float32[2, 3]'}\nmodel: {type: Dense, features: 1000000000000}\n",
      to: "big.yaml")
    let error = try diagnostic("init big.yaml -o q.npy")
    #expect(error.problem == "the variables need more memory than there is")
    #expect(error.got == "12.0 TB for float32[3, 1000000000000]")
  }
}
