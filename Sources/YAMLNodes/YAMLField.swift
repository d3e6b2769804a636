import Diagnostics

/// A node and where it is in the user's terms, `model.scan.in_axes[1]`, so that its errors say so.
public struct YAMLField: Sendable {
  /// Value of the field.
  public let node: YAMLNode
  /// Path from the root; empty for the whole file.
  public let path: String

  /// The node at `path`; leave the path out for the whole file.
  public init(_ node: YAMLNode, path: String = "") {
    self.node = node
    self.path = path
  }

  /// Location of the value in the file.
  public var location: SourceLocation { node.location }
  /// Whether the value is `null` or empty.
  public var isNull: Bool { node.isNull }

  /// See `YAMLNode.asInt`.
  public func asInt() throws(Diagnostic) -> Int { try node.asInt(path: shownPath) }
  /// See `YAMLNode.asDouble`.
  public func asDouble() throws(Diagnostic) -> Double { try node.asDouble(path: shownPath) }
  /// See `YAMLNode.asBool`.
  public func asBool() throws(Diagnostic) -> Bool { try node.asBool(path: shownPath) }
  /// See `YAMLNode.asString`.
  public func asString() throws(Diagnostic) -> String { try node.asString(path: shownPath) }

  /// The items of a list, `path[0]`, `path[1]`, ….
  public func asList() throws(Diagnostic) -> [YAMLField] {
    try node.asSequence(path: shownPath).enumerated().map { index, item in
      YAMLField(item, path: "\(path)[\(index)]")
    }
  }

  /// The entries of a map whose keys the user is free to choose, in the order of the file.
  public func asEntries() throws(Diagnostic) -> [YAMLEntry] {
    guard case .mapping(let entries) = node.value else { throw wrongType(expected: "a map") }
    return entries.map { key, value in
      let name = key.text ?? ""
      return YAMLEntry(
        name: name, keyLocation: key.location, field: YAMLField(value, path: childPath(name)))
    }
  }

  /// Reads a map with known keys through `read`; any key left unread is an error.
  ///
  /// - Throws: what `read` throws, or that there is a key it didn't ask for.
  public func readMapping<Result>(
    _ read: (inout MappingReader) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    var reader = try MappingReader(self)
    let result = try read(&reader)
    try reader.finish()
    return result
  }

  /// Error for a value of another type than expected.
  public func wrongType(expected: String, hint: String? = nil) -> Diagnostic {
    node.wrongType(expected: expected, path: shownPath, hint: hint)
  }

  /// Error about the field's value.
  public func failure(
    _ problem: String, expected: String? = nil, got: String? = nil, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      problem, path: shownPath, expected: expected, got: got, hint: hint, location: location)
  }

  /// The way to the value of `key`.
  func childPath(_ key: String) -> String {
    let isName = !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) }
    guard isName else { return "\(path)['\(key)']" }
    return path.isEmpty ? key : "\(path).\(key)"
  }

  private var shownPath: String? { path.isEmpty ? nil : path }
}

/// An entry of a map whose keys the user is free to choose.
public struct YAMLEntry: Sendable {
  /// The key.
  public let name: String
  /// Location of the key in the file.
  public let keyLocation: SourceLocation
  /// The value.
  public let field: YAMLField

  /// An entry of these parts.
  public init(name: String, keyLocation: SourceLocation, field: YAMLField) {
    (self.name, self.keyLocation, self.field) = (name, keyLocation, field)
  }
}
