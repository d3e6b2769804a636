import Diagnostics
import YAMLNodes

/// Keys added to the text of a config when it is kept with the variables it made: the files that it
/// needs, under `sources:`, and the settings of the command line, under `made_with:`.
struct ConfigAdditions {
  /// The texts of files by their names.
  var sources: [(name: String, text: String)]
  /// Settings with which the variables were made.
  var origin: VariableOrigin

  /// A config's text with the additions.
  ///
  /// - Throws: when the config is written so that nothing can be added.
  func added(to config: String) throws(Diagnostic) -> String {
    guard !sources.isEmpty || !origin.isEmpty else { return config }
    for candidate in candidates(config) where isHeld(by: candidate) { return candidate }
    throw Diagnostic(
      "the files that it needs and what is set can't be put into the config",
      hint: "write the config as a block, a key a line, without braces around it and without"
        + " sources: and made_with:")
  }

  /// Texts that may be the config with the additions: as a block behind its last line, or in the
  /// braces of a config in flow style.
  private func candidates(_ config: String) -> [String] {
    guard let root = try? parseYAML(config, file: "config") else { return [] }
    var candidates: [String] = []
    if case .mapping(let entries) = root.value, let first = entries.first {
      let indentation = String(repeating: " ", count: max(0, first.key.location.column - 1))
      let (body, end) = config.splitBeforeDocumentEnd
      candidates.append(body.endingLine + block(indentation).joined(separator: "\n") + "\n" + end)
    }
    // A brace may stand in a comment behind the last one.
    let braces = config.indices.reversed().lazy.filter { config[$0] == "}" }.prefix(32)
    for brace in braces {
      for comma in [", ", ""] {
        candidates.append("\(config[..<brace])\(comma)\(flow)\(config[brace...])")
      }
    }
    return candidates
  }

  /// Whether a text is a config with the additions.
  private func isHeld(by text: String) -> Bool {
    guard let root = try? parseYAML(text, file: "config"), case .mapping(let entries) = root.value
    else { return false }
    func entry(_ name: String) -> YAMLNode? { entries.first { $0.key.text == name }?.value }
    var files: [(name: String?, text: String?)] = []
    if case .mapping(let entries)? = entry("sources")?.value {
      files = entries.map { ($0.key.text, $0.value.text) }
    }
    guard files.count == sources.count,
      zip(files, sources).allSatisfy({ $0.name == $1.name && $0.text == $1.text })
    else { return false }
    return (try? VariableOrigin(entry("made_with").map { YAMLField($0) })) == origin
  }

  /// The additions as a block of YAML.
  private func block(_ indentation: String) -> [String] {
    var lines = sources.isEmpty ? [] : ["\(indentation)sources:"]
    for (name, text) in sources {
      let key = "\(indentation)  \(name.quotedForYAML):"
      guard text.isPlainBlock else {
        lines.append("\(key) \(text.quotedForYAML)")
        continue
      }
      // The indentation of the block is said, since the first line may be indented.
      let endsLine = text.hasSuffix("\n")
      lines.append("\(key) |2\(endsLine ? "+" : "-")")
      for line in (endsLine ? text.dropLast() : text[...]).split(
        separator: "\n", omittingEmptySubsequences: false)
      {
        lines.append(line.isEmpty ? "" : "\(indentation)    \(line)")
      }
    }
    if !origin.isEmpty { lines.append("\(indentation)made_with: \(origin.flow)") }
    return lines
  }

  /// The additions as entries of a map in braces.
  private var flow: String {
    let files = sources.map { "\($0.name.quotedForYAML): \($0.text.quotedForYAML)" }
    let entries =
      (sources.isEmpty ? [] : ["\"sources\": {\(files.joined(separator: ", "))}"])
      + (origin.isEmpty ? [] : ["\"made_with\": \(origin.flow)"])
    return entries.joined(separator: ", ")
  }
}

extension String {
  /// The text with a line end after its last line.
  fileprivate var endingLine: String { last.map(\.isNewline) ?? true ? self : self + "\n" }

  /// The lines before a `...` that ends the document, and the rest.
  fileprivate var splitBeforeDocumentEnd: (String, String) {
    var start = startIndex
    while start < endIndex {
      let rest = self[start...]
      if rest.hasPrefix("..."), rest.dropFirst(3).first.map(\.isWhitespace) ?? true {
        return (String(self[..<start]), String(rest))
      }
      guard let end = rest.firstIndex(where: \.isNewline) else { break }
      start = index(after: end)
    }
    return (self, "")
  }

  /// Whether a block of YAML can hold this as it is.
  fileprivate var isPlainBlock: Bool {
    contains { $0 != "\n" }
      && unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 0x09, 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE,
          0xFF00...0xFFFD, 0x10000...0x10FFFF:
          true
        default: false
        }
      }
  }

  /// The text as a YAML string in double quotes, on one line.
  var quotedForYAML: String {
    let escaped = unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      case "\r": "\\r"
      case " "..."~": String(scalar)
      default:
        scalar.value > 0xFFFF
          ? "\\U" + scalar.hexadecimal(digits: 8) : "\\u" + scalar.hexadecimal(digits: 4)
      }
    }
    return "\"\(escaped.joined())\""
  }
}

extension Unicode.Scalar {
  fileprivate func hexadecimal(digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
