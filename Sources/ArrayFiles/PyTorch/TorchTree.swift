import Arrays
import Diagnostics

/// Makes a tree of arrays of the dicts, lists and tuples in a checkpoint of PyTorch.
struct TorchTree {
  /// Name of the file in messages.
  let file: String
  private let read: (TorchTensor) throws(Diagnostic) -> StoredArray
  private var leaves: [(path: [String], array: StoredArray)] = []
  private var unread: [UnreadEntry] = []
  /// Number of values visited: a list may be in itself, or twice in each of many lists.
  private var count = 0

  private static let maximumCount = 1 << 20

  /// A tree of the tensors that `read` finds.
  init(file: String, read: @escaping (TorchTensor) throws(Diagnostic) -> StoredArray) {
    (self.file, self.read) = (file, read)
  }

  /// The arrays in a value.
  ///
  /// - Throws: when there are none, or the value is nested without end.
  mutating func arrays(in value: PickleValue) throws(Diagnostic) -> StoredArrays {
    try visit(value, [])
    if leaves.count == 1, leaves[0].path.isEmpty { return StoredArrays(.leaf(leaves[0].array)) }
    if leaves.isEmpty, let first = unread.first { throw first.reason }
    return StoredArrays(try Tree(leaves: leaves), unread: unread)
  }

  private mutating func visit(_ value: PickleValue, _ path: [String]) throws(Diagnostic) {
    count += 1
    guard path.count <= Tree<NDArray>.maximumDepth, count <= Self.maximumCount else {
      throw Diagnostic("is nested too deeply, or without end")
    }
    switch value {
    case .none: break
    case .boolean(let value): add(NDArray(value), path)
    case .integer(let value):
      add(Int32(exactly: value).map { NDArray($0) } ?? NDArray(Int64(value)), path)
    case .float(let value): add(NDArray(Float(value)), path)
    case .tuple(let list), .list(let list): try visit(list.items, path)
    case .dict(let dict): try visit(dict, path)
    case .tensor(let tensor):
      do {
        leaves.append((path, try read(tensor)))
      } catch {
        skip(error, path)
      }
    case .text: skip("text", path)
    case .global(let name): skip(name, path)
    case .storage: skip("a storage without a shape", path)
    case .other(let words): skip(words, path)
    }
  }

  private mutating func visit(_ parts: [PickleValue], _ path: [String]) throws(Diagnostic) {
    for (index, part) in parts.enumerated() { try visit(part, path + [String(index)]) }
  }

  /// Visits the values of a dict; of those of one key the last one, as in Python.
  private mutating func visit(_ dict: PickleDict, _ path: [String]) throws(Diagnostic) {
    var names: [String: Int] = [:]
    let items = dict.items.map { (name: $0.key.name, value: $0.value) }
    for (index, item) in items.enumerated() { names[item.name ?? ""] = index }
    for (index, item) in items.enumerated() {
      guard let name = item.name else {
        skip("a dict whose keys are neither names nor numbers", path)
        continue
      }
      guard names[name] == index else { continue }
      let parts = name.split(separator: ".").map(String.init)
      try visit(item.value, path + (parts.isEmpty ? [name] : parts))
    }
  }

  private mutating func add(_ array: NDArray, _ path: [String]) {
    leaves.append((path, StoredArray(array)))
  }

  private mutating func skip(_ words: String, _ path: [String]) {
    skip(
      Diagnostic(
        "holds no arrays, or none that are known here", expected: "tensors by name", got: words,
        hint: "save the variables only: torch.save(model.state_dict(), file)"), path)
  }

  private mutating func skip(_ reason: Diagnostic, _ path: [String]) {
    let place = path.reversed().reduce(reason) { $0.inField($1) }
    unread.append(UnreadEntry(path: path, reason: place.inFile(file)))
  }
}

extension PickleValue {
  /// The key of a dict as a name.
  fileprivate var name: String? {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .boolean(let value): value ? "True" : "False"
    default: nil
    }
  }
}
