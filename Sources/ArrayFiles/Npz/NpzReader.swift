import Arrays
import Diagnostics

/// Reads a `.npz` file: a zip archive of `.npy` files.
///
/// Slashes in their names make a tree, `params/Dense_0/kernel`; one called `__config__` is the text
/// of the config. A single one that NumPy named by itself is an array on its own.
func readNpz(_ file: inout InputFile) throws(Diagnostic) -> ArrayFile {
  let name = file.name
  let archive = try file.takeRest()
  do {
    return try contents(of: ZipArchive(archive), file: name)
  } catch {
    throw error.inFile(name)
  }
}

/// What `numpy.savez` calls the first array that is given no name.
let unnamedArray = "arr_0"

private func contents(of archive: ZipArchive, file: String) throws(Diagnostic) -> ArrayFile {
  let suffix = ".npy"
  var config: String?
  var leaves: [(path: [String], array: NDArray)] = []
  for entry in archive.entries where !entry.name.hasSuffix("/") {
    guard entry.name.hasSuffix(suffix) else {
      throw Diagnostic(
        "is a zip archive of other files than arrays", expected: "names that end in .npy",
        got: "'\(entry.name)'",
        hint: "save arrays with numpy.savez, a model's variables with flax.serialization.to_bytes"
          + " or as safetensors")
    }
    let key = String(entry.name.dropLast(suffix.count))
    let name = "\(file): \(key)"
    var inner = InputFile(name: name, bytes: try entry.contents(of: name))
    if key == configFieldName {
      config = try readNpyText(&inner)
    } else {
      let array = try readNpy(&inner)
      guard case .array(let leaf) = array else {
        throw Diagnostic("holds records, not numbers", path: name)
      }
      leaves.append((key.split(separator: "/").map(String.init), leaf))
    }
    try inner.finish()
  }
  if leaves.count == 1, leaves[0].path == [unnamedArray], config == nil {
    return .array(leaves[0].array)
  }
  return .tree(try Tree(leaves: leaves), config: config)
}
