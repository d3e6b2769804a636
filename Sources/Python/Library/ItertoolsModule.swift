extension PyModule {
  /// The names of `itertools`.
  static let itertoolsValues: [String: PyObject] = {
    var values = functions(endlessIterators + chainedIterators + choosingIterators + combinations)
    values["chain"] = .object(chainClass)
    return values
  }()

  private static let chainClass: PyClass = {
    let cls = PyClass.builtin("chain", bases: [.iterator]) { _, arguments in
      chained(PyIterator(over: arguments.positional))
    }
    cls.attributes["from_iterable"] = .object(
      PyBuiltin("from_iterable", "(iterable, /)") { chained(try Py.iterator(over: $0[0])) })
    return cls
  }()

  private static func chained(_ sources: PyIterator) -> PyObject {
    var current: PyIterator?
    return .object(
      PyIterator {
        while true {
          if let item = try current?.next() { return item }
          guard let next = try sources.next() else { return nil }
          current = try Py.iterator(over: next)
        }
      })
  }

  /// Whether an object is a number, or can be converted to one.
  private static func isNumber(_ object: PyObject) throws -> Bool {
    switch object {
    case .bool, .int, .float, .complex: true
    case .object(let reference as PyInstance):
      ["__index__", "__int__", "__float__"].contains { reference.type.lookUp($0) != nil }
    case .object(let reference): !(reference is PyClass) && !reference.isCallable
    default: false
    }
  }

  private static let endlessIterators: [PyBuiltin] = [
    PyBuiltin("count", "(start=0, step=1)") { call in
      guard try isNumber(call[0]), try isNumber(call[1]) else {
        throw PyError.type("a number is required")
      }
      var value = call[0].integer.map { PyObject.int($0) } ?? call[0]
      let step = call[1]
      return .object(
        PyIterator {
          let current = value
          value = try Py.binary(.add, value, step)
          return current
        })
    },
    PyBuiltin("cycle", "(iterable, /)") { call in
      let items = try call.items(0)
      var place = 0
      return .object(
        PyIterator {
          guard !items.isEmpty else { return nil }
          defer { place = (place + 1) % items.count }
          return items[place]
        })
    },
    PyBuiltin("repeat", "(object, times=None)") { call in
      var rest = try call.optionalInt(1)
      let object = call[0]
      return .object(
        PyIterator {
          guard let count = rest else { return object }
          guard count > 0 else { return nil }
          rest = count - 1
          return object
        })
    },
  ]

  private static let chainedIterators: [PyBuiltin] = [
    PyBuiltin("accumulate", "(iterable, func=None, *, initial=None)") { call in
      let (iterator, function) = (try Py.iterator(over: call[0]), call[1])
      var total: PyObject? = call[2].isNone ? nil : call[2]
      var hasInitial = total != nil
      return .object(
        PyIterator {
          if hasInitial {
            hasInitial = false
            return total
          }
          guard let item = try iterator.next() else { return nil }
          if let sum = total {
            total =
              try function.isNone ? Py.binary(.add, sum, item) : Py.call(function, sum, item)
          } else {
            total = item
          }
          return total
        })
    },
    PyBuiltin("zip_longest", "(*iterables, fillvalue=None)") { call in
      let iterators = try call.rest(0).map(Py.iterator(over:))
      let filler = call[1]
      return .object(
        PyIterator {
          let row = try iterators.map { try $0.next() }
          guard row.contains(where: { $0 != nil }) else { return nil }
          return .tuple(row.map { $0 ?? filler })
        })
    },
    PyBuiltin("starmap", "(function, iterable, /)") { call in
      let (function, iterator) = (call[0], try Py.iterator(over: call[1]))
      return .object(
        PyIterator {
          guard let item = try iterator.next() else { return nil }
          return try Py.call(function, PyArguments(Py.items(of: item)))
        })
    },
    PyBuiltin("pairwise", "(iterable, /)") { call in
      let iterator = try Py.iterator(over: call[0])
      var last = try iterator.next()
      return .object(
        PyIterator {
          guard let first = last, let second = try iterator.next() else { return nil }
          last = second
          return .tuple([first, second])
        })
    },
    PyBuiltin("tee", "(iterable, n=2, /)") { call in
      // All copies take from what any of them has read.
      let source = try Py.iterator(over: call[0])
      let read = PyList([])
      let copies = try (0..<min(max(call.int(1), 0), 1_000)).map { _ -> PyObject in
        var place = 0
        return .object(
          PyIterator {
            if place == read.items.count {
              guard let item = try source.next() else { return nil }
              read.items.append(item)
            }
            defer { place += 1 }
            return read.items[place]
          })
      }
      return .tuple(copies)
    },
  ]

  private static let choosingIterators: [PyBuiltin] = [
    PyBuiltin("islice", "(iterable, *args)") { call in
      let bounds = call.rest(1)
      let slice =
        bounds.count == 1
        ? PySlice(.none, bounds[0])
        : PySlice(
          bounds.first ?? .none, bounds.count > 1 ? bounds[1] : .none,
          bounds.count > 2 ? bounds[2] : .none)
      let start = try slice.start.isNone ? 0 : Py.requiredInteger(slice.start)
      let stop = try slice.stop.isNone ? Int.max : Py.requiredInteger(slice.stop)
      let step = try slice.step.isNone ? 1 : Py.requiredInteger(slice.step)
      guard start >= 0, stop >= 0, step > 0, (1...3).contains(bounds.count) else {
        throw PyError.value(
          "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
      }
      let iterator = try Py.iterator(over: call[0])
      var (place, next) = (0, start)
      return .object(
        PyIterator {
          guard next < stop else {
            while place < stop, place < next, try iterator.next() != nil { place += 1 }
            return nil
          }
          while true {
            guard let item = try iterator.next() else { return nil }
            defer { place += 1 }
            guard place == next else { continue }
            next = next.addingReportingOverflow(step).overflow ? Int.max : next + step
            return item
          }
        })
    },
    PyBuiltin("takewhile", "(predicate, iterable, /)") { call in
      let (test, iterator) = (call[0], try Py.iterator(over: call[1]))
      return .object(
        PyIterator {
          guard let item = try iterator.next(), try Py.isTrue(Py.call(test, item)) else {
            return nil
          }
          return item
        })
    },
    PyBuiltin("dropwhile", "(predicate, iterable, /)") { call in
      let (test, iterator) = (call[0], try Py.iterator(over: call[1]))
      var isDropping = true
      return .object(
        PyIterator {
          while let item = try iterator.next() {
            if isDropping, try Py.isTrue(Py.call(test, item)) { continue }
            isDropping = false
            return item
          }
          return nil
        })
    },
    PyBuiltin("filterfalse", "(function, iterable, /)") { call in
      let (test, iterator) = (call[0], try Py.iterator(over: call[1]))
      return .object(
        PyIterator {
          while let item = try iterator.next() {
            if try !Py.isTrue(test.isNone ? item : Py.call(test, item)) { return item }
          }
          return nil
        })
    },
    PyBuiltin("compress", "(data, selectors)") { call in
      let (data, selectors) = (try Py.iterator(over: call[0]), try Py.iterator(over: call[1]))
      return .object(
        PyIterator {
          while let item = try data.next(), let selector = try selectors.next() {
            if try Py.isTrue(selector) { return item }
          }
          return nil
        })
    },
    PyBuiltin("groupby", "(iterable, key=None)") { call in
      // The items of a group are taken at once; of those of CPython, only the last is still there.
      let (iterator, key) = (try Py.iterator(over: call[0]), call[1])
      func keyed(_ item: PyObject?) throws -> (PyObject, PyObject)? {
        try item.map { (try key.isNone ? $0 : Py.call(key, $0), $0) }
      }
      var pending = try keyed(iterator.next())
      return .object(
        PyIterator {
          guard let (groupKey, first) = pending else { return nil }
          var group = [first]
          pending = nil
          while let next = try keyed(iterator.next()) {
            guard try Py.isEqual(next.0, groupKey) else {
              pending = next
              break
            }
            group.append(next.1)
          }
          return .tuple([groupKey, .object(PyIterator(over: group))])
        })
    },
  ]

  private static let combinations: [PyBuiltin] = [
    PyBuiltin("product", "(*iterables, repeat=1)") { call in
      let pools = try call.rest(0).map(Py.items(of:))
      let repeated = Array(
        repeatElement(pools, count: min(max(try call.int(1), 0), 1_000)).joined())
      return choices(counts: repeated.map(\.count)) { places in
        zip(repeated, places).map { $0[$1] }
      } isWanted: { _ in
        true
      }
    },
    PyBuiltin("permutations", "(iterable, r=None)") { call in
      let pool = try call.items(0)
      let size = try call.optionalInt(1) ?? pool.count
      return selections(pool, size) { Set($0).count == $0.count }
    },
    PyBuiltin("combinations", "(iterable, r)") { call in
      selections(try call.items(0), try call.int(1)) { zip($0, $0.dropFirst()).allSatisfy(<) }
    },
    PyBuiltin("combinations_with_replacement", "(iterable, r)") { call in
      selections(try call.items(0), try call.int(1)) { zip($0, $0.dropFirst()).allSatisfy(<=) }
    },
  ]

  private static func selections(
    _ pool: [PyObject], _ size: Int, _ isWanted: @escaping ([Int]) -> Bool
  ) -> PyObject {
    guard size >= 0, size < 1_000 else { return .object(PyIterator(over: [])) }
    return choices(counts: Array(repeating: pool.count, count: size)) { places in
      places.map { pool[$0] }
    } isWanted: {
      isWanted($0)
    }
  }

  /// Tuples of one item of each of several pools, the last place changing fastest.
  private static func choices(
    counts: [Int], _ pick: @escaping ([Int]) -> [PyObject],
    isWanted: @escaping ([Int]) -> Bool
  ) -> PyObject {
    var places: [Int]? =
      counts.allSatisfy { $0 > 0 } ? Array(repeating: 0, count: counts.count) : nil
    func advanced(_ places: [Int]) -> [Int]? {
      var places = places
      for index in places.indices.reversed() {
        places[index] += 1
        if places[index] < counts[index] { return places }
        places[index] = 0
      }
      return nil
    }
    return .object(
      PyIterator {
        var tried = 0
        while let current = places {
          places = advanced(current)
          if isWanted(current) { return .tuple(pick(current)) }
          tried += 1
          guard tried < itemLimit else {
            throw PyError.named("MemoryError", "too many combinations")
          }
        }
        return nil
      })
  }
}
