import Arrays
import Diagnostics

/// Finds the tensors in a file that `torch.save` wrote: dicts, lists and tuples of tensors and numbers,
/// names in the dicts split at dots. Nothing in it is run.
///
/// - Parameters:
///   - elements: finds the bytes of a storage.
///   - isSwapped: whether these are in the other byte order.
private func storedArrays(
  _ value: PickleValue, file: String, isSwapped: Bool,
  elements: @escaping @Sendable (TorchStorage) throws(Diagnostic) -> ElementBytes
) throws(Diagnostic) -> StoredArrays {
  var tree = TorchTree(file: file) { (tensor) throws(Diagnostic) in
    let form = try tensor.form
    return StoredArray(form) { () throws(Diagnostic) in
      try tensor.array(form, of: try elements(tensor.storage), isSwapped: isSwapped)
    }
  }
  return try tree.arrays(in: value)
}

/// Reads a zip archive of PyTorch (since 1.6): a pickle, `data.pkl`, and a file for each storage.
///
/// - Returns: `nil` if the archive holds no such pickle.
func readTorchArchive(
  _ archive: ZipArchive, file: String
) throws(Diagnostic) -> StoredArrays? {
  let suffix = "data.pkl"
  guard let pickle = archive.entries.first(where: { "/\($0.name)".hasSuffix("/\(suffix)") }) else {
    return nil
  }
  let folder = String(pickle.name.dropLast(suffix.count))
  var entries: [String: ZipArchive.Entry] = [:]
  for entry in archive.entries where entry.name.hasPrefix(folder) {
    entries[String(entry.name.dropFirst(folder.count))] = entry
  }
  do throws(Diagnostic) {
    try checkPickleSize(pickle.byteCount)
    var bytes = PickleBytes(try pickle.uncheckableContents(of: file))
    let arena = PickleArena()
    defer { withExtendedLifetime(arena) {} }
    let value = try PickleMachine.value(from: &bytes, TorchObjects.meaning, in: arena)
    let order = try entries["byteorder"]?.uncheckableContents(of: file)
    let isBig = order.map { $0.bytes.elementsEqual("big".utf8) } ?? false
    return try storedArrays(value, file: file, isSwapped: isBig == isLittleEndian) {
      [entries] (storage) throws(Diagnostic) in
      guard let entry = entries["data/\(storage.key)"], let byteCount = storage.byteCount,
        entry.byteCount >= byteCount
      else {
        throw Diagnostic(
          "lacks elements of a tensor", path: file,
          expected: storage.byteCount.map {
            "\(ArrayFiles.bytes($0)) in \(folder)data/\(storage.key)"
          },
          hint: "write or copy it again")
      }
      return ElementBytes(
        fileName: file, buffer: try entry.uncheckableContents(of: file), offset: 0)
    }
  } catch {
    throw error.inFile(file)
  }
}

/// Reads a file of PyTorch before 1.6: pickles of a magic number, a version, the system, the value and
/// the names of the storages, and then the elements.
func readLegacyTorch(_ file: inout InputFile) throws(Diagnostic) -> StoredArrays {
  let name = file.name
  let buffer = try file.takeRest()
  do throws(Diagnostic) {
    let arena = PickleArena()
    defer { withExtendedLifetime(arena) {} }
    var bytes = PickleBytes(buffer)
    _ = try PickleMachine.value(from: &bytes, TorchObjects.meaning, in: arena)
    _ = try PickleMachine.value(from: &bytes, TorchObjects.meaning, in: arena)
    let system = try PickleMachine.value(from: &bytes, TorchObjects.meaning, in: arena)
    var isLittle = true
    if case .dict(let dict) = system, case .boolean(let value)? = dict["little_endian"] {
      isLittle = value
    }
    let storages = LegacyStorages()
    var meaning = TorchObjects.meaning
    let persistent = meaning.persistent
    meaning.persistent = { (id) throws(Diagnostic) in
      let value = try persistent(id)
      if case .storage(let storage) = value { storages.byKey[storage.key] = storage }
      return value
    }
    let value = try PickleMachine.value(from: &bytes, meaning, in: arena)
    let keys = try PickleMachine.value(from: &bytes, TorchObjects.meaning, in: arena)
    let places = try storages.places(keys, in: buffer, from: bytes.position)
    return try storedArrays(value, file: name, isSwapped: isLittle != isLittleEndian) {
      (storage) throws(Diagnostic) in
      guard let place = places[storage.key] else {
        throw Diagnostic(
          "lacks elements of a tensor", path: name, hint: "write or copy it again")
      }
      return ElementBytes(fileName: name, buffer: buffer, offset: place)
    }
  } catch {
    throw error.inFile(name)
  }
}

/// The storages that a pickle of before 1.6 names.
private final class LegacyStorages {
  var byKey: [String: TorchStorage] = [:]

  /// Byte offsets of the elements by key: one storage after the other, each preceded by its number of
  /// elements.
  func places(
    _ keys: PickleValue, in buffer: Buffer, from start: Int
  ) throws(Diagnostic) -> [String: Int] {
    guard case .list(let list) = keys else {
      throw PickleMachine.malformed("the names of its storages are no list", at: start)
    }
    let bytes = LittleEndianBytes(buffer)
    var places: [String: Int] = [:]
    var position = start
    for key in list.items.compactMap(\.text) {
      guard let storage = byKey[key], let count = bytes.uint64(at: position),
        count == storage.count,
        let byteCount = storage.byteCount ?? unknownByteCount(storage),
        byteCount <= bytes.count - position - 8
      else {
        throw Diagnostic(
          "is cut short: the elements of its tensors aren't where they should be",
          hint: "write or copy it again")
      }
      places[key] = position + 8
      position += 8 + byteCount
    }
    return places
  }

  /// Bytes of a storage of a type that is known by its size only.
  private func unknownByteCount(_ storage: TorchStorage) -> Int? {
    let sizes = ["QInt8Storage": 1, "QUInt8Storage": 1, "QUInt4x2Storage": 1, "QUInt2x4Storage": 1]
    let size = storage.elementType.flatMap {
      $0.name == "QInt32Storage" ? 4 : sizes[$0.name]
    }
    return size.flatMap { size in
      let (bytes, overflow) = storage.count.multipliedReportingOverflow(by: size)
      return overflow ? nil : bytes
    }
  }
}

/// Refuses pickles that are larger than any of names and numbers.
private func checkPickleSize(_ byteCount: Int) throws(Diagnostic) {
  let limit = 256 << 20
  guard byteCount <= limit else {
    throw Diagnostic(
      "holds a pickle that is too large", expected: "at most \(bytes(limit))",
      got: bytes(byteCount))
  }
}
