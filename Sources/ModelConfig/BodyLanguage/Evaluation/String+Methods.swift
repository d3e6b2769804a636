import Diagnostics
import LiftedScan

extension String {
  /// A method of Python's strings; `nil` if there is none of this name.
  func method(_ name: String) -> Function? {
    guard let body = queries(name) ?? changes(name) ?? cuts(name) else { return nil }
    return Function(name) { arguments in
      if name == "format" { return .string(try self.formatted(arguments)) }
      guard arguments.keywords.isEmpty else {
        throw Diagnostic("\(name) takes arguments by position")
      }
      return try body(arguments.positional)
    }
  }

  private typealias Body = ([Value]) throws -> Value

  private func queries(_ name: String) -> Body? {
    switch name {
    case "startswith": { .bool(try $0.affixes(name).contains { hasPrefix($0) }) }
    case "endswith": { .bool(try $0.affixes(name).contains { hasSuffix($0) }) }
    case "find":
      {
        let part = try $0.one(name)
        return .int(
          indices.first { self[$0...].hasPrefix(part) }
            .map { distance(from: startIndex, to: $0) } ?? (part.isEmpty ? 0 : -1))
      }
    case "count":
      {
        let part = try $0.one(name)
        return .int(part.isEmpty ? count + 1 : pieces(around: part).count - 1)
      }
    case "isdigit": { _ in .bool(!isEmpty && allSatisfy(\.isNumber)) }
    case "isalpha": { _ in .bool(!isEmpty && allSatisfy(\.isLetter)) }
    case "isidentifier":
      { _ in
        let starts = unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } ?? false
        return .bool(starts && unicodeScalars.allSatisfy(\.properties.isXIDContinue))
      }
    default: nil
    }
  }

  private func changes(_ name: String) -> Body? {
    switch name {
    case "upper": { _ in .string(uppercased()) }
    case "lower": { _ in .string(lowercased()) }
    case "capitalize": { _ in .string(prefix(1).uppercased() + dropFirst().lowercased()) }
    case "title":
      { _ in
        var isInWord = false
        return .string(
          map { letter in
            defer { isInWord = letter.isLetter }
            return isInWord ? letter.lowercased() : letter.uppercased()
          }.joined())
      }
    case "replace":
      {
        guard $0.count == 2 else { throw Diagnostic("replace takes two strings") }
        let (old, new) = (try $0[0].string("argument"), try $0[1].string("argument"))
        return .string(pieces(around: old).joined(separator: new))
      }
    case "zfill":
      {
        guard let width = try $0.first?.int("width"), width <= 1000 else {
          throw Diagnostic("zfill takes a width")
        }
        return .string(try Value.string(self).formatted(by: "0>\(Swift.max(width, 0))"))
      }
    case "removeprefix":
      {
        let part = try $0.one(name)
        return .string(hasPrefix(part) ? String(dropFirst(part.count)) : self)
      }
    case "removesuffix":
      {
        let part = try $0.one(name)
        return .string(hasSuffix(part) ? String(dropLast(part.count)) : self)
      }
    default: nil
    }
  }

  private func cuts(_ name: String) -> Body? {
    switch name {
    case "strip", "lstrip", "rstrip":
      {
        let wanted = try $0.first?.string("characters")
        func isCut(_ character: Character) -> Bool {
          wanted?.contains(character) ?? character.isWhitespace
        }
        var rest = self[...]
        if name != "rstrip" { rest = rest.drop(while: isCut) }
        if name != "lstrip" { while let last = rest.last, isCut(last) { rest.removeLast() } }
        return .string(String(rest))
      }
    case "split":
      {
        guard let separator = $0.first, !separator.isNone else {
          return .list(split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
        }
        let text = try separator.string("separator")
        guard !text.isEmpty else { throw Diagnostic("split by nothing") }
        return .list(pieces(around: text).map { .string($0) })
      }
    case "join":
      {
        guard let items = $0.first, $0.count == 1 else {
          throw Diagnostic("join takes a sequence of strings")
        }
        return .string(
          try Evaluator.iterated(items).map { try $0.string("item of join") }
            .joined(separator: self))
      }
    case "format": { _ in .none }
    default: nil
    }
  }

  /// The pieces between the places where `separator` is.
  private func pieces(around separator: String) -> [String] {
    guard !separator.isEmpty else { return [self] }
    var pieces = [""]
    var rest = self[...]
    while let first = rest.first {
      if rest.hasPrefix(separator) {
        rest = rest.dropFirst(separator.count)
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(first)
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  /// `'{} {name:.2f}'.format(…)`.
  private func formatted(_ arguments: Arguments) throws -> String {
    var result = ""
    var rest = self[...]
    var next = 0
    while let character = rest.popFirst() {
      if character == "{" || character == "}", rest.first == character {
        result.append(rest.removeFirst())
        continue
      }
      guard character == "{" else {
        guard character != "}" else { throw Diagnostic("a '}' alone in a format") }
        result.append(character)
        continue
      }
      guard let end = rest.firstIndex(of: "}") else { throw Diagnostic("a '{' alone in a format") }
      let halves = rest[..<end].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      rest = rest[rest.index(after: end)...]
      let name = halves.first.map(String.init) ?? ""
      let value: Value?
      if name.isEmpty || Int(name) != nil {
        let index = Int(name) ?? next
        next += 1
        value = arguments.positional.indices.contains(index) ? arguments.positional[index] : nil
      } else {
        value = arguments.keywords.last { $0.name == name }?.value
      }
      guard let value else { throw Diagnostic("the format's '{\(name)}' is given no value") }
      result += try value.formatted(by: halves.count > 1 ? String(halves[1]) : "")
    }
    return result
  }

  /// `'%d_%s' % values`.
  func percentFormatted(_ values: [Value]) throws -> String {
    var result = ""
    var rest = self[...]
    var values = values[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      let options = rest.prefix { "0123456789.+-".contains($0) }
      rest = rest.dropFirst(options.count)
      guard let kind = rest.popFirst() else { throw Diagnostic("a '%' alone at a format's end") }
      if kind == "%" {
        result.append("%")
        continue
      }
      guard let value = values.popFirst() else { throw Diagnostic("too few values for the format") }
      switch kind {
      case "s":
        result += try Value.string(value.formatted).formatted(
          by: options.isEmpty ? "" : ">\(options)")
      case "r": result += value.represented
      case "d", "i":
        let number = try value.double("value").rounded(.towardZero)
        guard let whole = Int(exactly: number) else { throw Diagnostic("\(number) is no integer") }
        result += try Value.int(whole).formatted(by: options + "d")
      default:
        let number = Value.float(try value.double("value"))
        result += try number.formatted(by: options + String(kind))
      }
    }
    guard values.isEmpty else { throw Diagnostic("too many values for the format") }
    return result
  }
}

extension [Value] {
  fileprivate func one(_ method: String) throws -> String {
    guard let first, count == 1 else { throw Diagnostic("\(method) takes one string") }
    return try first.string("argument of \(method)")
  }

  /// A string, or each of a tuple of them.
  fileprivate func affixes(_ method: String) throws -> [String] {
    guard let first, count == 1 else { throw Diagnostic("\(method) takes a string") }
    return try (first.elements ?? [first]).map { try $0.string("argument of \(method)") }
  }
}
