import Arrays
import Diagnostics

/// The description of a checkpoint's tree, `_METADATA`.
struct OrbaxMetadata {
  /// A leaf of the tree, or an empty part of it.
  struct Entry {
    /// Names from the root of the tree.
    var path: [String]
    /// Orbax's word for the kind of value: `jax.Array`, `scalar`, `string`, ….
    var type: String

    /// Name of the array in the store.
    var name: String { path.joined(separator: ".") }

    /// Whether the value is stored as an array.
    var isArray: Bool { type != "string" }
  }

  /// The leaves, in the order of the file.
  private(set) var entries: [Entry] = []
  /// Whether all parts of arrays are stored, those of nothing but zeros too.
  let storesZeros: Bool

  private static let maximumByteCount = 256 << 20

  /// Reads the description.
  ///
  /// - Throws: when it makes no sense.
  init(_ text: Buffer) throws(Diagnostic) {
    guard text.bytes.count <= Self.maximumByteCount,
      let json = try? JSON(parsing: Array(text.bytes)),
      case .object(let leaves)? = json["tree_metadata"]
    else { throw Self.malformed }
    storesZeros = json["store_array_data_equal_to_fill_value"] == .boolean(true)
    for leaf in leaves {
      guard case .array(let keys)? = leaf.value["key_metadata"],
        let value = leaf.value["value_metadata"]
      else { throw Self.malformed }
      let path = keys.compactMap { $0["key"]?.string }
      guard path.count == keys.count else { throw Self.malformed }
      // Empty dicts, and None.
      if value["skip_deserialize"] == .boolean(true) { continue }
      entries.append(Entry(path: path, type: value["value_type"]?.string ?? ""))
    }
  }

  private static var malformed: Diagnostic {
    Diagnostic(
      "the description of its tree makes no sense", expected: "the _METADATA that Orbax writes",
      hint: "copy the folder again, as a whole")
  }
}
