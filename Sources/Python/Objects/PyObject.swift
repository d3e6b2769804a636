/// An object of Python: a value, or a reference to a mutable object that all holders share.
public enum PyObject: @unchecked Sendable {
  case none
  case ellipsis
  case notImplemented
  case bool(Bool)
  case int(Int)
  case float(Double)
  case complex(PythonComplex)
  case string(String)
  case tuple(PyTuple)
  case list(PyList)
  case dict(PyDict)
  case set(PySet)
  /// An object known by reference.
  case object(PyReference)
}

extension PyObject {
  /// A tuple of these.
  public static func tuple(_ items: [PyObject]) -> PyObject { .tuple(PyTuple(items)) }

  /// A new list of these.
  public static func list(_ items: [PyObject]) -> PyObject { .list(PyList(items)) }

  /// A new dict of these entries; of two with one name the last holds.
  public static func dict(_ entries: [(String, PyObject)]) -> PyObject {
    .dict(PyDict(entries))
  }

  /// A built-in function.
  public static func function(
    _ name: String, _ signature: String, _ body: @escaping (PyCall) throws -> PyObject
  ) -> PyObject { .object(PyBuiltin(name, signature, body)) }

  /// Whether the object is `None`.
  public var isNone: Bool { if case .none = self { true } else { false } }

  /// Whether the object is `NotImplemented`.
  var isNotImplemented: Bool { if case .notImplemented = self { true } else { false } }

  /// The object, if it isn't one of the values that Python's own types have.
  public var reference: PyReference? { if case .object(let object) = self { object } else { nil } }

  /// Built-in value of an instance whose class inherits from a built-in type; for any other object,
  /// itself.
  public var native: PyObject {
    if case .object(let object) = self, let instance = object as? PyInstance,
      let payload = instance.payload
    {
      return payload
    }
    return self
  }

  /// The integer, if this is one; `bool` counts as one.
  public var integer: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    case .object: native.isObject ? nil : native.integer
    default: nil
    }
  }

  /// The number as a float, if this is an integer or a float.
  public var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    case .float(let value): value
    case .object: native.isObject ? nil : native.number
    default: nil
    }
  }

  /// The text, if this is a string.
  public var string: String? {
    switch self {
    case .string(let text): text
    case .object: native.isObject ? nil : native.string
    default: nil
    }
  }

  /// The items, if this is a tuple or a list.
  public var items: [PyObject]? {
    switch self {
    case .tuple(let tuple): tuple.items
    case .list(let list): list.items
    case .object: native.isObject ? nil : native.items
    default: nil
    }
  }

  /// Whether the object may hold other objects.
  var isHolder: Bool {
    switch self {
    case .tuple, .list, .dict, .set, .object: true
    default: false
    }
  }

  private var isObject: Bool { if case .object = self { true } else { false } }
}

/// A tuple: its items never change.
public final class PyTuple: @unchecked Sendable {
  /// The items.
  public private(set) var items: [PyObject]

  /// A tuple of these.
  public init(_ items: [PyObject]) {
    self.items = items
    Work.note(words: items.count + 3)
  }

  deinit {
    Work.note(words: -items.count - 3)
    guard items.contains(where: \.isHolder) else { return }
    Chain.free(&items, replacingWith: [])
  }
}

/// A list.
public final class PyList: @unchecked Sendable {
  /// The items.
  public var items: [PyObject]
  /// Words of memory counted for the list.
  private var words: Int

  /// A list of these.
  public init(_ items: [PyObject]) {
    self.items = items
    words = items.count + 3
    Work.note(words: words)
  }

  deinit {
    Work.note(words: -words)
    guard items.contains(where: \.isHolder) else { return }
    Chain.free(&items, replacingWith: [])
  }

  /// Adds many items.
  func append(_ added: [PyObject]) throws {
    guard items.count + added.count <= itemLimit else {
      throw PyError.named("MemoryError", "a list of more than \(itemLimit) items")
    }
    items += added
    Work.note(words: items.count + 3 - words)
    words = items.count + 3
    try Work.checkMemory()
  }
}
