import CStack

extension Py {
  /// The result of a comparison, which is of any type where arrays are compared.
  ///
  /// - Throws: TypeError if the objects have no order.
  public static func compare(
    _ comparison: ComparisonOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject {
    switch comparison {
    case .isSame: return .bool(Py.isSame(a, b))
    case .isNotSame: return .bool(!Py.isSame(a, b))
    case .isIn: return .bool(try Py.isContained(a, in: b))
    case .isNotIn: return .bool(try !Py.isContained(a, in: b))
    default: break
    }
    if let result = try Py.compareIfKnown(comparison, a, b) { return result }
    switch comparison {
    case .equal: return .bool(Py.isSame(a, b))
    case .notEqual: return .bool(!Py.isSame(a, b))
    default:
      throw PyError.type(
        "'\(comparison.rawValue)' not supported between instances of '\(Py.typeOf(a).name)' and "
          + "'\(Py.typeOf(b).name)'")
    }
  }

  /// Whether two objects are equal.
  public static func isEqual(_ a: PyObject, _ b: PyObject) throws -> Bool {
    if let result = try Py.compareIfKnown(.equal, a, b) { return try Py.isTrue(result) }
    return Py.isSame(a, b)
  }

  /// Whether the first of two objects is less.
  static func isLess(_ a: PyObject, _ b: PyObject) throws -> Bool {
    try Py.isTrue(Py.compare(.less, a, b))
  }

  /// The result of a comparison; `nil` if neither operand knows the other.
  static func compareIfKnown(
    _ comparison: ComparisonOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject? {
    if case .object(let x) = a {
      if case .object(let y) = b, y.type !== x.type, y.type.isSubclass(of: x.type),
        let result = try y.compare(comparison.reflected, a)
      {
        return result
      }
      if let result = try x.compare(comparison, b) { return result }
    }
    if case .object(let y) = b { return try y.compare(comparison.reflected, a) }
    return try plain(comparison, a, b).map { .bool($0) }
  }

  private static func plain(
    _ comparison: ComparisonOperator, _ a: PyObject, _ b: PyObject
  ) throws -> Bool? {
    switch (a, b) {
    case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented):
      return comparison == .equal ? true : comparison == .notEqual ? false : nil
    case (.string(let x), .string(let y)):
      return order(comparison, x.unicodeScalars, y.unicodeScalars)
    case (.tuple(let x), .tuple(let y)): return try sequences(comparison, x.items, y.items)
    case (.list(let x), .list(let y)): return try sequences(comparison, x.items, y.items)
    case (.dict(let x), .dict(let y)):
      guard comparison == .equal || comparison == .notEqual else { return nil }
      if x.isCounter, y.isCounter { return try x.hasCounts(of: y) == (comparison == .equal) }
      return try areEqual(x, y) == (comparison == .equal)
    case (.set(let x), .set(let y)): return sets(comparison, x, y)
    default: return numbers(comparison, a, b)
    }
  }

  private static func order(
    _ comparison: ComparisonOperator, _ a: String.UnicodeScalarView, _ b: String.UnicodeScalarView
  ) -> Bool? {
    switch comparison {
    case .equal: a.elementsEqual(b)
    case .notEqual: !a.elementsEqual(b)
    case .less: a.lexicographicallyPrecedes(b)
    case .lessOrEqual: !b.lexicographicallyPrecedes(a)
    case .greater: b.lexicographicallyPrecedes(a)
    case .greaterOrEqual: !a.lexicographicallyPrecedes(b)
    default: nil
    }
  }

  private static func sequences(
    _ comparison: ComparisonOperator, _ a: [PyObject], _ b: [PyObject]
  ) throws -> Bool? {
    if comparison == .equal || comparison == .notEqual, a.count != b.count {
      return comparison == .notEqual
    }
    if stack_is_nearly_full() { throw Stack.tooDeep(" in comparison") }
    // The first items that differ decide.
    for (x, y) in zip(a, b) where !Py.isSame(x, y) {
      try Work.noteItem()
      guard try !Py.isEqual(x, y) else { continue }
      if comparison == .equal || comparison == .notEqual { return comparison == .notEqual }
      return try Py.isTrue(Py.compare(comparison, x, y))
    }
    return ordered(comparison, a.count, b.count)
  }

  private static func areEqual(_ a: PyDict, _ b: PyDict) throws -> Bool {
    guard a.count == b.count else { return false }
    if stack_is_nearly_full() { throw Stack.tooDeep(" in comparison") }
    if a.typeName == "OrderedDict", b.typeName == "OrderedDict",
      try sequences(.equal, a.keys, b.keys) != true
    {
      return false
    }
    return try a.pairs.allSatisfy { entry in
      guard let other = try b.value(entry.key) else { return false }
      return try Py.isSame(entry.value, other) || Py.isEqual(entry.value, other)
    }
  }

  private static func sets(_ comparison: ComparisonOperator, _ a: PySet, _ b: PySet) -> Bool? {
    let isSubset = a.keys.allSatisfy { b.contains(key: $0) }
    let isSuperset = b.keys.allSatisfy { a.contains(key: $0) }
    switch comparison {
    case .equal: return isSubset && isSuperset
    case .notEqual: return !(isSubset && isSuperset)
    case .less: return isSubset && !isSuperset
    case .lessOrEqual: return isSubset
    case .greater: return isSuperset && !isSubset
    case .greaterOrEqual: return isSuperset
    default: return nil
    }
  }

  private static func numbers(_ comparison: ComparisonOperator, _ a: PyObject, _ b: PyObject)
    -> Bool?
  {
    if case .complex(let x) = a { return complexes(comparison, x, b) }
    if case .complex(let y) = b { return complexes(comparison, y, a) }
    switch (a, b) {
    case (.float(let x), .float(let y)): return ordered(comparison, x, y)
    case (.float(let x), _):
      guard let y = b.integer else { return nil }
      return exact(comparison.reflected, y, x)
    case (_, .float(let y)):
      guard let x = a.integer else { return nil }
      return exact(comparison, x, y)
    default:
      guard let x = a.integer, let y = b.integer else { return nil }
      return ordered(comparison, x, y)
    }
  }

  private static func complexes(
    _ comparison: ComparisonOperator, _ a: PythonComplex, _ b: PyObject
  ) -> Bool? {
    guard comparison == .equal || comparison == .notEqual else { return nil }
    let other: PythonComplex
    if case .complex(let value) = b {
      other = value
    } else if let number = b.number {
      other = PythonComplex(real: number, imag: 0)
    } else {
      return nil
    }
    return (a.real == other.real && a.imag == other.imag) == (comparison == .equal)
  }

  /// An integer and a float compared without rounding.
  private static func exact(_ comparison: ComparisonOperator, _ a: Int, _ b: Double) -> Bool? {
    guard abs(b) < 0x1p63 else { return ordered(comparison, Double(a), b) }
    let whole = b.rounded(.towardZero)
    let integer = Int(whole)
    if a != integer { return ordered(comparison, a, integer) }
    return ordered(comparison, 0, b - whole)
  }

  private static func ordered<T: Comparable>(_ comparison: ComparisonOperator, _ a: T, _ b: T)
    -> Bool?
  {
    switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    default: nil
    }
  }

  /// The objects in order, equal ones in the order they had.
  static func sorted(
    _ objects: [PyObject], key: PyObject = .none, isReversed: Bool = false
  ) throws -> [PyObject] {
    let keys = key.isNone ? objects : try objects.map { try call(key, $0) }
    var places = Array(objects.indices)
    if isReversed { places.reverse() }
    // Swift's sort is stable, but doesn't promise it.
    try mergeSort(&places) { try Py.isLess(keys[$0], keys[$1]) }
    if isReversed { places.reverse() }
    return places.map { objects[$0] }
  }

  /// Sorts so that equal elements stay in order.
  ///
  /// - Complexity: O(*n* log *n*).
  private static func mergeSort(_ places: inout [Int], _ isLess: (Int, Int) throws -> Bool) throws {
    guard places.count > 1 else { return }
    var left = Array(places[..<(places.count / 2)])
    var right = Array(places[(places.count / 2)...])
    try mergeSort(&left, isLess)
    try mergeSort(&right, isLess)
    var merged: [Int] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if try isLess(right[j], left[i]) {
        merged.append(right[j])
        j += 1
      } else {
        merged.append(left[i])
        i += 1
      }
    }
    places = merged + left[i...] + right[j...]
  }
}
