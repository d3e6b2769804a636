import Arrays
import Diagnostics

/// A checkpoint that Orbax wrote: arrays of Zarr in files or in an OCDBT database, and a description of
/// the tree that they make.
struct OrbaxCheckpoint {
  private let folder: Folder
  private let store: any KeyValueStore
  /// The names of the database; `nil` where arrays are folders.
  private let databaseKeys: [String]?

  /// Name of the description of the tree.
  static let metadataName = "_METADATA"
  /// Start of the name of the folder that a process of several writes to.
  static let processPrefix = "ocdbt.process_"

  /// Opens the checkpoint in a folder.
  ///
  /// - Throws: when its database can't be read.
  init(_ folder: Folder) throws(Diagnostic) {
    self.folder = folder
    var databases: [OcdbtStore] = []
    if folder.holds(OcdbtStore.manifestName) {
      databases = [try OcdbtStore(folder)]
    } else {
      // What the processes wrote was never put together.
      for name in try folder.folders where name.hasPrefix(Self.processPrefix) {
        databases.append(try OcdbtStore(try folder.folder(name)))
      }
    }
    databaseKeys = databases.isEmpty ? nil : databases.flatMap(\.keys)
    store =
      databases.isEmpty
      ? FileStore(folder: folder) : JoinedStore(name: folder.path, stores: databases)
  }

  /// The arrays of the checkpoint.
  var arrays: StoredArrays {
    get throws(Diagnostic) {
      do throws(Diagnostic) {
        if let metadata = try folder.contents(of: Self.metadataName) {
          return try described(by: OrbaxMetadata(metadata))
        }
        if let array = try ZarrArray("", in: store, storesZeros: false) {
          return StoredArrays(.leaf(stored(array)))
        }
        return try undescribed
      } catch {
        throw error.inFile(folder.path)
      }
    }
  }

  private func described(by metadata: OrbaxMetadata) throws(Diagnostic) -> StoredArrays {
    var leaves: [(path: [String], array: StoredArray)] = []
    var unread: [UnreadEntry] = []
    for entry in metadata.entries {
      do {
        leaves.append((entry.path, try array(entry, storesZeros: metadata.storesZeros)))
      } catch {
        let reason = error.path == nil ? error.inField(entry.name) : error
        unread.append(UnreadEntry(path: entry.path, reason: reason.inFile(folder.path)))
      }
    }
    return try arrays(leaves, unread)
  }

  private func array(
    _ entry: OrbaxMetadata.Entry, storesZeros: Bool
  ) throws(Diagnostic) -> StoredArray {
    guard entry.isArray else {
      throw Diagnostic("holds no array", expected: "an array or a number", got: entry.type)
    }
    guard let array = try ZarrArray(entry.name, in: store, storesZeros: storesZeros) else {
      throw Diagnostic(
        "an array of the checkpoint is missing", code: .missingInput,
        expected: "\(entry.name)/.zarray or zarr.json", hint: "copy the folder again, as a whole")
    }
    return stored(array, entry.name)
  }

  private func stored(_ array: ZarrArray, _ name: String? = nil) -> StoredArray {
    let path = folder.path
    return StoredArray(array.form) { () throws(Diagnostic) in
      do throws(Diagnostic) {
        return try array.read(file: path)
      } catch {
        throw error.path == nil && name != nil
          ? error.inField(name ?? "").inFile(path) : error.inFile(path)
      }
    }
  }

  private func arrays(
    _ leaves: [(path: [String], array: StoredArray)], _ unread: [UnreadEntry]
  ) throws(Diagnostic) -> StoredArrays {
    if leaves.isEmpty, let first = unread.first { throw first.reason }
    if leaves.count == 1, leaves[0].path.isEmpty { return StoredArrays(.leaf(leaves[0].array)) }
    return StoredArrays(try Tree(leaves: leaves), unread: unread)
  }

  // MARK: Old checkpoints

  /// The arrays of a checkpoint that doesn't describe its tree: of Orbax before 0.5, which has it in a
  /// MessagePack file, with text where an array is stored by itself; else names split at dots.
  private var undescribed: StoredArrays {
    get throws(Diagnostic) {
      let names = try arrayNames
      var leaves: [(path: [String], array: StoredArray)] = []
      var unread: [UnreadEntry] = []
      var left = Set(names)
      if folder.holds(Self.aggregateName) {
        let file = try openArrayFile(try folder.path(of: Self.aggregateName))
        leaves = file.tree.namedLeaves
        for entry in file.unread {
          let name = entry.path.joined(separator: ".")
          guard left.remove(name) != nil else {
            unread.append(entry)
            continue
          }
          add(name, at: entry.path, &leaves, &unread)
        }
      }
      for name in names where left.contains(name) {
        add(name, at: name.split(separator: ".").map(String.init), &leaves, &unread)
      }
      return try arrays(leaves, unread)
    }
  }

  private static let aggregateName = "checkpoint"

  private func add(
    _ name: String, at path: [String], _ leaves: inout [(path: [String], array: StoredArray)],
    _ unread: inout [UnreadEntry]
  ) {
    do {
      guard let array = try ZarrArray(name, in: store, storesZeros: false) else { return }
      leaves.append((path, stored(array, name)))
    } catch {
      unread.append(
        UnreadEntry(path: path, reason: error.inField(name).inFile(folder.path)))
    }
  }

  /// The names of the arrays in the store.
  private var arrayNames: [String] {
    get throws(Diagnostic) {
      let ends = ["/.zarray", "/zarr.json"]
      guard let databaseKeys else {
        let folders = try folder.folders
        return folders.filter { name in ends.contains { folder.holds(name + $0) } }
      }
      let names = databaseKeys.compactMap { key in
        ends.first { key.hasSuffix($0) }.map { String(key.dropLast($0.count)) }
      }
      return Set(names).sorted()
    }
  }
}
