import Arrays
import Diagnostics

/// The format of an output file, told by the ending of its name.
public enum OutputFormat: String, Sendable, CaseIterable {
  /// `.npy`: one array, or a tree as nested fields. Also the format of names without an ending, and
  /// of pipes.
  case npy
  /// A zip archive of `.npy` files, named by the paths of their arrays.
  case npz
  /// Hugging Face's format, of arrays named by their paths.
  case safetensors
  /// `.msgpack`, as `flax.serialization` writes it.
  case msgpack

  /// The format for `path`.
  ///
  /// - Throws: when the ending is that of another kind of file.
  public init(path: String) throws(Diagnostic) {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    guard !Self.otherEndings.contains(ending) else {
      throw Diagnostic(
        "arrays can't be written as .\(ending)", code: .usage, path: path,
        expected: Self.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "))
    }
    self = Self(rawValue: ending) ?? .npy
  }

  /// Whether the text of a config goes with the arrays.
  public var holdsConfig: Bool { self != .msgpack }

  /// Endings by which people would be misled.
  private static let otherEndings: Set = [
    "yaml", "yml", "json", "csv", "tsv", "txt", "h5", "hdf5", "pt", "pth", "pkl", "pickle", "gz",
    "zip", "png", "mat", "parquet", "onnx",
  ]
}

extension OutputFiles {
  /// Writes `tree` for `path`, in the format of its ending; `-` is standard output. The text of
  /// `config` goes with it where the format has room for it: not in Flax's.
  ///
  /// The parts of tuples and lists are called `0`, `1`, ….
  ///
  /// - Parameter name: what a single array is called where it needs a name.
  /// - Throws: `BrokenPipe`, or a `Diagnostic` that names the file or the part that has no place.
  public func write(
    _ tree: Tree<NDArray>, config: String? = nil, to path: String, named name: String = "array"
  ) throws {
    switch try OutputFormat(path: path) {
    case .npy: try writeNpy(tree, config: config, to: path)
    case .npz: try writeNpz(tree, config: config, to: path)
    case .safetensors: try writeSafetensors(tree, config: config, to: path, named: name)
    case .msgpack: try writeMessagePack(tree, to: path)
    }
  }
}

/// Writes `contents` as the file at `path`, atomically, in the format of its ending; `-` is standard
/// output.
///
/// - Throws: `BrokenPipe`, or a `Diagnostic` that names the file.
public func writeArrayFile(_ contents: ArrayFile, to path: String) throws {
  let outputs = OutputFiles()
  try outputs.write(contents.tree, config: contents.config, to: path)
  try outputs.commit()
}
