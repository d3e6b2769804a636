import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR
import Testing

/// What recurrent nets do with what Flax takes and ignores.
struct RecurrentWarningTests {
  @Test func warnsOfADirectionThatIsIgnored() throws {
    let description = try ModelDescription(
      """
      modules:
        Net:
          call:
            args: [x]
            body: |
              both = nn.Bidirectional(nn.RNN(nn.GRUCell(2)), nn.RNN(nn.GRUCell(2)))
              return both(x, reverse=True)
      model: {type: Net}
      """, file: "test.yaml")
    var call = ModuleCall(
      arguments: [(name: nil, value: .leaf(.array(ArrayType(.float32, [3, 4]))))])
    call.streams = ["params"]
    call.mutable = .all
    call.isInitializing = true
    let traced = try call.trace(description.module)
    #expect(traced.warnings.contains { $0.contains("ignores reverse and keep_order") })
  }
}
