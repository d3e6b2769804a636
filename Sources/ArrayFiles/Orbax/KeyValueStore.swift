import Arrays
import Diagnostics

/// Bytes by name, as TensorStore calls files and what stands for files.
protocol KeyValueStore: Sendable {
  /// Name of the store in messages.
  var name: String { get }

  /// The bytes of a key; `nil` if there are none.
  func value(_ key: String) throws(Diagnostic) -> Buffer?
}

/// The files of a folder and of those in it; the keys are their names, with slashes between.
struct FileStore: KeyValueStore {
  let folder: Folder

  var name: String { folder.path }

  func value(_ key: String) throws(Diagnostic) -> Buffer? { try folder.contents(of: key) }
}

/// The keys of several stores together; of a key in two of them the first holds.
struct JoinedStore: KeyValueStore {
  let name: String
  let stores: [any KeyValueStore]

  func value(_ key: String) throws(Diagnostic) -> Buffer? {
    for store in stores {
      if let value = try store.value(key) { return value }
    }
    return nil
  }
}
