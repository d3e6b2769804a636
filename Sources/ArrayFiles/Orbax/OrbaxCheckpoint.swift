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
        let metadata = try folder.contents(of: Self.metadataName).map {
          (text) throws(Diagnostic) in try OrbaxMetadata(text)
        }
        if folder.holdsFile(Self.aggregateName) {
          return try aggregated(storesZeros: metadata?.storesZeros ?? false)
        }
        if let metadata { return try described(by: metadata) }
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
    var leaves = Leaves()
    for entry in metadata.entries {
      if entry.isArray {
        add(entry.name, at: entry.path, storesZeros: metadata.storesZeros, to: &leaves)
      } else {
        let reason = Diagnostic(
          "holds no array", expected: "an array or a number", got: entry.type)
        leaves.add(reason.inField(entry.name).inFile(folder.path), at: entry.path)
      }
    }
    return try leaves.tree
  }

  /// Adds the array of a name, or the reason why it can't be read.
  private func add(_ name: String, at path: [String], storesZeros: Bool, to leaves: inout Leaves) {
    do throws(Diagnostic) {
      guard let array = try ZarrArray(name, in: store, storesZeros: storesZeros) else {
        throw Diagnostic(
          "an array of the checkpoint is missing", code: .missingInput,
          expected: "\(name)/.zarray or zarr.json", hint: "copy the folder again, as a whole")
      }
      leaves.arrays.append((path, stored(array, name)))
    } catch {
      let reason = error.path == nil ? error.inField(name) : error
      leaves.add(reason.inFile(folder.path), at: path)
    }
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

  // MARK: Old checkpoints

  /// Name of the file of MessagePack in which Orbax before 0.6 has the tree, with text where an array
  /// is stored by itself.
  static let aggregateName = "checkpoint"

  private func aggregated(storesZeros: Bool) throws(Diagnostic) -> StoredArrays {
    var file = try InputFile(path: try folder.path(of: Self.aggregateName))
    let contents = try messagePackContents(of: &file)
    var leaves = Leaves()
    leaves.arrays = contents.tree.map { StoredArray($0) }.namedLeaves
    for entry in contents.unread {
      add(
        entry.path.joined(separator: "."), at: entry.path, storesZeros: storesZeros, to: &leaves)
    }
    return try leaves.tree
  }

  /// The arrays of a checkpoint of which nothing describes the tree: names split at dots.
  private var undescribed: StoredArrays {
    get throws(Diagnostic) {
      var leaves = Leaves()
      for name in try arrayNames {
        add(name, at: name.split(separator: ".").map(String.init), storesZeros: false, to: &leaves)
      }
      return try leaves.tree
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

/// The arrays of a tree by their paths, and what can't be read.
private struct Leaves {
  var arrays: [(path: [String], array: StoredArray)] = []
  private var unread: [UnreadEntry] = []

  mutating func add(_ reason: Diagnostic, at path: [String]) {
    unread.append(UnreadEntry(path: path, reason: reason))
  }

  /// The tree.
  ///
  /// - Throws: the first reason, if nothing can be read.
  var tree: StoredArrays {
    get throws(Diagnostic) {
      if arrays.isEmpty, let first = unread.first { throw first.reason }
      if arrays.count == 1, arrays[0].path.isEmpty { return StoredArrays(.leaf(arrays[0].array)) }
      return StoredArrays(try Tree(leaves: arrays), unread: unread)
    }
  }
}
