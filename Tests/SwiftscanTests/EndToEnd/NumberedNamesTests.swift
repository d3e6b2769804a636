import ArrayFiles
import Arrays
import Testing

/// Names that are numbers in files of variables: those of modules, and those of a tuple's parts.
@Suite struct NumberedNamesTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      """
      modules:
        Tower:
          setup: |
            self.floors = [nn.Dense(2, name=str(i)) for i in range(2)]
          methods:
            __call__:
              args: [x]
              body: |
                pair = self.variable('cache', 'pair', lambda: (x, 2 * x))
                last = pair.value
                pair.value = (last[1], x)
                for floor in self.floors:
                    x = floor(x)
                return x + last[0]
      inputs: {x: 'float32[2]'}
      model: {type: Tower}
      """, to: "c.yaml")
    try workspace.save(.leaf(NDArray(x, shape: [2])), to: "x.npy")
    let outcome = try workspace.swiftscan("init", "c.yaml", "--input", "x.npy", "-o", "p.npy", "-q")
    try #require(outcome.errors == "")
  }

  private let x: [Float] = [3, 4]

  /// The pair in the cache is (2x, x) after init.
  @Test(arguments: ["npy", "npz", "safetensors", "msgpack"])
  func modulesAndTuplesAreRead(_ format: String) throws {
    let variables = try workspace.arrays("p.npy")
    try workspace.save(variables, to: "q.\(format)")
    let outcome = try workspace.swiftscan(
      "apply", "--config", "c.yaml", "--params", "q.\(format)", "--input", "x.npy", "-q",
      "--mutable", "cache")
    #expect(outcome.errors == "")
    var expected = x
    for floor in ["0", "1"] {
      let kernel = try #require(variables["params"]?[floor]?["kernel"]?.leaf).elements(
        as: Float.self)
      expected = (0..<2).map { expected[0] * kernel[$0] + expected[1] * kernel[2 + $0] }
    }
    let ys = try #require(workspace.arrays("ys.npy").leaf).elements(as: Float.self)
    for (index, y) in ys.enumerated() {
      #expect(abs(y - (expected[index] + 2 * x[index])) < 1e-5)
    }
    #expect(ys.count == 2)
  }
}
