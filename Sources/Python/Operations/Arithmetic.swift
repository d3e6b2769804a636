extension Py {
  /// The result of an operator with two operands.
  ///
  /// - Throws: TypeError if neither knows the other.
  public static func binary(
    _ operation: BinaryOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject {
    if let result = try Py.binaryIfKnown(operation, a, b) { return result }
    let symbol = operation == .power ? "** or pow()" : operation.rawValue
    throw PyError.type(
      "unsupported operand type(s) for \(symbol): '\(Py.typeOf(a).name)' and '\(Py.typeOf(b).name)'"
    )
  }

  /// The result of an operator with two operands; `nil` if neither knows the other.
  static func binaryIfKnown(
    _ operation: BinaryOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject? {
    if case .int(let x) = a, case .int(let y) = b { return try integers(operation, x, y) }
    if case .object(let x) = a {
      // A subclass knows better than what it inherits from.
      if case .object(let y) = b, y.type !== x.type, y.type.isSubclass(of: x.type),
        let result = try y.binary(operation, a, isReflected: true)
      {
        return result
      }
      if let result = try x.binary(operation, b, isReflected: false) { return result }
    }
    if case .string(let text) = a, operation == .modulo {
      return .string(try Py.percentFormatted(text, b))
    }
    if case .object(let y) = b, let result = try y.binary(operation, a, isReflected: true) {
      return result
    }
    if let result = try numbers(operation, a, b) { return result }
    return try containers(operation, a, b)
  }
}

// MARK: Numbers

extension Py {
  private static func numbers(
    _ operation: BinaryOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject? {
    if case .bool(let x) = a, case .bool(let y) = b {
      switch operation {
      case .and: return .bool(x && y)
      case .or: return .bool(x || y)
      case .xor: return .bool(x != y)
      default: break
      }
    }
    if let x = a.ownInteger, let y = b.ownInteger { return try integers(operation, x, y) }
    if let x = a.ownNumber, let y = b.ownNumber { return try floats(operation, x, y) }
    guard let x = a.ownComplex, let y = b.ownComplex else { return nil }
    switch operation {
    case .add: return .complex(x + y)
    case .subtract: return .complex(x - y)
    case .multiply: return .complex(x * y)
    case .divide: return .complex(try x.divided(by: y))
    case .power: return .complex(try x.power(y))
    default: return nil
    }
  }

  private static func integers(_ operation: BinaryOperator, _ a: Int, _ b: Int) throws -> PyObject?
  {
    switch operation {
    case .add: return .int(try PythonInt.add(a, b))
    case .subtract: return .int(try PythonInt.subtract(a, b))
    case .multiply: return .int(try PythonInt.multiply(a, b))
    case .divide: return .float(try PythonInt.trueDivide(a, b))
    case .floorDivide: return .int(try PythonInt.floorDivide(a, b))
    case .modulo: return .int(try PythonInt.modulo(a, b))
    case .power:
      switch try PythonInt.power(a, b) {
      case .int(let value): return .int(value)
      case .float(let value): return .float(value)
      }
    case .shiftLeft: return .int(try PythonInt.shiftLeft(a, b))
    case .shiftRight: return .int(try PythonInt.shiftRight(a, b))
    case .and: return .int(a & b)
    case .or: return .int(a | b)
    case .xor: return .int(a ^ b)
    case .matmul: return nil
    }
  }

  private static func floats(_ operation: BinaryOperator, _ a: Double, _ b: Double) throws
    -> PyObject?
  {
    switch operation {
    case .add: return .float(a + b)
    case .subtract: return .float(a - b)
    case .multiply: return .float(a * b)
    case .divide: return .float(try PythonFloat.divide(a, b))
    case .floorDivide: return .float(try PythonFloat.floorDivide(a, b))
    case .modulo: return .float(try PythonFloat.modulo(a, b))
    case .power:
      switch try PythonFloat.power(a, b) {
      case .float(let value): return .float(value)
      case .complex(let value): return .complex(value)
      }
    default: return nil
    }
  }
}

extension PyObject {
  fileprivate var ownInteger: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  fileprivate var isSequence: Bool {
    switch self {
    case .string, .tuple, .list: true
    default: false
    }
  }

  fileprivate var ownNumber: Double? {
    if case .float(let value) = self { value } else { ownInteger.map(Double.init) }
  }

  fileprivate var ownComplex: PythonComplex? {
    if case .complex(let value) = self { return value }
    return ownNumber.map { PythonComplex(real: $0, imag: 0) }
  }
}

// MARK: Containers

extension Py {
  private static func containers(
    _ operation: BinaryOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject? {
    switch (operation, a, b) {
    case (.add, .string(let x), .string(let y)): return .string(x + y)
    case (.add, .tuple(let x), .tuple(let y)): return .tuple(try joined(x.items, y.items))
    case (.add, .list(let x), .list(let y)): return .list(try joined(x.items, y.items))
    case (.add, .string, _), (.add, .tuple, _), (.add, .list, _):
      let name = Py.typeOf(a).name
      throw PyError.type(
        "can only concatenate \(name) (not \"\(Py.typeOf(b).name)\") to \(name)")
    case (.multiply, _, _):
      if let count = b.ownInteger { return try repeated(a, count) }
      if let count = a.ownInteger { return try repeated(b, count) }
      if a.isSequence {
        throw PyError.type(
          "can't multiply sequence by non-int of type '\(Py.typeOf(b).name)'")
      }
      if b.isSequence {
        throw PyError.type(
          "can't multiply sequence by non-int of type '\(Py.typeOf(a).name)'")
      }
      return nil
    case (_, .dict(let x), .dict(let y)) where x.isCounter && y.isCounter:
      return try x.counts(operation, y).map { .dict($0) }
    case (.or, .dict(let x), .dict(let y)):
      let result = x.copy()
      result.update(y)
      return .dict(result)
    case (_, .set(let x), .set(let y)): return sets(operation, x, y).map { .set($0) }
    default: return nil
    }
  }

  private static func joined(_ a: [PyObject], _ b: [PyObject]) throws -> [PyObject] {
    guard a.count + b.count <= itemLimit else {
      throw PyError.named("MemoryError", "a sequence of more than \(itemLimit) items")
    }
    return a + b
  }

  private static func repeated(_ items: [PyObject], _ count: Int) -> [PyObject] {
    var result: [PyObject] = []
    result.reserveCapacity(items.count * count)
    for _ in 0..<count { result += items }
    return result
  }

  private static func repeated(_ object: PyObject, _ count: Int) throws -> PyObject? {
    let count = max(count, 0)
    func checked(_ length: Int) throws {
      guard length == 0 || count <= itemLimit / length else {
        throw PyError.named("MemoryError", "a sequence of more than \(itemLimit) items")
      }
    }
    switch object {
    case .string(let text):
      try checked(text.utf8.count)
      return .string(String(repeating: text, count: count))
    case .tuple(let tuple):
      try checked(tuple.items.count)
      return .tuple(repeated(tuple.items, count))
    case .list(let list):
      try checked(list.items.count)
      return .list(repeated(list.items, count))
    default: return nil
    }
  }

  /// `a | b`, `a & b`, `a - b`, `a ^ b` of sets.
  static func sets(_ operation: BinaryOperator, _ a: PySet, _ b: PySet) -> PySet? {
    switch operation {
    case .or:
      let union = a.copy(isFrozen: a.isFrozen)
      union.formUnion(b)
      return union
    case .and: return a.intersection(b)
    case .subtract: return a.subtracting(b)
    case .xor:
      let difference = b.copy(isFrozen: a.isFrozen)
      difference.formSymmetricDifference(a)
      return difference
    default: return nil
    }
  }

  /// Changes a set in place; gives whether it could.
  static func change(_ operation: BinaryOperator, _ set: PySet, _ other: PySet) -> Bool {
    switch operation {
    case .or: set.formUnion(other)
    case .and: set.replace(by: set.intersection(other))
    case .subtract: set.subtract(other)
    case .xor: set.formSymmetricDifference(other)
    default: return false
    }
    return true
  }
}

// MARK: In place

extension Py {
  /// `a += b` and its like: the new value of the left side, which may be the same object, changed.
  public static func inPlace(
    _ operation: BinaryOperator, _ a: PyObject, _ b: PyObject
  ) throws -> PyObject {
    if case .object(let object) = a, let result = try object.inPlace(operation, b) { return result }
    if try Py.changedInPlace(operation, a, b) { return a }
    do {
      return try Py.binary(operation, a, b)
    } catch let error as PyError where error.diagnostic.problem.hasPrefix("unsupported operand") {
      throw PyError.type(
        "unsupported operand type(s) for \(operation.rawValue)=: '\(Py.typeOf(a).name)' and "
          + "'\(Py.typeOf(b).name)'")
    }
  }

  /// Changes a list, a dict or a set in place; gives whether it could.
  static func changedInPlace(
    _ operation: BinaryOperator, _ a: PyObject, _ b: PyObject
  ) throws -> Bool {
    switch (operation, a) {
    case (.add, .list(let list)):
      let added = try Py.items(of: b)
      list.items = try joined(list.items, added)
    case (.multiply, .list(let list)):
      guard let count = b.integer, case .list(let result)? = try repeated(a, count) else {
        return false
      }
      list.items = result.items
    case (_, .dict(let dict)) where dict.isCounter:
      guard case .dict(let other) = b, let result = try dict.counts(operation, other) else {
        return false
      }
      dict.removeAll()
      dict.update(result)
    case (.or, .dict(let dict)):
      for (key, value) in try Py.entries(of: b) { try dict.set(key, to: value) }
    case (_, .set(let set)) where !set.isFrozen:
      guard case .set(let other) = b.native, change(operation, set, other) else { return false }
    default: return false
    }
    return true
  }

  /// Entries of a dict, of an object with `keys`, or of a sequence of pairs.
  static func entries(of object: PyObject) throws -> [(PyObject, PyObject)] {
    if case .dict(let dict) = object.native { return dict.pairs.map { ($0.key, $0.value) } }
    if case .object = object, let keys = try Py.attributeIfThere("keys", of: object) {
      return try Py.items(of: call(keys)).map { ($0, try Py.item(of: object, $0)) }
    }
    return try Py.items(of: object).enumerated().map { place, entry in
      guard try iteratorIfThere(over: entry) != nil else {
        throw PyError.type(
          "cannot convert dictionary update sequence element #\(place) to a sequence")
      }
      let parts = try Py.items(of: entry)
      guard parts.count == 2 else {
        throw PyError.value(
          "dictionary update sequence element #\(place) has length \(parts.count); 2 is required")
      }
      return (parts[0], parts[1])
    }
  }
}

// MARK: One operand

extension Py {
  /// The result of an operator with one operand.
  public static func unary(_ operation: UnaryOperator, _ operand: PyObject) throws -> PyObject {
    switch (operation, operand) {
    case (.not, _): return .bool(try !isTrue(operand))
    case (.minus, .int(let value)): return .int(try PythonInt.negate(value))
    case (.minus, .bool(let value)): return .int(value ? -1 : 0)
    case (.minus, .float(let value)): return .float(-value)
    case (.minus, .complex(let value)): return .complex(-value)
    case (.plus, .int), (.plus, .float), (.plus, .complex): return operand
    case (.plus, .bool(let value)): return .int(value ? 1 : 0)
    case (.invert, .int(let value)): return .int(~value)
    case (.invert, .bool(let value)): return .int(value ? -2 : -1)
    case (.plus, .dict(let counter)) where counter.isCounter,
      (.minus, .dict(let counter)) where counter.isCounter:
      let empty = counter.copy()
      empty.removeAll()
      return try empty.counts(operation == .plus ? .add : .subtract, counter).map { .dict($0) }
        ?? .none
    case (_, .object(let object)):
      if let result = try object.unary(operation) { return result }
    default: break
    }
    throw PyError.type(
      "bad operand type for unary \(operation.rawValue): '\(Py.typeOf(operand).name)'")
  }
}
