/// Key of an object in dicts and sets: equal objects have equal keys.
public enum HashKey: Hashable {
  case none
  case ellipsis
  case notImplemented
  /// Integers, truth values, and floats that are integers.
  case int(Int)
  case float(Double)
  case complex(Double, Double)
  case string(CodePoints)
  case bytes([UInt8])
  case tuple([HashKey])
  case frozenSet(FrozenSetKey)
  case identity(ObjectIdentifier)
  /// An object with an equality of its own.
  case custom(CustomKey)

  /// The key of a name.
  @inline(__always)
  public static func name(_ name: String) -> HashKey { .string(CodePoints(text: name)) }

  /// A text that equals those of the same code points only.
  public struct CodePoints: Hashable {
    let text: String

    /// Whether two texts have the same code points.
    @inline(__always)
    public static func == (a: CodePoints, b: CodePoints) -> Bool {
      a.text == b.text && a.text.hasSameScalars(as: b.text)
    }

    /// Hashes the parts that equal keys share.
    @inline(__always)
    public func hash(into hasher: inout Hasher) { text.hash(into: &hasher) }
  }

  /// A frozen set, which equals others of the same members.
  public struct FrozenSetKey: Hashable {
    let set: PySet

    /// Whether two keys are equal.
    public static func == (a: FrozenSetKey, b: FrozenSetKey) -> Bool {
      a.set === b.set
        || (a.set.count == b.set.count && a.set.keys.allSatisfy { b.set.contains(key: $0) })
    }

    /// Hashes the parts that equal keys share.
    public func hash(into hasher: inout Hasher) { hasher.combine(set.pythonHash) }
  }

  /// Number of levels of nested tuples and frozen sets.
  var depth: Int {
    switch self {
    case .tuple(let keys): 1 + (keys.lazy.map(\.depth).max() ?? 0)
    case .frozenSet(let key): 1 + key.set.depth
    default: 0
    }
  }

  /// An object with a hash of its own and the objects it equals.
  public struct CustomKey: Hashable {
    let hash: Int
    let object: PyObject

    /// Whether two keys are equal.
    public static func == (a: CustomKey, b: CustomKey) -> Bool {
      a.hash == b.hash
        && (Py.isSame(a.object, b.object) || (try? Py.isEqual(a.object, b.object)) ?? false)
    }

    /// Hashes the parts that equal keys share.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// Whether the object equals the one of a key of another kind.
    func equals(_ other: HashKey) -> Bool {
      guard other.pythonHash == HashKey.custom(self).pythonHash, let value = other.value else {
        return false
      }
      return (try? Py.isEqual(object, value)) ?? false
    }
  }

  /// Whether two keys are of equal objects.
  public static func == (a: HashKey, b: HashKey) -> Bool {
    switch (a, b) {
    case (.string(let x), .string(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.identity(let x), .identity(let y)): x == y
    case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented): true
    case (.float(let x), .float(let y)): x == y
    case (.complex(let x, let i), .complex(let y, let j)): x == y && i == j
    case (.bytes(let x), .bytes(let y)): x == y
    case (.tuple(let x), .tuple(let y)): x == y
    case (.frozenSet(let x), .frozenSet(let y)): x == y
    case (.custom(let x), .custom(let y)): x == y
    case (.custom(let x), let y), (let y, .custom(let x)): x.equals(y)
    default: false
    }
  }

  /// Hashes the parts that equal keys share.
  public func hash(into hasher: inout Hasher) { hasher.combine(pythonHash) }

  /// An object that this is the key of, if it is a value.
  var value: PyObject? {
    switch self {
    case .none: PyObject.none
    case .ellipsis: .ellipsis
    case .notImplemented: .notImplemented
    case .int(let value): .int(value)
    case .float(let value): .float(value)
    case .complex(let real, let imaginary): .complex(PythonComplex(real: real, imag: imaginary))
    case .string(let text): .string(text.text)
    case .bytes(let bytes): .object(PyBytes(bytes))
    case .custom(let key): key.object
    case .tuple(let keys):
      keys.contains { $0.value == nil } ? nil : .tuple(keys.compactMap(\.value))
    case .frozenSet, .identity: nil
    }
  }

  init(_ value: Double) {
    if let integer = Int(exactly: value) { self = .int(integer) } else { self = .float(value) }
  }
}

extension Py {
  /// Key of an object in dicts and sets.
  ///
  /// - Throws: TypeError for one that can change, such as a list.
  public static func hashKey(of object: PyObject) throws -> HashKey {
    switch object {
    case .none: return .none
    case .ellipsis: return .ellipsis
    case .notImplemented: return .notImplemented
    case .bool(let value): return .int(value ? 1 : 0)
    case .int(let value): return .int(value)
    case .float(let value): return HashKey(value)
    case .complex(let value):
      return value.imag == 0 ? HashKey(value.real) : .complex(value.real, value.imag)
    case .string(let text): return .name(text)
    case .tuple(let tuple): return try hashKey(of: tuple, depth: 0)
    case .list: throw PyError.type("unhashable type: 'list'")
    case .dict(let dict): throw PyError.type("unhashable type: '\(dict.cls.name)'")
    case .set(let set):
      guard set.isFrozen else { throw PyError.type("unhashable type: 'set'") }
      guard set.depth < keyDepthLimit else { throw Stack.tooDeep() }
      return .frozenSet(HashKey.FrozenSetKey(set: set))
    case .object(let object): return try object.hashKey()
    }
  }

  /// Tuples may be this deep in one another as keys.
  private static let keyDepthLimit = 400

  private static func hashKey(of tuple: PyTuple, depth: Int) throws -> HashKey {
    guard depth < keyDepthLimit else { throw Stack.tooDeep() }
    return .tuple(
      try tuple.items.map {
        try Work.note(items: 8)
        if case .tuple(let inner) = $0 { return try hashKey(of: inner, depth: depth + 1) }
        if case .set(let set) = $0, set.depth + depth >= keyDepthLimit { throw Stack.tooDeep() }
        return try hashKey(of: $0)
      })
  }
}
