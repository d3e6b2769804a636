import Diagnostics
import FlaxNames
import YAMLNodes

// A config with the files of Python that it needs inside, under `sources:`.

extension PythonSources {
  /// A config's text with the texts of all files that it needs.
  ///
  /// - Throws: when the config is written so that nothing can be added.
  func embedded(in config: String) throws(Diagnostic) -> String {
    guard !texts.isEmpty else { return config }
    for candidate in candidates(config) where holdsSources(candidate) { return candidate }
    throw Diagnostic(
      "the files of Python can't be put into the config", path: "python",
      hint: "write the config as a block, a key a line, without braces around it")
  }

  /// Texts that may be the config with the files inside: as a block behind its last line, or in the
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

  /// Whether a text is a config with the files inside.
  private func holdsSources(_ text: String) -> Bool {
    guard let root = try? parseYAML(text, file: "config"), case .mapping(let entries) = root.value,
      let field = entries.first(where: { $0.key.text == "sources" })?.value,
      case .mapping(let files) = field.value
    else { return false }
    return files.count == texts.count
      && zip(files, texts).allSatisfy { $0.key.text == $1.name && $0.value.text == $1.text }
  }

  /// The files as a block of YAML.
  private func block(_ indentation: String) -> [String] {
    var lines = ["\(indentation)sources:"]
    for (name, text) in texts {
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
    return lines
  }

  /// The files as an entry of a map in braces.
  private var flow: String {
    let files = texts.map { "\($0.name.quotedForYAML): \($0.text.quotedForYAML)" }
    return "\"sources\": {\(files.joined(separator: ", "))}"
  }
}

extension String {
  /// This, with an end of line behind its last one.
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

  /// This as a string of YAML in double quotes, on one line.
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
