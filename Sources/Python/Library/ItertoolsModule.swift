extension PyModule {
  /// The names of `itertools`.
  static let itertoolsValues: [String: PyObject] = {
    var values = functions(
      endlessIterators + chainedIterators + choosingIterators + itertoolsSelections)
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
      let source = try Py.iterator(over: call[0])
      let read = PyList([])
      var place: Int?
      return .object(
        PyIterator {
          if place == nil, let item = try source.next() {
            read.items.append(item)
            return item
          }
          guard !read.items.isEmpty else { return nil }
          let current = place ?? 0
          place = (current + 1) % read.items.count
          return read.items[current]
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
      var last: PyObject?
      return .object(
        PyIterator {
          guard let first = try last ?? iterator.next(), let second = try iterator.next() else {
            return nil
          }
          last = second
          return .tuple([first, second])
        })
    },
    PyBuiltin("tee", "(iterable, n=2, /)") { call in
      // All copies take from what any of them has read.
      let source = try Py.iterator(over: call[0])
      let read = PyList([])
      let count = try call.int(1)
      guard count >= 0 else { throw PyError.value("n must be >= 0") }
      guard count <= itemLimit else {
        throw PyError.named("MemoryError", "a tuple of more than \(itemLimit) items")
      }
      let copies = (0..<count).map { _ -> PyObject in
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
      let (start, stop, step) = try islicePlaces(call.rest(1))
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
      let grouping = Grouping(try Py.iterator(over: call[0]), key: call[1])
      return .object(PyIterator { try grouping.next() })
    },
  ]

  /// Start, end and step of `islice`, of the arguments after the first.
  private static func islicePlaces(_ given: [PyObject]) throws -> (Int, Int, Int) {
    guard (1...3).contains(given.count) else {
      let bound = given.isEmpty ? "at least 2" : "at most 4"
      throw PyError.type(
        "islice expected \(bound) arguments, got \(given.count + 1)")
    }
    func place(_ index: Int, _ default: Int) -> Int? {
      guard index < given.count, !given[index].isNone else { return `default` }
      return try? Py.requiredInteger(given[index])
    }
    let range = "must be None or an integer: 0 <= x <= sys.maxsize."
    guard let stop = place(given.count == 1 ? 0 : 1, .max), stop != -1 else {
      throw PyError.value("Stop argument for islice() \(range)")
    }
    guard let start = given.count == 1 ? 0 : place(0, 0), start >= 0, stop >= 0 else {
      throw PyError.value("Indices for islice() \(range)")
    }
    guard let step = place(2, 1), step > 0 else {
      throw PyError.value("Step for islice() must be a positive integer or None.")
    }
    return (start, stop, step)
  }
}
