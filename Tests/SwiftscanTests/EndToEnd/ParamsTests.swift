import ArrayFiles
import Arrays
import Testing

/// Params files that don't fit the model, or don't hold what they are said to.
@Suite struct ParamsTests {
  let workspace: Workspace
  private let params: Tree<NDArray>

  init() throws {
    workspace = try Workspace(withExample: true)
    params = try workspace.arrays("p.npy")
    try workspace.save(params, to: "whole.msgpack")
  }

  private func expectBothRefuse(_ file: String, saying words: String) throws {
    for command in ["check lstm.yaml", "apply --config lstm.yaml --input xs.npy"] {
      try workspace.expect(
        "\(command) --params \(file)", fails: 65, saying: "swiftscan: error: \(words)")
    }
  }

  // MARK: Check

  @Test func paramsThatFitAreFine() throws {
    let outcome = try workspace.swiftscan("check", "lstm.yaml", "--params", "whole.msgpack")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "swiftscan: lstm.yaml is fine\n")
  }

  /// Were it made anew, nobody would know that it is missing.
  @Test func missingParameterIsNotMade() throws {
    guard case .dict(var cell) = try #require(params["params"]?["ScanLSTMCell_0"]) else { return }
    cell["hf"] = .dict(.init([("kernel", try #require(cell["hf"]?["kernel"]))]))
    try workspace.save(["params": ["ScanLSTMCell_0": .dict(cell)]], to: "part.npz")
    try expectBothRefuse(
      "part.npz",
      saying: """
        lstm.yaml:8:5: params/ScanLSTMCell_0/hf/bias: the model's variable isn't there
              cell: {type: LSTMCell, features: 5}
              ^
          hint: known: kernel
        """)
  }

  /// Whether apply may make it is for an option of its own to say.
  @Test func missingCollectionIsTold() throws {
    try prepareCounter()
    try workspace.save(["params": ["w": .leaf(NDArray(Float(1)))]], to: "w.npz")
    let words =
      "swiftscan: warning: there are no 'state' in the params: apply makes them with --mutable state\n"
    let check = try workspace.shell("swiftscan check count.yaml --params w.npz -q")
    #expect(check.status == 0)
    #expect(check.errors == words)
    let apply = "swiftscan apply --config count.yaml --params w.npz --input x.npy -q"
    #expect(try workspace.shell(apply).status == 65)
    #expect(try workspace.shell("\(apply) --mutable state").status == 0)
    let mutable = try workspace.shell(
      "swiftscan check count.yaml --params w.npz --mutable state -q")
    #expect(mutable.errors == "")
  }

  // MARK: Names of collections

  private static let counting = """
    modules:
      Counter:
        call:
          args: [x]
          body: |
            count = self.variable('state', 'count', lambda: {'n': jnp.zeros(())})
            return x + count.value['n']
    inputs: {x: 'float32[2]'}
    model: {type: Counter}
    """

  private func prepareCounter() throws {
    try workspace.write(Self.counting, to: "count.yaml")
    try workspace.save(["count": ["n": .leaf(NDArray(Float(3)))]], to: "inner.npz")
    try workspace.save(["state": ["count": ["n": .leaf(NDArray(Float(3)))]]], to: "outer.npz")
    try workspace.save(.leaf(NDArray([1, 2] as [Float], shape: [2])), to: "x.npy")
    #expect(try workspace.swiftscan("init", "count.yaml", "-o", "c.npy", "-q").status == 0)
  }

  private func counted(_ params: String) throws -> String {
    let command = "apply --params c.npy --params \(params) --input x.npy -o y.npy -q"
    let outcome = try workspace.shell("swiftscan \(command)")
    #expect(outcome.status == 0)
    #expect(try workspace.arrays("y.npy").leaf == NDArray([4, 5] as [Float], shape: [2]))
    return outcome.errors
  }

  @Test(arguments: ["state=inner.npz", "outer.npz", "outer.npz --params state=inner.npz"])
  func collectionsAreFound(_ params: String) throws {
    try prepareCounter()
    #expect(try counted(params) == "")
  }

  @Test func collectionsInsideOfThemselvesAreRefused() throws {
    try prepareCounter()
    for command in ["apply --params c.npy --input x.npy", "check count.yaml --params c.npy"] {
      try workspace.expect(
        "\(command) --params state=outer.npz", fails: 65,
        saying: """
          swiftscan: error: state/state: the collection is inside another 'state'
            hint: it is in the file already: pass --params outer.npz
          """)
    }
    try expectBothRefuse(
      "params=p.npy",
      saying: """
        params/params: the collection is inside another 'params'
          hint: it is in the file already: pass --params p.npy
        """)
  }

  @Test(arguments: ["foo", "state/coun", "state/count/m"])
  func placesThatTheModelDoesNotHaveAreTold(_ place: String) throws {
    try prepareCounter()
    let words =
      "swiftscan: warning: the model has no variables '\(place)' (--params \(place)=inner.npz)\n"
    #expect(try counted("outer.npz --params \(place)=inner.npz") == words)
    let check = try workspace.shell(
      "swiftscan check count.yaml --params outer.npz --params \(place)=inner.npz -q")
    #expect(check.status == 0)
    #expect(check.errors == words)
  }

  /// A collection may have the name of a variable in it.
  @Test func variableOfItsCollectionsName() throws {
    try workspace.write(
      Self.counting.replacing("'count'", with: "'state'"), to: "same.yaml")
    try workspace.save(["state": ["n": .leaf(NDArray(Float(3)))]], to: "state.npz")
    try workspace.save(.leaf(NDArray([1, 2] as [Float], shape: [2])), to: "x.npy")
    let outcome = try workspace.shell(
      "swiftscan apply --config same.yaml --params state=state.npz --input x.npy -o y.npy -q")
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("y.npy").leaf == NDArray([4, 5] as [Float], shape: [2]))
  }
}
