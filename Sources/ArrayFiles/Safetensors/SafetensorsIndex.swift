import Arrays
import Diagnostics

/// Finds the arrays of a model in several safetensors files, by the index beside them
/// (`model.safetensors.index.json`): the name of a file for the name of each array.
///
/// A file that isn't there, or lacks an array, matters only to who asks for the array.
///
/// - Parameter path: the index; the files are in its folder.
func readSafetensorsIndex(
  _ file: inout InputFile, path: String
) throws(Diagnostic) -> StoredArrays {
  do throws(Diagnostic) {
    let places = try places(in: &file)
    let folder = try Folder(of: path)
    let separator = PathSeparator(of: places.map(\.array))
    var shards: [String: Result<Shard, Diagnostic>] = [:]
    var leaves: [(path: [String], array: StoredArray)] = []
    var unread: [UnreadEntry] = []
    for (name, shard) in places {
      let contents = shards[shard] ?? Result { () throws(Diagnostic) in try Shard(shard, folder) }
      shards[shard] = contents
      do {
        leaves.append((separator.path(of: name), StoredArray(try contents.get().array(name))))
      } catch {
        unread.append(UnreadEntry(path: separator.path(of: name), reason: error))
      }
    }
    if leaves.isEmpty, let first = unread.first { throw first.reason }
    return StoredArrays(try Tree(leaves: leaves), unread: unread)
  } catch {
    throw error.inFile(file.name)
  }
}

/// The names of the arrays and of their files, in the order of the index.
private func places(
  in file: inout InputFile
) throws(Diagnostic) -> [(array: String, file: String)] {
  let limit = 100_000_000
  let text = try file.take(limit)
  guard text.count < limit, let json = try? JSON(parsing: text),
    case .object(let members)? = json["weight_map"]
  else {
    throw Diagnostic(
      "is not a file of arrays", expected: "a file of arrays, or the index of several (weight_map)",
      got: "what looks like JSON text",
      hint: "save arrays with numpy.save")
  }
  var places: [(array: String, file: String)] = []
  for member in members {
    guard let shard = member.value.string else {
      throw Diagnostic("its index names no file", expected: "the name of a safetensors file")
        .inField(member.name)
    }
    places.append((member.name, shard))
  }
  return places
}

/// One of the files of an index.
private struct Shard {
  private let name: String
  private var arrays: [String: NDArray] = [:]
  private var reasons: [String: Diagnostic] = [:]

  /// Opens the file called `name` in a folder.
  init(_ name: String, _ folder: Folder) throws(Diagnostic) {
    var file = try InputFile(path: try folder.path(of: name))
    self.name = file.name
    let contents = try SafetensorsContents(of: &file)
    for (name, array) in contents.arrays { arrays[name] = array }
    for (name, reason) in contents.unread { reasons[name] = reason }
  }

  /// The array of a name.
  func array(_ name: String) throws(Diagnostic) -> NDArray {
    if let array = arrays[name] { return array }
    throw reasons[name]
      ?? Diagnostic(
        "lacks an array that the index says is in it", path: self.name, got: "no '\(name)'",
        hint: "download or copy the file again")
  }
}
