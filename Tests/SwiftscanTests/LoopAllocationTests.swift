import ArgumentParser
import CAllocationCounts
import ScannedModels
import TestSupport
import Testing

@testable import Execution
@testable import swiftscan

/// Steps of a loop ask for no memory: what a run allocates doesn't depend on the number of steps.
struct LoopAllocationTests {
  /// From how large on allocations count. Swift that isn't optimized allocates small boxes for much
  /// of what it does, so all arrays of a step are larger than that.
  private static let smallestByteCount: Int = {
    #if DEBUG
      4096
    #else
      0
    #endif
  }()

  @Test(
    .enabled(if: CAAllocationCount() >= 0, "allocations are only counted with glibc"),
    arguments: LoopModel.all, [WeightStorage.float32, .int8])
  func longLoopsAllocateAsLittleAsShortOnes(_ model: LoopModel, _ weights: WeightStorage) throws {
    var options = PlanOptions()
    options.weights = weights
    options.fewestQuantizedWeights = 0
    let counts = try [10, 100].map { steps in
      let call = try model.call(steps: steps)
      let executor = try Executor(call.traced.program, options: options)
      let inputs = try call.inputs
      // The first run makes what later ones use again.
      _ = try executor.run(inputs)
      CAStartCounting(Self.smallestByteCount)
      _ = try executor.run(inputs)
      return CAAllocationCount()
    }
    // At least the outputs.
    #expect(counts[0] > 0)
    #expect(counts[0] == counts[1])
  }

  /// The one kind of step that allocates, an equation run by the reference executor, isn't needed.
  @Test(arguments: LoopModel.all, [1, 2])
  func everyEquationHasAKernel(_ model: LoopModel, threads: Int) throws {
    var options = PlanOptions()
    options.threadCount = threads
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    let plan = try ExecutionPlan(model.call(steps: 10).traced.program, options: options)
    func evaluations(_ steps: StepList) -> Int {
      steps.steps.map { step in
        if case .evaluate = step { return 1 }
        return step.content.ownSteps.map(evaluations).reduce(0, +)
      }.reduce(0, +)
    }
    let inLoops = plan.steps.steps.flatMap(\.content.ownSteps)
    #expect(!inLoops.isEmpty)
    #expect(inLoops.map(evaluations).reduce(0, +) == 0)
  }
}

/// A model whose speed matters, with any number of steps.
struct LoopModel: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// The config, and the options for a number of steps.
  private let text: @Sendable (_ steps: Int) throws -> String
  private let options: @Sendable (_ steps: Int) -> [String]

  static let all = [
    LoopModel("LSTM", cell("LSTMCell")) { _ in [] },
    LoopModel("GRU", cell("GRUCell")) { _ in [] },
    LoopModel("GRU over sequences of two lengths", sequences) { _ in [] },
    LoopModel("invented cell", config("invented_cell")) {
      ["--size", "B=256", "--size", "T=\($0)"]
    },
    LoopModel("minimal GRU", config("mingru")) { ["--size", "B=256", "--size", "T=\($0)"] },
    LoopModel(
      "residual MLP",
      { steps in
        try config("residual_mlp")(steps).replacing("length: 12", with: "length: \(steps)")
          .replacing("[8, 64]", with: "[16, 64]")
      }
    ) { _ in [] },
    LoopModel("transformer", config("transformer")) {
      ["--size", "B=8", "--size", "T=9", "--set", "layers=\($0)"]
    },
  ]

  private init(
    _ name: String, _ text: @escaping @Sendable (Int) throws -> String,
    _ options: @escaping @Sendable (Int) -> [String]
  ) {
    (testDescription, self.text, self.options) = (name, text, options)
  }

  private static func config(_ name: String) -> @Sendable (Int) throws -> String {
    { _ in try String(contentsOfFile: fixturePath("../../configs/\(name).yaml"), encoding: .utf8) }
  }

  /// Sequences of which every other one is half as long, and a mask behind.
  private static let sequences: @Sendable (Int) -> String = { steps in
    """
    inputs: {x: 'float32[4, \(steps), 64]'}
    modules: |
      class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
          n = x.shape[1]
          ends = jnp.where(jnp.arange(4) % 2 == 0, n, n // 2)
          y = nn.RNN(nn.GRUCell(32))(x, seq_lengths=ends)
          return jnp.where((jnp.arange(n) < ends[:, None])[:, :, None], y, 0.0)
    model: Net
    """
  }

  private static func cell(_ type: String) -> @Sendable (Int) -> String {
    { steps in
      """
      inputs: {xs: 'float32[32, \(steps), 64]'}
      model:
        scan:
          cell: {type: \(type), features: 32}
          in_axes: 1
          out_axes: 1
          variable_broadcast: params
          split_rngs: {params: false}
      """
    }
  }

  /// A call on the variables that `init` makes, and inputs of zeros.
  func call(steps: Int) throws -> PreparedCall {
    let workspace = try Workspace()
    try workspace.write(text(steps), to: "c.yaml")
    let config = workspace.file("c.yaml")
    let (model, _) = try ModelOptions.parse(options(steps)).model(config: config)
    return try model.callOnInitialVariables()
  }
}
