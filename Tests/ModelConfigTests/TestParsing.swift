import Diagnostics
import Testing

@testable import ModelConfig

/// What `read` throws, as a user sees it.
func rendered(_ read: () throws(Diagnostic) -> some Any) -> String {
  do throws(Diagnostic) {
    return "no error: \(try read())"
  } catch {
    return error.description
  }
}

/// The node at `path` in a file, by keys of maps and indices of lists.
func node(_ path: String..., in text: String) throws -> YAMLNode {
  var node = try parseYAML(text, file: "c.yaml")
  for step in path {
    switch node.value {
    case .mapping(let entries): node = try #require(entries.first { $0.key.text == step }?.value)
    case .sequence(let items): node = try items[#require(Int(step))]
    case .scalar: Issue.record("no '\(step)' in a scalar")
    }
  }
  return node
}

extension YAMLNode {
  /// The structure on one line: `{a: [1, "b"]}`, quoted and block scalars in double quotes.
  var structure: String {
    switch value {
    case .scalar(let text, .plain): text
    case .scalar(let text, _): text.debugDescription
    case .sequence(let items): "[" + items.map(\.structure).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.structure): \($1.structure)" }.joined(separator: ", ") + "}"
    }
  }
}
