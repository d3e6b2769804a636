/// Result of `functools.lru_cache`: a function that keeps its results.
final class PyCached: PyReference, @unchecked Sendable {
  private let function: PyObject
  /// Largest number of results kept; `nil` for no limit.
  private let limit: Int?
  /// Whether arguments of other types are other arguments though they are equal.
  private let isTyped: Bool
  private var results: [HashKey: Entry] = [:]
  private var hits = 0
  private var misses = 0

  /// A result, and the number of the call that it was last asked for in.
  private struct Entry {
    let result: PyObject
    var lastCall: Int
  }

  init(_ function: PyObject, limit: Int? = nil, isTyped: Bool = false) {
    (self.function, self.limit, self.isTyped) = (function, limit.map { max(0, $0) }, isTyped)
    super.init()
  }

  override var isCallable: Bool { true }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    guard limit != 0 else {
      misses += 1
      return try Py.call(function, arguments)
    }
    let key = try key(of: arguments)
    if let entry = results[key] {
      hits += 1
      results[key]?.lastCall = hits + misses
      return entry.result
    }
    misses += 1
    let result = try Py.call(function, arguments)
    if let entry = results[key] { return entry.result }
    if let limit, results.count >= limit, let oldest = oldestKey { results[oldest] = nil }
    results[key] = Entry(result: result, lastCall: hits + misses)
    return result
  }

  private var oldestKey: HashKey? {
    results.min { $0.value.lastCall < $1.value.lastCall }?.key
  }

  /// Cache key of arguments: a number or a text alone is its own key, which no float or truth value
  /// equals.
  private func key(of arguments: PyArguments) throws -> HashKey {
    let (positional, keywords) = (arguments.positional, arguments.keywords)
    if !isTyped, keywords.isEmpty, positional.count == 1 {
      switch positional[0] {
      case .int, .string: return try Py.hashKey(of: positional[0])
      default: break
      }
    }
    var parts = try positional.map(Py.hashKey)
    if !keywords.isEmpty { parts.append(.notImplemented) }
    for keyword in keywords { parts += [.name(keyword.name), try Py.hashKey(of: keyword.value)] }
    if isTyped {
      parts += (positional + keywords.map(\.value)).map {
        .identity(ObjectIdentifier(Py.typeOf($0)))
      }
    }
    return .tuple(parts)
  }

  override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    object.map { .object(PyBoundMethod($0, .object(self))) }
  }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "cache_clear":
      .function(name, "()") { [self] _ in
        (results, hits, misses) = ([:], 0, 0)
        return .none
      }
    case "cache_info": .function(name, "()") { [self] _ in try information }
    case "cache_parameters":
      .function(name, "()") { [self] _ in
        .dict([("maxsize", limit.map { .int($0) } ?? .none), ("typed", .bool(isTyped))])
      }
    case "__wrapped__": function
    default: try function.reference?.attribute(name)
    }
  }

  private var information: PyObject {
    get throws {
      try .object(
        PyNamedTuple(
          Self.informationClass.get(),
          [.int(hits), .int(misses), limit.map { .int($0) } ?? .none, .int(results.count)]))
    }
  }

  private static let informationClass = Result {
    try PyClass.namedTuple(
      "CacheInfo",
      ["hits", "misses", "maxsize", "currsize"].map { NamedTupleField(name: $0, default: nil) })
  }
}
