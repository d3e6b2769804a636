extension Py {
  /// The class of an object.
  public static func typeOf(_ object: PyObject) -> PyClass {
    switch object {
    case .none: .noneType
    case .ellipsis: .ellipsisType
    case .notImplemented: .notImplementedType
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .complex: .complex
    case .string: .str
    case .tuple: .tuple
    case .list: .list
    case .dict(let dict): dict.cls
    case .set(let set): set.isFrozen ? .frozenset : .set
    case .object(let object): object.type
    }
  }

  /// Whether two objects are the same (`is`). Of numbers and strings, which have no place of their own,
  /// that they are equal and of one type.
  public static func isSame(_ a: PyObject, _ b: PyObject) -> Bool {
    switch (a, b) {
    case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented): true
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.float(let x), .float(let y)): x.bitPattern == y.bitPattern
    case (.complex(let x), .complex(let y)): x == y
    case (.string(let x), .string(let y)): x.hasSameScalars(as: y)
    case (.tuple(let x), .tuple(let y)): x === y || (x.items.isEmpty && y.items.isEmpty)
    case (.list(let x), .list(let y)): x === y
    case (.dict(let x), .dict(let y)): x === y
    case (.set(let x), .set(let y)): x === y
    case (.object(let x), .object(let y)): x === y || x.isSame(as: y)
    default: false
    }
  }
}

extension String {
  /// Whether both texts have the same code points.
  func hasSameScalars(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}

extension Py {
  /// The object as errors call it: `the string 'five'`, `a list`.
  public static func noun(of object: PyObject) -> String {
    switch object {
    case .none: "None"
    case .ellipsis: "..."
    case .notImplemented: "NotImplemented"
    case .bool(let value): value ? "True" : "False"
    case .int(let value): "\(value)"
    case .float(let value): Py.floatRepresentation(value)
    case .complex: "a complex number"
    case .string(let text): "the string '\(text)'"
    case .tuple(let tuple): "a tuple of \(tuple.items.count)"
    case .list(let list): "a list of \(list.items.count)"
    case .dict(let dict): "a dict of \(dict.count)"
    case .set(let set): "a set of \(set.count)"
    case .object(let object): object.noun
    }
  }
}
