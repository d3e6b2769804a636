import ArgumentParser
import FlaxNames
import ModelConfig

/// `swiftscan names`: lists the names that bodies and configs know.
struct Names: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Lists the functions, layers and constants that models can use.",
    discussion: """
      swiftscan names
      swiftscan names jnp.linalg
      swiftscan names jnp.argsort

      Of a library, or of the beginning of a name, all names with their parameters; of one name, \
      what there is to say of it.
      """)

  @ArgumentParser.Argument(help: "A name, such as jnp.argsort, or what names begin with.")
  var prefix: String?

  @Flag(help: "Write an object of JSON a line, with all there is to say.")
  var json = false

  func run() throws {
    let catalog = NameCatalog()
    let names = try prefix.map { try catalog.names(beginning: $0) } ?? catalog.names
    if json {
      try say(names.map(\.json).joined(separator: "\n"))
    } else if names.count == 1, let name = names.first {
      try say(name.explanation)
    } else {
      try say(names.map(\.line).joined(separator: "\n"))
    }
  }
}

extension KnownName {
  /// Name, parameters and description.
  fileprivate var line: String { summary.isEmpty ? call : "\(call)  # \(summary)" }

  fileprivate var explanation: String {
    var lines = [call]
    if !summary.isEmpty { lines.append("  \(summary)") }
    if !aliases.isEmpty { lines.append("  also: \(aliases.joined(separator: ", "))") }
    if kind == .refused { lines.append("  not to be had in swiftscan") }
    return lines.joined(separator: "\n")
  }

  /// The name as a JSON object.
  fileprivate var json: String {
    let pairs = [
      ("name", path.quotedAsJSON), ("kind", kind.rawValue.quotedAsJSON),
      ("signature", signature?.quotedAsJSON ?? "null"), ("summary", summary.quotedAsJSON),
      ("aliases", "[\(aliases.map(\.quotedAsJSON).joined(separator: ", "))]"),
    ]
    return "{\(pairs.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", "))}"
  }
}
