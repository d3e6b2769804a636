import Diagnostics

/// A config that runs as it is, to begin with.
struct Template {
  /// Name of the template on the command line.
  let name: String
  /// Description of the template, in a line.
  let summary: String
  /// The config.
  let text: String

  /// All templates, in the order in which they are listed.
  static let all = recurrent + layered

  /// The template of a name.
  ///
  /// - Throws: when there is none.
  static func named(_ name: String) throws -> Template {
    if let template = all.first(where: { $0.name == name.lowercased() }) { return template }
    let names = all.map(\.name)
    throw Diagnostic(
      "no such template", code: .usage, path: name,
      hint: (closestMatch(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "templates: \(names.joined(separator: ", ")).")
        + " A class in a file is written net.py:Net")
  }
}
