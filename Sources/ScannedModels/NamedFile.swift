import ModelConfig

/// A file of arrays, and the names it is given for: `xs` or `carry/h`.
public struct NamedFile: Hashable, Sendable {
  /// The names; empty where the file isn't said to be of any.
  public var names: [String]
  /// The path of the file; `-` is standard input.
  public var file: String

  /// Fill that the file's name stands for where no such file exists: `zeros`, `ones` or `normal`.
  var fill: InputFill? { FileSystem.exists(file) ? nil : InputFill(rawValue: file) }

  /// A file of these names.
  public init(names: [String] = [], file: String) { (self.names, self.file) = (names, file) }
}
