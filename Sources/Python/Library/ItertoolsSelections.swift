extension PyModule {
  /// The functions of `itertools` that select items of sequences: products, permutations,
  /// combinations.
  static let itertoolsSelections: [PyBuiltin] = [
    PyBuiltin("product", "(*iterables, repeat=1)") { call in
      let pools = try call.rest(0).map(Py.items(of:))
      let count = try call.int(1)
      guard count >= 0 else { throw PyError.value("repeat argument cannot be negative") }
      try checkSelected(count, of: pools.count)
      let repeated = Array(repeatElement(pools, count: count).joined())
      let counts = repeated.map(\.count)
      return selections(counts.contains(0) ? nil : counts.map { _ in 0 }) { places in
        advanceProduct(&places, counts: counts)
      } items: { places in
        places.indices.map { repeated[$0][places[$0]] }
      }
    },
    PyBuiltin("permutations", "(iterable, r=None)") { call in
      let pool = try call.items(0)
      let size = try selectedCount(call[1].isNone ? pool.count : call.int(1))
      var cycles = (0..<min(size, pool.count)).map { pool.count - $0 }
      return selections(size > pool.count ? nil : Array(pool.indices)) { places in
        advancePermutation(&places, cycles: &cycles)
      } items: { places in
        places.prefix(size).map { pool[$0] }
      }
    },
    PyBuiltin("combinations", "(iterable, r)") { call in
      let pool = try call.items(0)
      let size = try selectedCount(call.int(1))
      return selections(size > pool.count ? nil : Array(0..<size)) { places in
        guard let last = places.indices.last(where: { places[$0] < $0 + pool.count - size }) else {
          return false
        }
        let next = places[last] + 1
        for place in last..<size { places[place] = next + place - last }
        return true
      } items: { places in
        places.map { pool[$0] }
      }
    },
    PyBuiltin("combinations_with_replacement", "(iterable, r)") { call in
      let pool = try call.items(0)
      let size = try selectedCount(call.int(1))
      let first = pool.isEmpty && size > 0 ? nil : Array(repeating: 0, count: size)
      return selections(first) { places in
        guard let last = places.lastIndex(where: { $0 < pool.count - 1 }) else { return false }
        let next = places[last] + 1
        for place in last..<size { places[place] = next }
        return true
      } items: { places in
        places.map { pool[$0] }
      }
    },
  ]

  /// The number of items to select.
  ///
  /// - Throws: ValueError if it is negative, MemoryError if it is too large.
  private static func selectedCount(_ count: Int) throws -> Int {
    guard count >= 0 else { throw PyError.value("r must be non-negative") }
    try checkSelected(count, of: 1)
    return count
  }

  private static func checkSelected(_ count: Int, of size: Int) throws {
    guard count <= itemLimit / max(size, 1) else {
      throw PyError.named("MemoryError", "a tuple of more than \(itemLimit) items")
    }
  }

  /// An iterator over tuples of the items at given places.
  ///
  /// - Parameters:
  ///   - first: places of the first tuple; `nil` if there is none.
  ///   - advance: changes the places to those of the next tuple, or returns false at the end.
  ///   - items: items of the tuple at some places.
  private static func selections(
    _ first: [Int]?, _ advance: @escaping (inout [Int]) -> Bool,
    items: @escaping ([Int]) -> [PyObject]
  ) -> PyObject {
    guard var places = first else { return .object(PyIterator()) }
    var hasBegun = false
    return .object(
      PyIterator {
        guard !hasBegun || advance(&places) else { return nil }
        hasBegun = true
        return .tuple(items(places))
      })
  }

  /// Moves on one place in each pool, the last one first.
  private static func advanceProduct(_ places: inout [Int], counts: [Int]) -> Bool {
    for index in places.indices.reversed() {
      places[index] += 1
      if places[index] < counts[index] { return true }
      places[index] = 0
    }
    return false
  }

  /// Moves on an order of places, of which the first `cycles.count` are selected.
  ///
  /// - Parameter cycles: for each selected place the number of items left for it, plus one.
  private static func advancePermutation(_ places: inout [Int], cycles: inout [Int]) -> Bool {
    for index in cycles.indices.reversed() {
      cycles[index] -= 1
      if cycles[index] > 0 {
        places.swapAt(index, places.count - cycles[index])
        return true
      }
      places.append(places.remove(at: index))
      cycles[index] = places.count - index
    }
    return false
  }
}
