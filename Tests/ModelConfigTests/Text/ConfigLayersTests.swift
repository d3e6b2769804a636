import Diagnostics
import LiftedScan
import Testing

@testable import ModelConfig

/// `extends:`, and settings by path.
struct ConfigLayersTests {
  private static let base = """
    inputs: {xs: 'float32[2, 3, 4]'}
    model:
      scan:
        cell: {type: LSTMCell, features: 5}
        in_axes: 1
        variable_broadcast: params
    """

  private func describe(
    _ text: String, files: [String: String] = [:], settings: [(name: String, value: String)] = []
  ) throws -> ModelDescription {
    try ModelDescription(text, file: "config.yaml", settings: settings) { files[$0] }
  }

  /// The size of the carry and whether the scan is reversed.
  private func scan(_ description: ModelDescription) throws -> (features: Int, isReversed: Bool) {
    let settings = try #require(description.module.scan(of: "__call__"))
    guard case .leaf(.int(let features))? = description.module.field("features") else {
      throw Diagnostic("no features")
    }
    return (features, settings.isReversed)
  }

  @Test func mapsAreMerged() throws {
    let description = try describe(
      "{extends: base.yaml, model: {scan: {reverse: true, cell: {features: 7}}}}",
      files: ["base.yaml": Self.base])
    #expect(try scan(description) == (7, true))
    #expect(description.module.typeName == "ScanLSTMCell")
    #expect(description.inputs.map(\.name) == ["xs"])
  }

  @Test func aModuleOfAnotherTypeReplaces() throws {
    let description = try describe(
      "{extends: base.yaml, model: {scan: {cell: {type: GRUCell, features: 3}}}}",
      files: ["base.yaml": Self.base])
    #expect(description.module.typeName == "ScanGRUCell")
    let other = try describe(
      "{extends: base.yaml, model: {type: Dense, features: 3}}", files: ["base.yaml": Self.base])
    #expect(other.module.typeName == "Dense")
  }

  @Test func filesExtendOthersBesideThem() throws {
    let files = ["folder/middle.yaml": "extends: ../base.yaml", "folder/../base.yaml": Self.base]
    #expect(try scan(describe("extends: folder/middle.yaml", files: files)) == (5, false))
  }

  @Test func circlesAreRefused() throws {
    let error = #expect(throws: Diagnostic.self) {
      try describe(
        "extends: a.yaml", files: ["a.yaml": "extends: b.yaml", "b.yaml": "extends: a.yaml"])
    }
    #expect(error?.problem == "the files extend one another in a circle")
    #expect(error?.location?.file == "b.yaml")
  }

  // MARK: Settings

  @Test(arguments: [
    ("features", "7", 7, false), ("cell.features", "7", 7, false),
    ("model.scan.cell.features", "7", 7, false), ("scan.reverse", "true", 5, true),
    ("model.scan.reverse", "true", 5, true), ("scan.cell.features", "7", 7, false),
  ])
  func settingsReachTheirPlaces(
    _ path: String, _ value: String, _ features: Int, _ isReversed: Bool
  ) throws {
    let description = try describe(Self.base, settings: [(path, value)])
    #expect(try scan(description) == (features, isReversed))
  }

  @Test func aTypeWithoutFieldsGetsSome() throws {
    let text = Self.base.replacing("{type: LSTMCell, features: 5}", with: "GRUCell")
    #expect(try scan(describe(text, settings: [("cell.features", "7")])) == (7, false))
  }

  @Test(arguments: [
    ("cell.feature", "did you mean 'features'?"), ("scn.reverse", "did you mean 'scan'?"),
    ("model.scan.revers", "did you mean 'reverse'?"), ("cell..features", "write it as --set"),
  ])
  func unknownPathsAreTold(_ path: String, _ hint: String) throws {
    let error = #expect(throws: Diagnostic.self) {
      try describe(Self.base, settings: [(path, "1")])
    }
    #expect(error?.hint?.hasPrefix(hint) == true, "\(error?.description ?? "")")
  }

  // MARK: Texts to keep

  @Test(arguments: [base, "{extends: base.yaml}", "extends: base.yaml\n...\n"])
  func textsKeepWhatWasSet(_ text: String) throws {
    let description = try describe(
      text, files: ["base.yaml": Self.base],
      settings: [("cell.features", "7"), ("scan.reverse", "true")])
    let kept = try #require(try description.text(sizes: ["B": 3]))
    let again = try describe(kept)
    #expect(try scan(again) == (7, true))
    #expect(again.madeSizes == ["B": 3])
    let other = try describe(kept, settings: [("cell.features", "9")])
    #expect(try scan(other) == (9, true))
  }
}
