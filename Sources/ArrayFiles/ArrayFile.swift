import Arrays
import Diagnostics

/// Contents of a file of arrays.
public enum ArrayFile: Equatable, Sendable {
  /// A single array without a name.
  case array(NDArray)
  /// A tree of arrays, dicts all the way (the parts of a tuple are named `0`, `1`, …), the text of
  /// the config that made it, if the file has it, and the entries of the file that can't be read as
  /// arrays.
  case tree(Tree<NDArray>, config: String?, unread: [UnreadEntry] = [])

  /// The arrays, a single one as a tree of one leaf.
  public var tree: Tree<NDArray> {
    switch self {
    case .array(let array): .leaf(array)
    case .tree(let tree, _, _): tree
    }
  }

  /// Text of the config that made the arrays, if the file has it.
  public var config: String? {
    if case .tree(_, let config, _) = self { config } else { nil }
  }

  /// The entries of the file that are no readable arrays: text, dates, other files.
  public var unread: [UnreadEntry] {
    if case .tree(_, _, let unread) = self { unread } else { [] }
  }

  /// A tree of the entries that could be read.
  ///
  /// - Throws: the first reason, if nothing could be.
  static func tree(
    readable tree: Tree<NDArray>, config: String?, unread: [UnreadEntry]
  ) throws(Diagnostic) -> ArrayFile {
    if let first = unread.first, tree.leaves.isEmpty, config == nil { throw first.reason }
    return .tree(tree, config: config, unread: unread)
  }
}

/// An entry of a file that can't be read as an array; an error only for a reader that needs the
/// entry.
public struct UnreadEntry: Equatable, Sendable {
  /// Names from the root of the file to the entry.
  public var path: [String]
  /// Reason why the array or entry can't be read.
  public var reason: Diagnostic

  /// An entry at a path.
  public init(path: [String], reason: Diagnostic) {
    self.path = path
    self.reason = reason
  }
}

/// Reads the file at `path`, as `openArrayFile` finds it: all arrays that can be read.
///
/// - Throws: one diagnostic that names the file and, in a tree, the array.
public func readArrayFile(_ path: String, step: Int? = nil) throws(Diagnostic) -> ArrayFile {
  try openArrayFile(path, step: step).read()
}

/// Finds the arrays in the file at `path`, told by its content: `.npy`, `.npz`, safetensors, its
/// index of several files, PyTorch's `.pt`, Flax's MessagePack, or a folder of Orbax; `-` is standard
/// input.
///
/// A regular file is mapped, not read: its arrays are views of it as long as they live, unless they
/// are compressed, in Fortran order, in the other byte order or not aligned. Of standard input no
/// more is taken than belongs to the arrays of a `.npy` or safetensors file; of the others, all.
///
/// - Parameter step: the step to read of a folder that has several; the newest one by default.
/// - Throws: one diagnostic that names the file and, in a tree, the array.
public func openArrayFile(
  _ path: String, step: Int? = nil
) throws(Diagnostic) -> StoredArrays {
  if Folder.isFolder(path) { return try readCheckpointFolder(path, step: step) }
  guard step == nil else {
    throw Diagnostic(
      "is a file, which has no steps", code: .usage, path: path, hint: "leave out --step")
  }
  var file = try InputFile(path: path)
  let contents: StoredArrays
  switch FileFormat(startingWith: try file.peek(FileFormat.signatureLength)) {
  case .npy: contents = StoredArrays(try readNpy(&file))
  case .zip: contents = try readZip(&file)
  case .torch: contents = try readLegacyTorch(&file)
  case .safetensors: contents = StoredArrays(try readSafetensors(&file))
  case .messagePack: contents = StoredArrays(try readMessagePack(&file))
  case .json: contents = try readSafetensorsIndex(&file, path: path)
  default: throw try unknownFormat(&file)
  }
  try file.finish()
  return contents
}

/// The bytes of any file; `-` is standard input. No more than the limit are ever read, of files
/// without an end neither.
///
/// - Throws: one diagnostic that names the file, if it has more than `megabyteLimit` MB, too.
public func readFile(_ path: String, megabyteLimit: Int) throws(Diagnostic) -> [UInt8] {
  var file = try InputFile(path: path)
  let limit = megabyteLimit << 20
  let bytes = try file.take(limit + 1)
  guard bytes.count <= limit else {
    throw Diagnostic(
      "is too large", path: file.name, expected: "at most \(megabyteLimit) MB",
      hint: "is it the right file?")
  }
  return bytes
}

private func unknownFormat(_ file: inout InputFile) throws(Diagnostic) -> Diagnostic {
  let start = try file.peek(FileFormat.prefixLength)
  let expected = "a .npy, .npz, safetensors, .pt or MessagePack file"
  if start.isEmpty {
    return Diagnostic("is empty", path: file.name, expected: expected)
  }
  let format = FileFormat(startingWith: start)
  return Diagnostic(
    "is not a file of arrays", path: file.name, expected: expected,
    got: format.map { "what looks like \($0.rawValue)" } ?? "bytes of no known format",
    hint: "save arrays with numpy.save")
}
