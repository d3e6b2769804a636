import Diagnostics

/// Python's built-in names.
public enum Builtins {
  /// Built-in objects by name, for code that an interpreter runs.
  public static func values(_ interpreter: Interpreter) -> [String: PyObject] {
    var values: [String: PyObject] = [
      "NotImplemented": .notImplemented, "Ellipsis": .ellipsis, "__debug__": .bool(true),
      "print": printing(interpreter),
    ]
    for cls in [
      PyClass.object, .type, .bool, .int, .float, .complex, .str, .tuple, .list, .dict, .set,
      .frozenset, .bytes, .range, .slice, .property, .staticMethod, .classMethod,
    ] {
      values[cls.name] = .object(cls)
    }
    for (name, cls) in PyClass.exceptions { values[name] = .object(cls) }
    for function in ownFunctions {
      values[function.name] = .object(function)
    }
    for (name, function) in frameFunctions { values[name] = .object(function) }
    return values
  }

  private static let ownFunctions: [PyBuiltin] = {
    let all = functions + iteratorFunctions + numberFunctions + attributeFunctions
    for function in all { function.owner = "" }
    return all
  }()

  private static func printing(_ interpreter: Interpreter) -> PyObject {
    .function("print", "(*args, sep=' ', end='\n', file=None, flush=False)") { call in
      func text(_ place: Int, _ name: String, or fallback: String) throws -> String {
        guard !call[place].isNone else { return fallback }
        guard let text = call[place].string else {
          throw PyError.type("\(name) must be None or a string, not \(Py.typeOf(call[place]).name)")
        }
        return text
      }
      let separator = try text(1, "sep", or: " ")
      let end = try text(2, "end", or: "\n")
      // What is written before an object's `__str__` fails, or prints itself, stays written.
      for (place, object) in call.rest(0).enumerated() {
        if place > 0 { interpreter.output(separator) }
        interpreter.output(try Py.text(of: object))
      }
      interpreter.output(end)
      return .none
    }
  }

  // MARK: Objects

  private static let functions: [PyBuiltin] = [
    PyBuiltin("len", "(obj, /)") { call in
      guard let count = try Py.count(of: call[0]) else {
        throw PyError.type("object of type '\(Py.typeOf(call[0]).name)' has no len()")
      }
      return .int(count)
    },
    PyBuiltin("repr", "(obj, /)") { .string(try Py.representation(of: $0[0])) },
    PyBuiltin("ascii", "(obj, /)") { .string(try Py.representation(of: $0[0]).escapedBeyondASCII) },
    PyBuiltin("format", "(value, format_spec='', /)") {
      .string(try Py.format($0[0], $0.string(1)))
    },
    PyBuiltin("id", "(obj, /)") { call in .int(identity(of: call[0])) },
    PyBuiltin("hash", "(obj, /)") { call in
      if let instance = call[0].reference as? PyInstance,
        let result = try instance.special("__hash__")
      {
        return result
      }
      return .int(try Py.hash(of: call[0]))
    },
    PyBuiltin("callable", "(obj, /)") { .bool(Py.isCallable($0[0])) },
    PyBuiltin("isinstance", "(obj, class_or_tuple, /)") {
      .bool(try Py.isInstance($0[0], of: $0[1]))
    },
    PyBuiltin("issubclass", "(cls, class_or_tuple, /)") { call in
      guard let cls = call[0].reference as? PyClass else {
        throw PyError.type("issubclass() arg 1 must be a class")
      }
      return .bool(try Py.isSubclass(cls, of: call[1]))
    },
    PyBuiltin("eval", "(*args, **kwargs)") { _ in throw refused("eval") },
    PyBuiltin("exec", "(*args, **kwargs)") { _ in throw refused("exec") },
    PyBuiltin("compile", "(*args, **kwargs)") { _ in throw refused("compile") },
    PyBuiltin("open", "(*args, **kwargs)") { _ in throw refused("open") },
    PyBuiltin("input", "(*args, **kwargs)") { _ in throw refused("input") },
    PyBuiltin("__import__", "(*args, **kwargs)") { _ in throw refused("__import__") },
  ]

  private static func refused(_ name: String) -> Diagnostic {
    Diagnostic("'\(name)' is not available to a model's code")
  }

  private static func identity(of object: PyObject) -> Int {
    func address(_ object: AnyObject) -> Int {
      HashKey.address(ObjectIdentifier(object)) << 4
    }
    switch object {
    case .list(let list): return address(list)
    case .dict(let dict): return address(dict)
    case .set(let set): return address(set)
    case .tuple(let tuple): return address(tuple)
    case .object(let object): return address(object)
    default: return (try? Py.hash(of: object)) ?? 0
    }
  }

  // MARK: Iterators

  private static let iteratorFunctions: [PyBuiltin] = [
    PyBuiltin("iter", "(object, sentinel=..., /)") { call in
      guard case .ellipsis = call[1] else {
        let (function, sentinel) = (call[0], call[1])
        return .object(
          PyIterator {
            let item = try Py.call(function)
            return try Py.isEqual(item, sentinel) ? nil : item
          })
      }
      if let instance = call[0].reference as? PyInstance,
        let made = try instance.special("__iter__")
      {
        return made
      }
      return .object(try Py.iterator(over: call[0]))
    },
    PyBuiltin("next", "(iterator, *default)") { call in
      let item: PyObject?
      switch call[0].reference {
      case let iterator as PyIterator: item = try iterator.next()
      case let instance as PyInstance where instance.type.lookUp("__next__") != nil:
        item = try InstanceIterator(instance).next()
      default: throw PyError.type("'\(Py.typeOf(call[0]).name)' object is not an iterator")
      }
      if let item = item ?? call.rest(1).first { return item }
      throw stopIteration(call[0])
    },
    PyBuiltin("enumerate", "(iterable, start=0)") { call in
      let iterator = try Py.iterator(over: call[0])
      var index = try call.int(1)
      return .object(
        PyIterator(.enumerateIterator) {
          guard let item = try iterator.next() else { return nil }
          defer { index += 1 }
          return .tuple([.int(index), item])
        })
    },
    PyBuiltin("zip", "(*iterables, strict=False)") { call in
      try zipped(call.rest(0), isStrict: call.isTrue(1))
    },
    PyBuiltin("map", "(function, *iterables)") { call in
      let iterators = try call.rest(1).map(Py.iterator(over:))
      guard !iterators.isEmpty else {
        throw PyError.type("map() must have at least two arguments.")
      }
      let function = call[0]
      return .object(
        PyIterator(.mapIterator) {
          var arguments: [PyObject] = []
          for iterator in iterators {
            guard let item = try iterator.next() else { return nil }
            arguments.append(item)
          }
          return try Py.call(function, PyArguments(arguments))
        })
    },
    PyBuiltin("filter", "(function, iterable, /)") { call in
      let (function, iterator) = (call[0], try Py.iterator(over: call[1]))
      return .object(
        PyIterator(.filterIterator) {
          while let item = try iterator.next() {
            if try Py.isTrue(function.isNone ? item : Py.call(function, item)) { return item }
          }
          return nil
        })
    },
    PyBuiltin("reversed", "(sequence, /)") { call in
      if let instance = call[0].reference as? PyInstance,
        let made = try instance.special("__reversed__")
      {
        return made
      }
      return .object(try reversedIterator(call[0]))
    },
    PyBuiltin("sorted", "(iterable, /, *, key=None, reverse=False)") { call in
      .list(try Py.sorted(Py.listed(call[0]), key: call[1], isReversed: call.isTrue(2)))
    },
    PyBuiltin("all", "(iterable, /)") { call in
      let iterator = try Py.iterator(over: call[0])
      while let item = try iterator.next() { if try !Py.isTrue(item) { return .bool(false) } }
      return .bool(true)
    },
    PyBuiltin("any", "(iterable, /)") { call in
      let iterator = try Py.iterator(over: call[0])
      while let item = try iterator.next() { if try Py.isTrue(item) { return .bool(true) } }
      return .bool(false)
    },
  ]

  static func stopIteration(_ iterator: PyObject) -> PyError {
    let error = PyError(.exception("StopIteration"), "there is no next item")
    let result = (iterator.reference as? PyGenerator)?.takeResult() ?? .none
    error.exception.attributes["args"] = .tuple(result.isNone ? [] : [result])
    return error
  }

  /// An iterator from the last item to the first, which sees changes as Python's does.
  static func reversedIterator(_ object: PyObject) throws -> PyIterator {
    switch object.native {
    case .list(let list):
      var place = list.items.count
      return PyIterator(.reversedIterator) {
        place -= 1
        return place >= 0 && place < list.items.count ? list.items[place] : nil
      }
    case .object(let range as PyRange):
      var place = range.length
      return PyIterator(.reversedIterator) {
        place -= 1
        return place >= 0 ? .int(range.value(at: place)) : nil
      }
    case .tuple, .string, .dict: return PyIterator(over: try Py.items(of: object.native).reversed())
    case .object(let other) where other is PyDictView || other is PyBytes || other is PyDeque:
      return PyIterator(over: try Py.items(of: .object(other)).reversed())
    case .object(let instance as PyInstance):
      guard let count = try instance.count(), instance.type.lookUp("__getitem__") != nil else {
        throw PyError.type("'\(instance.type.name)' object is not reversible")
      }
      var place = count
      return PyIterator(.reversedIterator) {
        place -= 1
        return place >= 0 ? try instance.item(.int(place)) : nil
      }
    default: throw PyError.type("'\(Py.typeOf(object).name)' object is not reversible")
    }
  }

  private static func zipped(_ objects: [PyObject], isStrict: Bool) throws -> PyObject {
    let iterators = try objects.map(Py.iterator(over:))
    return .object(
      PyIterator(.zipIterator) {
        var row: [PyObject] = []
        for (place, iterator) in iterators.enumerated() {
          if let item = try iterator.next() {
            row.append(item)
          } else {
            guard isStrict else { return nil }
            guard place == 0 else { throw uneven(place + 1, "shorter") }
            for (other, iterator) in iterators.enumerated().dropFirst()
            where try iterator.next() != nil {
              throw uneven(other + 1, "longer")
            }
            return nil
          }
        }
        return row.isEmpty ? nil : .tuple(row)
      })
  }

  private static func uneven(_ place: Int, _ how: String) -> PyError {
    let others = place == 2 ? "argument 1" : "arguments 1-\(place - 1)"
    return PyError.value("zip() argument \(place) is \(how) than \(others)")
  }
}

extension PyClass {
  static let enumerateIterator: PyClass = builtin("enumerate", bases: [.iterator])
  static let reversedIterator: PyClass = builtin("reversed", bases: [.iterator])
  static let zipIterator: PyClass = builtin("zip", bases: [.iterator])
  static let mapIterator: PyClass = builtin("map", bases: [.iterator])
  static let filterIterator: PyClass = builtin("filter", bases: [.iterator])
}

extension PyGenerator {
  /// Result of the call; given once.
  fileprivate func takeResult() -> PyObject { result }
}
