import Arrays
import Diagnostics

/// The newest version of an OCDBT database of TensorStore: a B+ tree of keys, whose values are in its
/// nodes or in files beside them.
///
/// The format is described at https://google.github.io/tensorstore/kvstore/ocdbt/index.html.
struct OcdbtStore: KeyValueStore {
  /// Path of the folder, in messages.
  let name: String
  private let folder: Folder
  private let places: [String: OcdbtPlace]

  /// Name of the file that the database begins with.
  static let manifestName = "manifest.ocdbt"

  /// The database in a folder.
  ///
  /// - Throws: when its manifest or a node of its tree makes no sense, naming the file.
  init(_ folder: Folder) throws(Diagnostic) {
    (self.folder, name) = (folder, folder.path)
    let manifest = try OcdbtManifest(in: folder)
    var reader = OcdbtTreeReader(folder: folder, limit: manifest.maximumNodeByteCount)
    if let root = manifest.root { try reader.read(root, height: manifest.rootHeight, prefix: []) }
    places = reader.places
  }

  /// The keys.
  var keys: [String] { Array(places.keys) }

  func value(_ key: String) throws(Diagnostic) -> Buffer? {
    switch places[key] {
    case nil: return nil
    case .inline(let bytes)?: return Buffer(byteCount: bytes.count) { $0.copyBytes(from: bytes) }
    case .file(let range)?: return try range.contents(in: folder)
    }
  }
}

/// Place of a value.
enum OcdbtPlace {
  case inline([UInt8])
  case file(OcdbtRange)
}

/// Bytes in a data file.
struct OcdbtRange {
  /// Path of the file, from the folder of the database.
  var file: String
  /// The part of the path that goes before those of the files that a node in the file names.
  var base: String
  var offset: Int
  var byteCount: Int

  /// The bytes.
  ///
  /// - Throws: when the file isn't there, or ends before them.
  func contents(in folder: Folder) throws(Diagnostic) -> Buffer {
    let path = try folder.path(of: file)
    guard let buffer = try folder.contents(of: file) else {
      throw Diagnostic(
        "no such file, of a checkpoint that needs it", code: .missingInput, path: path,
        hint: "copy the folder again, as a whole")
    }
    guard offset <= buffer.bytes.count, byteCount <= buffer.bytes.count - offset else {
      throw Diagnostic(
        "is cut short", path: path, expected: "at least \(bytes(offset &+ byteCount))",
        got: bytes(buffer.bytes.count), hint: "copy the folder again, as a whole")
    }
    return buffer.part(offset..<offset + byteCount)
  }
}

/// The file that an OCDBT database begins with: its settings and its versions.
private struct OcdbtManifest {
  /// Bytes of the largest node.
  let maximumNodeByteCount: Int
  /// The root of the newest version's tree; `nil` if there is none or it is empty.
  private(set) var root: OcdbtRange?
  private(set) var rootHeight = 0

  init(in folder: Folder) throws(Diagnostic) {
    let path = try folder.path(of: OcdbtStore.manifestName)
    guard let buffer = try folder.contents(of: OcdbtStore.manifestName) else {
      throw Diagnostic("no such file", code: .missingInput, path: path)
    }
    do throws(Diagnostic) {
      var fields = try OcdbtFields(
        of: buffer.bytes, magic: 0x0cdb_3a2a, limit: OcdbtFields.maximumByteCount)
      try fields.skip(16)  // an identifier
      guard try fields.varint() == 0 else {
        throw Diagnostic(
          "keeps its versions in files of their own, which aren't read",
          hint: "save the checkpoint again with Orbax")
      }
      _ = try fields.varint()  // largest value in a node
      maximumNodeByteCount = min(try fields.varint(), OcdbtFields.maximumByteCount)
      _ = try fields.byte()  // arity of the tree of versions
      if try fields.varint() == 1 { try fields.skip(4) }  // Zstandard and its level
      let files = try fields.fileTable(base: "")
      try readVersions(&fields, files)
    } catch {
      throw error.inFile(path)
    }
  }

  /// Finds the newest version, which is the last one that the manifest holds itself.
  private mutating func readVersions(
    _ fields: inout OcdbtFields, _ files: [OcdbtFields.File]
  ) throws(Diagnostic) {
    let count = try fields.count()
    guard count > 0 else { return }
    _ = try fields.varints(count)  // generation numbers
    let heights = try fields.bytes(count)
    let ids = try fields.varints(count)
    let offsets = try fields.varints(count)
    let byteCounts = try fields.varints(count)
    rootHeight = Int(heights[count - 1])
    guard byteCounts[count - 1] > 0 else { return }
    root = try fields.range(
      ids[count - 1], offset: offsets[count - 1], byteCount: byteCounts[count - 1], files)
  }
}

/// Walks the B+ tree, and collects the places of the values.
private struct OcdbtTreeReader {
  let folder: Folder
  /// Bytes of the largest node.
  let limit: Int
  private(set) var places: [String: OcdbtPlace] = [:]
  /// Bytes of all nodes and keys so far: a node may be in the tree many times.
  private var totalByteCount = 0

  private static let maximumTotalByteCount = 1 << 30

  init(folder: Folder, limit: Int) { (self.folder, self.limit) = (folder, limit) }

  /// Reads a node, and those below.
  ///
  /// - Parameters:
  ///   - height: how far the leaves are below.
  ///   - prefix: what all keys below begin with.
  mutating func read(
    _ range: OcdbtRange, height: Int, prefix: [UInt8]
  ) throws(Diagnostic) {
    let node = try range.contents(in: folder)
    do throws(Diagnostic) {
      var fields = try OcdbtFields(of: node.bytes, magic: 0x0cdb_20de, limit: limit)
      try count(fields.byteCount)
      guard try Int(fields.byte()) == height else {
        throw OcdbtFields.malformed("a node is at the wrong height")
      }
      let files = try fields.fileTable(base: range.base)
      let count = try fields.count()
      if height > 0 {
        try readChildren(count, &fields, files, height: height, prefix: prefix)
      } else {
        try readValues(count, &fields, files, prefix: prefix)
      }
    } catch {
      throw error.path == nil ? error.inFile(try folder.path(of: range.file)) : error
    }
  }

  private mutating func readChildren(
    _ count: Int, _ fields: inout OcdbtFields, _ files: [OcdbtFields.File], height: Int,
    prefix: [UInt8]
  ) throws(Diagnostic) {
    let (keys, commonCounts) = try fields.keys(count, hasSubtrees: true)
    let ids = try fields.varints(count)
    let offsets = try fields.varints(count)
    let byteCounts = try fields.varints(count)
    for index in 0..<count {
      guard commonCounts[index] <= keys[index].count else {
        throw OcdbtFields.malformed("a prefix is longer than its key")
      }
      let range = try fields.range(
        ids[index], offset: offsets[index], byteCount: byteCounts[index], files)
      let below = prefix + keys[index].prefix(commonCounts[index])
      try self.count(below.count)
      try read(range, height: height - 1, prefix: below)
    }
  }

  private mutating func readValues(
    _ count: Int, _ fields: inout OcdbtFields, _ files: [OcdbtFields.File], prefix: [UInt8]
  ) throws(Diagnostic) {
    let (keys, _) = try fields.keys(count, hasSubtrees: false)
    let byteCounts = try fields.varints(count)
    let kinds = try fields.varints(count)
    guard kinds.allSatisfy({ $0 <= 1 }) else { throw OcdbtFields.malformed("an unknown kind") }
    let indirect = kinds.count { $0 == 1 }
    var ids = try fields.varints(indirect)[...]
    var offsets = try fields.varints(indirect)[...]
    for index in 0..<count {
      let key = prefix + keys[index]
      try self.count(key.count)
      let name = String(decoding: key, as: UTF8.self)
      if kinds[index] == 0 {
        places[name] = .inline(try fields.bytes(byteCounts[index]))
      } else {
        let range = try fields.range(
          ids.removeFirst(), offset: offsets.removeFirst(), byteCount: byteCounts[index], files)
        places[name] = .file(range)
      }
    }
  }

  private mutating func count(_ byteCount: Int) throws(Diagnostic) {
    totalByteCount += byteCount
    guard totalByteCount <= Self.maximumTotalByteCount else {
      throw OcdbtFields.malformed("its tree is larger than memory is for")
    }
  }
}
