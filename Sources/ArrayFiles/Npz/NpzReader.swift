import Arrays
import Diagnostics

/// Reads a zip archive: a `.npz` file, or one of PyTorch.
func readZip(_ file: inout InputFile) throws(Diagnostic) -> StoredArrays {
  let name = file.name
  let bytes = try file.takeRest()
  do throws(Diagnostic) {
    let archive = try ZipArchive(bytes)
    if let tensors = try readTorchArchive(archive, file: name) { return tensors }
    return StoredArrays(try contents(of: archive, file: name))
  } catch {
    throw error.inFile(name)
  }
}

/// Name that `numpy.savez` gives the first array without a name.
let unnamedArray = "arr_0"

/// Reads a `.npz` file: a zip archive of `.npy` files.
///
/// Slashes in their names make a tree, `params/Dense_0/kernel`; one called `__config__` is the text
/// of the config. A single one that NumPy named by itself is an array on its own.
private func contents(of archive: ZipArchive, file: String) throws(Diagnostic) -> ArrayFile {
  var config: String?
  var leaves: [(path: [String], array: NDArray)] = []
  var unread: [UnreadEntry] = []
  for entry in archive.entries where !entry.name.hasSuffix("/") {
    let key = entry.name.hasSuffix(suffix) ? String(entry.name.dropLast(suffix.count)) : entry.name
    if key == configFieldName {
      config = try text(of: entry, name: "\(file): \(key)")
      continue
    }
    let path = key.split(separator: "/").map(String.init)
    do {
      leaves.append((path, try array(of: entry, name: "\(file): \(key)")))
    } catch {
      unread.append(UnreadEntry(path: path, reason: error.inFile(file)))
    }
  }
  if leaves.count == 1, leaves[0].path == [unnamedArray], config == nil, unread.isEmpty {
    return .array(leaves[0].array)
  }
  return try .tree(readable: Tree(leaves: leaves), config: config, unread: unread)
}

private let suffix = ".npy"

private func text(of entry: ZipArchive.Entry, name: String) throws(Diagnostic) -> String {
  var inner = InputFile(name: name, bytes: try entry.contents(of: name))
  let text = try readNpyText(&inner)
  try inner.finish()
  return text
}

private func array(of entry: ZipArchive.Entry, name: String) throws(Diagnostic) -> NDArray {
  guard entry.name.hasSuffix(suffix) else {
    throw Diagnostic(
      "is a zip archive of other files than arrays", expected: "names that end in .npy",
      got: "'\(entry.name)'",
      hint: "save arrays with numpy.savez, a model's variables with flax.serialization.to_bytes"
        + " or as safetensors")
  }
  var inner = InputFile(name: name, bytes: try entry.contents(of: name))
  guard case .array(let array) = try readNpy(&inner) else {
    throw Diagnostic("holds records, not numbers", path: name)
  }
  try inner.finish()
  return array
}
