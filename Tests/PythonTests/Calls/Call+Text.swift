#if canImport(Python)
  @testable import Python
#endif

extension Call {
  /// A value of the form `i`, `f`, `s` or `o` followed by its content.
  private mutating func argument() -> FormatArgument {
    switch text() {
    case "i":
      let value = int()
      return FormatArgument(
        .int(value), typeName: "int", str: { String(value) }, repr: { String(value) })
    case "f":
      let value = float()
      let repr = PythonFloat.repr(value)
      return FormatArgument(.float(value), typeName: "float", str: { repr }, repr: { repr })
    case "s":
      let value = text()
      return FormatArgument(
        .string(value), typeName: "str", str: { value }, repr: { value.pythonRepr })
    default:
      return FormatArgument(
        .other, typeName: "NoneType", str: { "None" }, repr: { "None" })
    }
  }

  private static func formatted(_ value: FormatArgument, _ spec: String) throws -> String {
    switch value.kind {
    case .int(let value): try Formatting.format(value, spec)
    case .float(let value): try Formatting.format(value, spec)
    case .string(let value): try Formatting.format(value, spec)
    case .other: "None"
    }
  }

  private static func converted(
    _ value: FormatArgument, _ conversion: TemplateConversion
  ) throws -> FormatArgument {
    let text: String =
      switch conversion {
      case .str: try value.str()
      case .repr: try value.repr()
      case .ascii: try value.repr().escapedBeyondASCII
      }
    return FormatArgument(
      .string(text), typeName: "str", str: { text }, repr: { text.pythonRepr })
  }

  mutating func formatResult() throws -> String? {
    switch name {
    case "iformat": return Self.escaped(try Formatting.format(int(), text()))
    case "bformat": return Self.escaped(try Formatting.format(int() == 1, text()))
    case "fformat": return Self.escaped(try Formatting.format(float(), text()))
    case "sformat": return Self.escaped(try Formatting.format(text(), text()))
    case "cformat": return Self.escaped(try Formatting.format(complex(), text()))
    case "%":
      let template = text()
      let count = int()
      let values = (0..<count).map { _ in argument() }
      return Self.escaped(
        try PercentFormat.format(
          template, PercentArguments(values: values, isTuple: true, mapping: nil)))
    case "%d":
      let template = text()
      let value = argument()
      return Self.escaped(
        try PercentFormat.format(
          template,
          PercentArguments(values: [value], isTuple: false) { key in
            guard key == "a" else {
              throw PythonFault(type: "KeyError", message: key.pythonRepr)
            }
            return value
          }))
    case "template":
      let template = text()
      let count = int()
      let values = (0..<count).map { _ in argument() }
      let lookups = TemplateLookups<FormatArgument>(
        positional: { values.indices.contains($0) ? values[$0] : nil },
        named: { $0 == "a" ? values.first : nil },
        attribute: { value, _ in value }, element: { value, _ in value },
        item: { value, _ in value }, converted: Self.converted, formatted: Self.formatted)
      return Self.escaped(try TemplateFormat.format(template, lookups))
    default: return nil
    }
  }

  mutating func splitResult() throws -> String? {
    switch name {
    case "split": return Self.shown(try text().pythonSplit(optionalText(), maxsplit: int()))
    case "rsplit": return Self.shown(try text().pythonRsplit(optionalText(), maxsplit: int()))
    case "splitlines": return Self.shown(text().pythonSplitlines(keepsEnds: int() == 1))
    case "partition":
      let parts = try text().pythonPartition(text())
      return Self.shown([parts.0, parts.1, parts.2])
    case "rpartition":
      let parts = try text().pythonRpartition(text())
      return Self.shown([parts.0, parts.1, parts.2])
    case "join": return Self.escaped(try text().pythonJoin(texts()))
    case "find":
      return String(text().pythonFind(text(), start: optionalInt(), end: optionalInt()))
    case "rfind":
      return String(text().pythonRfind(text(), start: optionalInt(), end: optionalInt()))
    case "index":
      return String(try text().pythonIndex(text(), start: optionalInt(), end: optionalInt()))
    case "count":
      return String(text().pythonCount(text(), start: optionalInt(), end: optionalInt()))
    case "startswith":
      return String(
        text().pythonStartsWith(texts(), start: optionalInt(), end: optionalInt()))
    case "endswith":
      return String(text().pythonEndsWith(texts(), start: optionalInt(), end: optionalInt()))
    default: return nil
    }
  }

  mutating func stringResult() throws -> String? {
    switch name {
    case "strip": return Self.escaped(text().pythonStrip(optionalText()))
    case "lstrip": return Self.escaped(text().pythonLstrip(optionalText()))
    case "rstrip": return Self.escaped(text().pythonRstrip(optionalText()))
    case "removeprefix": return Self.escaped(text().pythonRemovePrefix(text()))
    case "removesuffix": return Self.escaped(text().pythonRemoveSuffix(text()))
    case "replace":
      return Self.escaped(try text().pythonReplace(text(), text(), count: int()))
    case "upper": return Self.escaped(try text().pythonUpper())
    case "lower": return Self.escaped(try text().pythonLower())
    case "title": return Self.escaped(try text().pythonTitle())
    case "capitalize": return Self.escaped(try text().pythonCapitalize())
    case "swapcase": return Self.escaped(try text().pythonSwapcase())
    case "casefold": return Self.escaped(try text().pythonCasefold())
    case "center": return Self.escaped(try text().pythonCenter(int(), fill: text()))
    case "ljust": return Self.escaped(try text().pythonLjust(int(), fill: text()))
    case "rjust": return Self.escaped(try text().pythonRjust(int(), fill: text()))
    case "zfill": return Self.escaped(try text().pythonZfill(int()))
    case "expandtabs": return Self.escaped(try text().pythonExpandTabs(int()))
    case "classes":
      let text = text()
      return [
        text.pythonIsAlpha, text.pythonIsDecimal, text.pythonIsDigit, text.pythonIsNumeric,
        text.pythonIsAlnum, text.pythonIsSpace, text.pythonIsPrintable, text.pythonIsASCII,
        text.pythonIsIdentifier, text.pythonIsUpper, text.pythonIsLower, text.pythonIsTitle,
      ].map { $0 ? "1" : "0" }.joined()
    case "repr": return Self.escaped(text().pythonRepr)
    case "ascii": return Self.escaped(text().pythonASCII)
    case "slice":
      return Self.escaped(
        try text().slice(
          PythonSlice(start: optionalInt(), stop: optionalInt(), step: optionalInt())))
    case "at": return Self.escaped(try text().codePoint(at: int()))
    case "compare":
      let order = text().compareCodePoints(with: text())
      return order == .less ? "<" : order == .equal ? "=" : ">"
    case "repeat": return Self.escaped(try text().repeated(int()))
    case "encode":
      return try text().pythonEncode(text()).map { String($0) }.joined(separator: " ")
    case "bytesrepr": return Self.escaped(PythonBytes.repr(try text().pythonEncode("latin-1")))
    default: return nil
    }
  }
}
