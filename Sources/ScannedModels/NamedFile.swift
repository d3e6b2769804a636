/// A file of arrays, and the names of what it holds: `xs` or `carry/h`.
public struct NamedFile: Hashable, Sendable {
  /// The names; empty where the file isn't said to be of any.
  public var names: [String]
  /// The path of the file; `-` is standard input.
  public var file: String

  /// A file of these names.
  public init(names: [String] = [], file: String) { (self.names, self.file) = (names, file) }
}
