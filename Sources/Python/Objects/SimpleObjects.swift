/// `slice(start, stop, step)`, as it stands between the brackets of an index.
public final class PySlice: PyReference, @unchecked Sendable {
  /// The first bound.
  public private(set) var start: PyObject
  /// The second bound.
  public private(set) var stop: PyObject
  /// The step.
  public private(set) var step: PyObject

  deinit {
    var parts = [start, stop, step]
    (start, stop, step) = (.none, .none, .none)
    Chain.free(&parts, replacingWith: [])
  }

  /// A slice; each part may be `None`.
  public init(_ start: PyObject, _ stop: PyObject, _ step: PyObject = .none) {
    (self.start, self.stop, self.step) = (start, stop, step)
    super.init()
  }

  public override var type: PyClass { .slice }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "start": start
    case "stop": stop
    case "step": step
    case "indices":
      .function(name, "(len)") { [self] call in
        let (start, stop, step) = try bounds(count: call.int(0))
        return .tuple([.int(start), .int(stop), .int(step)])
      }
    default: try super.attribute(name)
    }
  }

  /// The first place, the place behind the last, and the step, among `count` items.
  func bounds(count: Int) throws -> (start: Int, stop: Int, step: Int) {
    let step = try self.step.isNone ? 1 : Py.requiredInteger(self.step)
    guard step != 0 else { throw PyError.value("slice step cannot be zero") }
    let (least, most) = step > 0 ? (0, count) : (-1, count - 1)
    func place(_ bound: PyObject, or fallback: Int) throws -> Int {
      guard !bound.isNone else { return fallback }
      let place = try Py.requiredInteger(bound)
      return min(max(place < 0 ? place &+ count : place, least), most)
    }
    return (
      try place(start, or: step > 0 ? least : most), try place(stop, or: step > 0 ? most : least),
      step
    )
  }

  /// The places that it means among `count` items.
  public func places(count: Int) throws -> [Int] {
    let (start, stop, step) = try bounds(count: count)
    return Array(stride(from: start, to: stop, by: step))
  }

  public override func hashKey() throws -> HashKey {
    throw PyError.type("unhashable type: 'slice'")
  }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let other = other.reference as? PySlice else { return nil }
    return try Py.compareIfKnown(
      comparison, .tuple([start, stop, step]), .tuple([other.start, other.stop, other.step]))
  }

  public override func representation() throws -> String {
    try Stack.check()
    return "slice(" + (try [start, stop, step].map(Py.representation).joined(separator: ", ")) + ")"
  }

  public override var noun: String { "a slice" }
}

/// `range(start, stop, step)`.
public final class PyRange: PyReference, @unchecked Sendable {
  let start: Int
  let stop: Int
  let step: Int
  /// The number of integers.
  public let length: Int

  init(_ start: Int, _ stop: Int, _ step: Int) throws {
    guard step != 0 else { throw PyError.value("range() arg 3 must not be zero") }
    (self.start, self.stop, self.step) = (start, stop, step)
    let (span, overflows) =
      step > 0 ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    let size = step.magnitude
    if (step > 0 && stop <= start) || (step < 0 && stop >= start) {
      length = 0
    } else if overflows {
      throw PyError.named("OverflowError", "a range of more than 64 bits")
    } else {
      let count = (UInt(span) - 1) / size + 1
      guard count <= Int.max else {
        throw PyError.named("OverflowError", "a range of more than 64 bits")
      }
      length = Int(count)
    }
    super.init()
  }

  public override var type: PyClass { .range }

  func value(at place: Int) -> Int { start + place * step }

  public override func iterator() throws -> PyIterator? {
    var place = 0
    return PyIterator { [self] in
      guard place < length else { return nil }
      defer { place += 1 }
      return .int(value(at: place))
    }
  }

  public override func count() throws -> Int? { length }

  public override func contains(_ item: PyObject) throws -> Bool? {
    guard let number = item.number, let wanted = Int(exactly: number), length > 0 else {
      return false
    }
    let last = value(at: length - 1)
    guard (min(start, last)...max(start, last)).contains(wanted) else { return false }
    return (wanted - start) % step == 0
  }

  public override func item(_ index: PyObject) throws -> PyObject {
    if let slice = index.reference as? PySlice {
      let (first, end, stride) = try slice.bounds(count: length)
      return .object(
        try PyRange(start + first * step, start + end * step, step * stride))
    }
    return .int(value(at: try Py.place(of: index, among: length, "range object")))
  }

  public override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "start": .int(start)
    case "stop": .int(stop)
    case "step": .int(step)
    default: try super.attribute(name)
    }
  }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let other = other.reference as? PyRange,
      comparison == .equal || comparison == .notEqual
    else { return nil }
    let isEqual =
      length == other.length
      && (length == 0 || (start == other.start && (length == 1 || step == other.step)))
    return .bool(isEqual == (comparison == .equal))
  }

  public override func hashKey() throws -> HashKey {
    .tuple([.int(length), length == 0 ? .none : .int(start), length < 2 ? .none : .int(step)])
  }

  public override func representation() throws -> String {
    step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
  }
}

/// `bytes`.
public final class PyBytes: PyReference, @unchecked Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// A `bytes` object.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    super.init()
  }

  public override var type: PyClass { .bytes }
  public override func count() throws -> Int? { bytes.count }

  public override func iterator() throws -> PyIterator? {
    PyIterator(over: bytes.map { .int(Int($0)) })
  }

  public override func item(_ index: PyObject) throws -> PyObject {
    if let slice = index.reference as? PySlice {
      return .object(PyBytes(try slice.places(count: bytes.count).map { bytes[$0] }))
    }
    return .int(Int(bytes[try Py.place(of: index, among: bytes.count, "bytes")]))
  }

  public override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    switch operation {
    case .add where !isReflected:
      guard let other = other.native.reference as? PyBytes else {
        throw PyError.type("can't concat \(Py.typeOf(other).name) to bytes")
      }
      guard bytes.count + other.bytes.count <= itemLimit else {
        throw PyError.named("MemoryError", "more than \(itemLimit) bytes")
      }
      return .object(PyBytes(bytes + other.bytes))
    case .multiply:
      guard let count = other.integer else { return nil }
      guard bytes.isEmpty || count <= itemLimit / bytes.count else {
        throw PyError.named("MemoryError", "")
      }
      return .object(PyBytes(Array(repeatElement(bytes, count: max(count, 0)).joined())))
    default: return nil
    }
  }

  public override func contains(_ item: PyObject) throws -> Bool? {
    if let integer = item.integer {
      guard let byte = UInt8(exactly: integer) else {
        throw PyError.value("byte must be in range(0, 256)")
      }
      return bytes.contains(byte)
    }
    guard let part = item.native.reference as? PyBytes else {
      throw PyError.type("a bytes-like object is required, not '\(Py.typeOf(item).name)'")
    }
    let count = part.bytes.count
    guard count > 0 else { return true }
    return bytes.indices.contains { bytes[$0...].starts(with: part.bytes) }
  }

  public override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let other = other.reference as? PyBytes else { return nil }
    return try Py.compareIfKnown(
      comparison, .list(bytes.map { .int(Int($0)) }), .list(other.bytes.map { .int(Int($0)) }))
  }

  public override func hashKey() throws -> HashKey { .bytes(bytes) }
  public override func representation() throws -> String { PythonBytes.repr(bytes) }
}

/// `A | B` and other parts of annotations: types that aren't checked.
public final class PyUnion: PyReference, @unchecked Sendable {
  /// The types.
  let members: [PyObject]

  init(_ members: [PyObject]) {
    self.members = members
    super.init()
  }

  public override func item(_ index: PyObject) throws -> PyObject { .object(self) }

  public override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    guard operation == .or else { return nil }
    let others = (other.reference as? PyUnion)?.members ?? [other]
    let new = others.filter { other in !members.contains { Py.isSame($0, other) } }
    return .object(new.isEmpty ? self : PyUnion(members + new))
  }

  public override func representation() throws -> String {
    try members.map(Py.representation).joined(separator: " | ")
  }
}
