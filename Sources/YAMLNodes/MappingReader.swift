import Diagnostics

/// Hands out the values of a map by key and remembers which were asked for, so that no key of the
/// user's is ignored. `YAMLField.readMapping` calls `finish` by itself.
public struct MappingReader {
  /// The map itself.
  public let field: YAMLField
  private let entries: [YAMLEntry]
  private var known: [String] = []

  /// A reader of the map `field`.
  ///
  /// - Throws: that it isn't a map.
  public init(_ field: YAMLField) throws(Diagnostic) {
    self.field = field
    entries = try field.asEntries()
  }

  /// Names of all keys, in the order of the file.
  public var keys: [String] { entries.map(\.name) }

  /// The value of `key`, if the user gave one; `null` is a value.
  public mutating func optional(_ key: String) -> YAMLField? {
    if !known.contains(key) { known.append(key) }
    return entries.first { $0.name == key }?.field
  }

  /// The value of `key`.
  ///
  /// - Throws: that it is missing.
  public mutating func required(_ key: String) throws(Diagnostic) -> YAMLField {
    if let value = optional(key) { return value }
    throw field.failure("missing key '\(key)'", hint: misspelt([key]) ?? "add '\(key): …'")
  }

  /// Suggestion that a key not read so far means one of `keys`; `nil` if none is like them.
  public func misspelt(_ keys: [String]) -> String? {
    let others = entries.filter { !known.contains($0.name) }
    return keys.lazy.compactMap { key in
      closestMatch(to: key, among: others.map(\.name))
        .flatMap { name in others.first { $0.name == name } }
        .map { "is '\($0.name)' on line \($0.keyLocation.line) meant to be '\(key)'?" }
    }.first
  }

  /// All entries not read so far, which count as read from now on.
  public mutating func remaining() -> [YAMLEntry] {
    let rest = entries.filter { !known.contains($0.name) }
    known += rest.map(\.name)
    return rest
  }

  /// Checks that every key was asked for.
  ///
  /// - Throws: the first that wasn't, with what it may have been meant to be.
  public func finish() throws(Diagnostic) {
    guard let unknown = entries.first(where: { !known.contains($0.name) }) else { return }
    let name = unknown.name
    let isJoined = known.contains { name.hasPrefix("\($0):") }
    throw Diagnostic(
      "unknown key '\(name)'", path: field.path.isEmpty ? nil : field.path,
      hint: isJoined ? "put a space behind the ':'" : suggestion(for: name, among: known),
      location: unknown.keyLocation)
  }
}
