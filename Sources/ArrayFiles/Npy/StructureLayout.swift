import Arrays
import Diagnostics

/// Layout of a tree as one structured element: its type, and its bytes in order.
///
/// Every array starts on a 64-byte boundary, counted from the start of the element, so that the
/// file can be mapped. Padding is unnamed fields of void, which NumPy leaves out when it reads.
struct StructureLayout {
  /// A run of bytes.
  enum Chunk: Equatable {
    case padding(byteCount: Int)
    /// The elements of the leaf with that index.
    case leaf(Int, byteCount: Int)
    case text([UInt8])
  }

  /// The type as Python source.
  private(set) var descr = ""
  /// The bytes, in order.
  private(set) var chunks: [Chunk] = []
  /// Size of the element in bytes.
  private(set) var byteCount = 0

  private typealias Leaf = (number: Int, form: ArrayForm)
  private static let alignment = 64
  /// Levels that a tree may have: Python reads no more brackets.
  private static let maximumDepth = 64

  /// Lays out the arrays of `tree`, which must not be a leaf, and the text of the config at the end.
  init(_ tree: Tree<ArrayForm>, config: String?) throws(Diagnostic) {
    guard tree.leaf == nil else {
      throw Diagnostic("a single array can't carry a config", code: .internalFault)
    }
    let numbered = tree.replacingLeaves(
      with: tree.leaves.enumerated().map { Leaf(number: $0, form: $1) })
    var fields = try descrs(ofParts: numbered, depth: 0)
    if tree[configFieldName] != nil {
      throw Diagnostic("the name is kept for the config").inField(configFieldName)
    }
    if let config {
      let utf8 = Array(config.utf8)
      append(.text(utf8), byteCount: utf8.count)
      fields.append("('\(configFieldName)', '|S\(utf8.count)')")
    }
    descr = "[\(fields.joined(separator: ", "))]"
  }

  /// Byte offset of each leaf in the element.
  var leafOffsets: [Int] {
    var offsets: [(leaf: Int, offset: Int)] = []
    var offset = 0
    for chunk in chunks {
      switch chunk {
      case .padding(let count): offset += count
      case .text(let utf8): offset += utf8.count
      case .leaf(let number, let count):
        offsets.append((number, offset))
        offset += count
      }
    }
    return offsets.sorted { $0.leaf < $1.leaf }.map(\.offset)
  }

  private mutating func descrs(
    ofParts tree: Tree<Leaf>, depth: Int
  ) throws(Diagnostic) -> [String] {
    guard depth < Self.maximumDepth else { throw Diagnostic("is nested too deeply for a file") }
    var fields: [String] = []
    for (name, part) in Self.parts(of: tree) {
      do throws(Diagnostic) {
        if name.isEmpty { throw Diagnostic("a name in a file can't be empty") }
        fields += try descrs(of: part, name: PythonLiteral.quoted(name), depth: depth + 1)
      } catch {
        throw error.inField(name)
      }
    }
    return fields
  }

  private mutating func descrs(
    of tree: Tree<Leaf>, name: String, depth: Int
  ) throws(Diagnostic) -> [String] {
    guard case .leaf(let leaf) = tree else {
      let fields = try descrs(ofParts: tree, depth: depth)
      return ["(\(name), [\(fields.joined(separator: ", "))])"]
    }
    let padding = (Self.alignment - byteCount % Self.alignment) % Self.alignment
    append(.padding(byteCount: padding), byteCount: padding)
    let form = leaf.form
    chunks.append(.leaf(leaf.number, byteCount: form.byteCount))
    byteCount += form.byteCount
    let shape = form.shape == .scalar ? "" : ", \(form.shape)"
    let field = "(\(name), '\(form.dtype.npyDescr)'\(shape))"
    return padding == 0 ? [field] : ["('', '|V\(padding)')", field]
  }

  private mutating func append(_ chunk: Chunk, byteCount: Int) {
    if byteCount == 0 { return }
    chunks.append(chunk)
    self.byteCount += byteCount
  }

  private static func parts(of tree: Tree<Leaf>) -> [(String, Tree<Leaf>)] {
    switch tree {
    case .leaf, .none: []
    case .tuple(let parts), .list(let parts): parts.enumerated().map { (String($0), $1) }
    case .dict(let fields): fields.pairs.map { ($0.key, $0.value) }
    }
  }
}
