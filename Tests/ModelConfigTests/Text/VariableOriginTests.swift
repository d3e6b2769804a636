import Testing
import YAMLNodes

@testable import ModelConfig

/// Settings and sizes of the command line, kept with variables.
struct VariableOriginTests {
  private func read(_ text: String) throws -> VariableOrigin {
    try VariableOrigin(YAMLField(parseYAML(text, file: "c.yaml"), path: "made_with"))
  }

  @Test(
    arguments: [
      VariableOrigin(), VariableOrigin(sizes: ["T": 3, "B": 2]),
      VariableOrigin(settings: [
        .init(path: "features", value: "8"),
        .init(path: "model.scan.in_axes", value: "[0, {a: 1}]"),
        .init(path: "cell.name", value: "it's \"x\": #\n\t\\"),
      ]),
    ])
  func anOriginIsReadAsItIsWritten(_ origin: VariableOrigin) throws {
    #expect(try read(origin.flow) == origin)
    #expect(!origin.flow.contains("\n"))
  }

  @Test func settingsOfOnePathReplaceEachOther() {
    let origin = VariableOrigin(settings: [
      .init(path: "a", value: "1"), .init(path: "b", value: "2"),
    ])
    let added = origin.adding([.init(path: "a", value: "3")])
    #expect(added.settings.map(\.path) == ["b", "a"])
    #expect(added.settings.map(\.value) == ["2", "3"])
    #expect(VariableOrigin().isEmpty && !origin.isEmpty)
  }
}
