import Diagnostics
import FlaxNames
import Testing

@testable import ModelConfig

/// The description of a config's keys, beside what the reader takes.
struct ConfigSectionTests {
  /// Definitions that a form refers to.
  private func definitions(in form: ConfigForm) -> [String] {
    switch form {
    case .definition(let name): [name]
    case .list(let form), .map(let form): definitions(in: form)
    case .choice(let forms): forms.flatMap(definitions)
    case .boolean, .integer, .null, .string, .word, .anything: []
    }
  }

  @Test func everyDefinitionIsThere() {
    let names = ConfigSection.all.map(\.name)
    #expect(Set(names).count == names.count)
    for section in ConfigSection.all {
      for form in [section.form, section.others].compactMap({ $0 }) + section.keys.map(\.form) {
        #expect(Set(definitions(in: form)).isSubset(of: names), "\(section.name)")
      }
    }
  }

  @Test func everyKeyIsDescribedOnce() {
    for section in ConfigSection.all {
      #expect(!section.summary.isEmpty, "\(section.name)")
      let names = section.keys.map(\.name)
      #expect(Set(names).count == names.count, "\(section.name)")
      for key in section.keys { #expect(!key.summary.isEmpty, "\(section.name).\(key.name)") }
    }
  }

  @Test(arguments: [("rnn", "nn.RNN"), ("bidirectional", "nn.Bidirectional")])
  func fieldsOfNetsAreThoseOfTheTable(_ section: String, _ path: String) throws {
    let known = try #require(try NameCatalog().names(beginning: path).first)
    let keys = try #require(ConfigSection.all.first { $0.name == section }).keys.map(\.name)
    for name in keys where name != "name" {
      #expect(known.signature?.contains("\(name)") ?? false, "\(name)")
    }
    #expect(known.signature?.split(separator: ", ").count == keys.count - 1)
  }

  /// Configs that have every key of a section between them.
  private static let samples: [(section: String, configs: [String])] = [
    (
      "config",
      [
        """
        version: 1
        parent: Outer
        inputs: {x: 'float32[2]'}
        python: net.py
        extends: base.yaml
        sources: {net.py: 'width = 2', base.yaml: 'model: Net'}
        made_with: {set: {parent: Outer}, sizes: {B: 2}}
        modules: {Net: {call: {args: [x], body: 'return x'}}}
        functions: {twice: {args: [x], body: 'return 2 * x'}}
        model: Net
        """
      ]
    ),
    ("made_with", ["model: Net\nmade_with: {set: {a.b: '1'}, sizes: {B: 2}}"]),
    ("typed module", ["model: {type: Dense, name: d, features: 2}"]),
    (
      "module class",
      [
        """
        model: Net
        modules:
          Net:
            fields: {width: 2}
            setup: self.a = 1
            call: {args: [x], body: return x}
            methods: {other: {args: [x], body: return x}}
        """
      ]
    ),
    (
      "method",
      [
        method("compact: false"), method("nowrap: true"), method("static: true"),
        method("property: true", arguments: ""),
      ] + ReadableLifts.all.map { method("\($0.name): true") }
    ),
    (
      "function",
      ["model: Dense\nfunctions: {f: {args: [x], body: return x}}"]
        + ReadableLifts.all.map {
          "model: Dense\nfunctions: {f: {args: [module, x], body: return x, \($0.name): true}}"
        }
    ),
  ]

  private static func method(_ entry: String, arguments: String = "args: [x], ") -> String {
    "model: Net\nmodules: {Net: {methods: {m: {\(arguments)body: return 1, \(entry)}}}}"
  }

  @Test(arguments: samples)
  func everyDescribedKeyIsTaken(_ section: String, _ configs: [String]) throws {
    for config in configs {
      // A layer without its required fields is refused, but not for a key.
      do { _ = try ModelDescription(config, file: "c.yaml") } catch let error as Diagnostic {
        #expect(!error.problem.hasPrefix("unknown key"), "\(config)\n\(error.problem)")
      }
    }
    let keys = try #require(ConfigSection.all.first { $0.name == section }).keys.map(\.name)
    for key in keys { #expect(configs.contains { $0.contains("\(key):") }, "\(key)") }
  }

  /// Of a setting, `null` is Flax's default where it is no axis, so that any lift takes it.
  @Test(arguments: ReadableLifts.all.map(\.name))
  func everySettingOfALiftIsTaken(_ lift: String) throws {
    let section = try #require(ConfigSection.all.first { $0.name == lift })
    for key in section.keys where !["cell", "module", "name", "methods"].contains(key.name) {
      let config = "model: {\(lift): {cell: {type: LSTMCell, features: 2}, \(key.name): null}}"
      do { _ = try ModelDescription(config, file: "c.yaml") } catch let error as Diagnostic {
        #expect(!error.problem.hasPrefix("unknown key"), "\(config)\n\(error.problem)")
      }
    }
  }

  @Test func functionsHaveNoSettingsOfMethods() {
    for key in ["nowrap", "property", "static", "compact"] {
      #expect(throws: Diagnostic.self) {
        try ModelDescription(
          "model: Dense\nfunctions: {f: {args: [x], body: return x, \(key): true}}",
          file: "c.yaml")
      }
    }
  }
}
