import CLibYAML
import Diagnostics

/// Syntax error of libyaml, copied out of its parser.
struct YAMLSyntaxFault {
  private var isReaderFault: Bool
  private var reason: String
  private var mark: SourceText.Mark
  private var context: String
  private var contextMark: SourceText.Mark
  private var byteOffset: Int

  init(_ parser: yaml_parser_t) {
    isReaderFault = parser.error == YAML_READER_ERROR
    reason = parser.problem.map { String(cString: $0) } ?? "not enough memory"
    mark = .init(parser.problem_mark)
    context = parser.context.map { String(cString: $0) } ?? ""
    contextMark = .init(parser.context_mark)
    byteOffset = Int(clamping: parser.problem_offset)
  }

  /// The fault in plain words, pointing into `source`, whose bytes are `bytes`.
  func diagnostic(in source: SourceText, bytes: some Collection<UInt8>) -> Diagnostic {
    if isReaderFault { return readerDiagnostic(in: source, bytes: bytes) }
    let column = source.characterColumn(mark)
    let place = Place(
      line: source.line(mark.line), column: column,
      isAtEnd: !source.lines.dropFirst(mark.line + 1).contains { $0.contains { !$0.isWhitespace } }
        && source.line(mark.line).dropFirst(column).allSatisfy(\.isWhitespace),
      startsOnLine: contextMark.line == mark.line ? nil : contextMark.line + 1)
    if let tab = place.indentingTab {
      return Diagnostic(
        "a tab in the indentation", hint: "YAML is indented with spaces",
        location: source.location(line: mark.line, character: tab))
    }
    let finding = finding(at: place)
    return Diagnostic(
      finding.problem, expected: finding.expected, hint: finding.hint,
      location: location(finding, place, in: source))
  }

  private func readerDiagnostic(
    in source: SourceText, bytes: some Collection<UInt8>
  ) -> Diagnostic {
    let byte = bytes.dropFirst(byteOffset).first ?? 0
    return Diagnostic(
      reason.hasPrefix("control") ? "a control character" : reason,
      got: "the byte \(hexadecimal(byte))", hint: "take it out, or write it as an escape in \"…\"",
      location: source.location(afterBytes: bytes.prefix(byteOffset)))
  }

  private func location(
    _ finding: Finding, _ place: Place, in source: SourceText
  ) -> SourceLocation {
    if finding.isAtContext { return source.location(contextMark) }
    return place.isAtEnd ? source.end : source.location(mark)
  }
}

// MARK: - Plain words
extension YAMLSyntaxFault {
  /// Text around the mark of the error.
  private struct Place {
    var line: String
    var column: Int
    var isAtEnd: Bool
    /// Line on which the faulty list, map or text starts, if not that of the mark.
    var startsOnLine: Int?

    /// The character at the mark.
    var character: String { line.dropFirst(column).first.map { String($0) } ?? "" }
    /// Whether only white space stands before the mark.
    var startsLine: Bool { line.prefix(column).allSatisfy(\.isWhitespace) }
    /// The first tab before the line's first word, up to the mark.
    var indentingTab: Int? {
      let indentation = Array(line.prefix { $0 == " " || $0 == "\t" })
      guard column <= indentation.count else { return nil }
      return indentation.firstIndex(of: "\t")
    }
  }

  /// The fault in words.
  private struct Finding {
    var problem: String
    var expected: String?
    var hint: String?
    /// Whether to point at where the broken thing starts, not at where it broke.
    var isAtContext = false
  }

  private func finding(at place: Place) -> Finding {
    switch reason {
    case "found character that cannot start any token":
      return Finding(
        problem: "a value can't start with '\(place.character)'", hint: "put it in quotes")
    case "mapping values are not allowed in this context":
      return Finding(
        problem: "a ':' is not allowed here",
        hint: place.line.prefix(place.column).contains(": ")
          ? "put the value in quotes, or start a map on a line of its own"
          : "check the indentation, and that the line before is 'key:' or 'key: value'")
    case "did not find expected key": return missingKey(at: place)
    case "did not find expected '-' indicator":
      return Finding(
        problem: "not an item of the list", expected: "'- '",
        hint: "check the indentation: list items and keys can't be mixed")
    case "could not find expected ':'":
      return Finding(
        problem: "a key without ':'", expected: "'key: value'", hint: "check the indentation",
        isAtContext: true)
    case "block sequence entries are not allowed in this context":
      return Finding(
        problem: "a list can't start here", hint: "start it on a line of its own, or write [a, b]")
    case "found unexpected document indicator":
      return Finding(
        problem: "the document ends inside a text in quotes",
        hint: place.startsOnLine.map { "close the quote of line \($0)" })
    default:
      return bracketFinding(at: place) ?? textFinding(at: place)
        ?? Finding(problem: context.isEmpty ? reason : "\(reason) \(context)")
    }
  }

  private func missingKey(at place: Place) -> Finding {
    place.startsLine
      ? Finding(problem: "the indentation fits nothing above", hint: "align it with its siblings")
      : Finding(
        problem: "something follows the end of the value",
        hint: "put the whole value in one pair of quotes")
  }

  /// Faults in `[…]` and `{…}`.
  private func bracketFinding(at place: Place) -> Finding? {
    let isList = reason.hasSuffix("',' or ']'")
    switch reason {
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      let bracket = isList ? "[" : "{"
      if place.isAtEnd {
        return Finding(problem: "'\(bracket)' is never closed", isAtContext: true)
      }
      return Finding(
        problem: "unexpected '\(place.character)'", expected: isList ? "',' or ']'" : "',' or '}'",
        hint: place.startsOnLine.map { "the '\(bracket)' of line \($0) is still open" }
          ?? "a value with brackets, commas or ': ' in it needs quotes")
    case "did not find expected node content":
      return place.isAtEnd
        ? Finding(problem: "a '[' or '{' is never closed")
        : Finding(problem: "unexpected '\(place.character)'", expected: "a value")
    default: return nil
    }
  }

  /// Faults in quoted and block scalars and in names.
  private func textFinding(at place: Place) -> Finding? {
    switch (reason, context) {
    case ("found unexpected end of stream", "while scanning a quoted scalar"):
      return Finding(problem: "the quote is never closed", isAtContext: true)
    case ("found unknown escape character", _):
      return Finding(
        problem: "unknown escape in a text in double quotes",
        hint: "in single quotes '\\' is only itself")
    case ("did not find expected hexdecimal number", _):
      return Finding(problem: "the escape needs hexadecimal digits", expected: "\\xHH or \\uHHHH")
    case ("did not find expected alphabetic or numeric character", _):
      let sign = context.hasSuffix("alias") ? "*" : "&"
      return Finding(
        problem: "'\(sign)' without a name", hint: "to mean the character, put it in quotes",
        isAtContext: true)
    case ("did not find expected comment or line break", _):
      return Finding(
        problem: "something follows the '|' or '>'", hint: "start the text on the next line")
    case ("did not find expected <document start>", _):
      return Finding(problem: "something follows the end of the document")
    default: return nil
    }
  }
}
