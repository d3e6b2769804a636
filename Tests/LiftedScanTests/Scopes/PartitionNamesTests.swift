import Arrays
import Diagnostics
import LiftedScan
import Testing

/// Names of axes through scans, as `nn.Partitioned` has them.
struct PartitionNamesTests {
  private func layer(_ names: [String?]) -> TestModule {
    TestModule("Layer") { module, arguments in
      var initializer = Initializer.ones
      initializer.partition = PartitionNames(names)
      _ = try module.parameter("w", initializer, [2, 3], .float32)
      return .tuple([arguments[0], .none])
    }
  }

  private func partitions(_ settings: ScanSettings, _ names: [String?]) throws -> [String] {
    let made = try run(
      LiftedModule(layer(names), settings.with { $0.length = 4 }), [.none])
    return made.traced.partitions.map { "\($0.key.slashed): \($0.value)" }
  }

  @Test(
    arguments: [
      (0, ["in", nil], "('layers', 'in', None)"), (1, ["in", nil], "('in', 'layers', None)"),
      (2, ["in"], "('in', None, 'layers')"), (-1, ["in", "out"], "('in', 'layers', 'out')"),
    ] as [(Int, [String?], String)])
  func aScanAddsItsAxis(_ axis: Int, _ names: [String?], _ expected: String) throws {
    let settings = layered.with {
      $0.variableAxes = [("params", .init(input: axis, output: axis))]
      $0.metadataParams = ["partition_name": "layers"]
    }
    #expect(try partitions(settings, names) == ["params/w: \(expected)"])
  }

  @Test func aSharedVariableKeepsItsNames() throws {
    #expect(try partitions(shared, ["in", nil]) == ["params/w: ('in', None)"])
    #expect(try partitions(shared, ["in"]) == ["params/w: ('in',)"])
  }

  @Test func theNewAxisMayHaveNoName() throws {
    let settings = layered.with { $0.metadataParams = ["partition_name": nil] }
    #expect(try partitions(settings, ["in", "out"]) == ["params/w: (None, 'in', 'out')"])
  }

  @Test func theNameMustBeSpecified() throws {
    let error = try diagnostic { try partitions(layered, ["in", "out"]) }
    #expect(error.path == "params/w")
    #expect(error.hint?.contains("metadata_params") == true)
  }

  /// A second call in `init` takes the scan's name off again, so it must be there.
  @Test func theNameIsTakenOffAgain() throws {
    func callTwice(_ axis: Int) throws -> Outcome {
      let settings = layered.with {
        $0.length = 4
        $0.variableAxes = [("params", .init(input: axis, output: axis))]
        $0.metadataParams = ["partition_name": "layers"]
      }
      return try run(
        TestModule("Net") { module, _ in
          let scan = try module.child(LiftedModule(layer(["in", "out"]), settings), name: "scan")
          _ = try scan(.none)
          return try scan(.none)
        }, [])
    }
    #expect(
      try callTwice(1).traced.partitions.values.map(\.description)
        == ["('in', 'layers', 'out')"])
    #expect(try diagnostic { try callTwice(-1) }.problem.contains("partitioning"))
  }
}
