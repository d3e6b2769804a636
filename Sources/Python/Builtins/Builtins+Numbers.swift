import Diagnostics

extension Builtins {
  static let numberFunctions: [PyBuiltin] = [
    PyBuiltin("abs", "(x, /)") { try magnitude(of: $0[0]) },
    PyBuiltin("round", "(number, ndigits=None)") { try rounded($0[0], digits: $0[1]) },
    PyBuiltin("divmod", "(x, y, /)") { call in
      if let result = try specialQuotient(call[0], call[1]) { return result }
      guard call[0].isDivisible, call[1].isDivisible,
        let quotient = try Py.binaryIfKnown(.floorDivide, call[0], call[1]),
        let remainder = try Py.binaryIfKnown(.modulo, call[0], call[1])
      else {
        throw PyError.type(
          "unsupported operand type(s) for divmod(): '\(Py.typeOf(call[0]).name)' and "
            + "'\(Py.typeOf(call[1]).name)'")
      }
      return .tuple([quotient, remainder])
    },
    PyBuiltin("pow", "(base, exp, mod=None)") { call in
      guard !call[2].isNone else { return try Py.binary(.power, call[0], call[1]) }
      guard let base = call[0].integer, let exponent = call[1].integer,
        let modulus = call[2].integer
      else {
        throw PyError.type("pow() 3rd argument not allowed unless all arguments are integers")
      }
      return .int(try PythonInt.power(base, exponent, modulo: modulus))
    },
    PyBuiltin("sum", "(iterable, /, start=0)") { call in
      guard call[1].string == nil else {
        throw PyError.type("sum() can't sum strings [use ''.join(seq) instead]")
      }
      let iterator = try Py.iterator(over: call[0])
      var total = call[1]
      while let item = try iterator.next() { total = try Py.binary(.add, total, item) }
      return total
    },
    PyBuiltin("max", "(*args, key=None, default=...)") { try extreme($0, .greater) },
    PyBuiltin("min", "(*args, key=None, default=...)") { try extreme($0, .less) },
    PyBuiltin("bin", "(number, /)") { .string(PythonInt.binary(try $0.int(0))) },
    PyBuiltin("oct", "(number, /)") { .string(PythonInt.octal(try $0.int(0))) },
    PyBuiltin("hex", "(number, /)") { .string(PythonInt.hexadecimal(try $0.int(0))) },
    PyBuiltin("chr", "(i, /)") { call in
      let code = try call.int(0)
      guard (0..<0x110000).contains(code) else {
        throw PyError.value("chr() arg not in range(0x110000)")
      }
      return .string(try Formatting.character(code))
    },
    PyBuiltin("ord", "(c, /)") { call in
      if let bytes = call[0].reference as? PyBytes, bytes.bytes.count == 1 {
        return .int(Int(bytes.bytes[0]))
      }
      guard let text = call[0].string else {
        throw PyError.type(
          "ord() expected string of length 1, but \(Py.typeOf(call[0]).name) found")
      }
      let scalars = Array(text.unicodeScalars)
      guard scalars.count == 1 else {
        throw PyError.type(
          "ord() expected a character, but string of length \(scalars.count) found")
      }
      return .int(Int(scalars[0].value))
    },
  ]

  /// `abs(…)`.
  static func magnitude(of object: PyObject) throws -> PyObject {
    switch object {
    case .int(let value): return .int(try PythonInt.absolute(value))
    case .bool(let value): return .int(value ? 1 : 0)
    case .float(let value): return .float(abs(value))
    case .complex(let value): return .float(try value.absolute())
    default: return try special("__abs__", of: object, "bad operand type for abs()")
    }
  }

  private static func specialQuotient(_ a: PyObject, _ b: PyObject) throws -> PyObject? {
    for (object, name, other) in [(a, "__divmod__", b), (b, "__rdivmod__", a)] {
      guard let instance = object.reference as? PyInstance,
        let result = try instance.special(name, other), !result.isNotImplemented
      else { continue }
      return result
    }
    return nil
  }

  private static func special(
    _ name: String, of object: PyObject, _ problem: String, _ arguments: PyObject...
  ) throws -> PyObject {
    if let method = try object.reference.flatMap({ try $0.attribute(name) }) {
      return try Py.call(method, PyArguments(arguments))
    }
    throw PyError.type("\(problem): '\(Py.typeOf(object).name)'")
  }

  /// `round(…)`.
  static func rounded(_ number: PyObject, digits: PyObject) throws -> PyObject {
    switch number {
    case .float(let value):
      guard !digits.isNone else { return .int(try PythonFloat.round(value)) }
      return .float(try PythonFloat.round(value, digits: Py.requiredInteger(digits)))
    case .int, .bool:
      let value = number.integer ?? 0
      guard !digits.isNone else { return .int(value) }
      return .int(try PythonInt.round(value, digits: Py.requiredInteger(digits)))
    case .object:
      return try digits.isNone
        ? special("__round__", of: number, "no __round__ method")
        : special("__round__", of: number, "no __round__ method", digits)
    default:
      throw PyError.type("type \(Py.typeOf(number).name) doesn't define __round__ method")
    }
  }

  private static func extreme(_ call: PyCall, _ comparison: ComparisonOperator) throws -> PyObject {
    let given = call.rest(0)
    guard !given.isEmpty else {
      throw PyError.type("\(call.name) expected at least 1 argument, got 0")
    }
    let items = given.count == 1 ? try Py.items(of: given[0]) : given
    guard var best = items.first else {
      if given.count == 1, case .ellipsis = call[2] {
        throw PyError.value("\(call.name)() arg is an empty sequence")
      }
      return call[2]
    }
    var bestKey = call[1].isNone ? best : try Py.call(call[1], best)
    for item in items.dropFirst() {
      let key = call[1].isNone ? item : try Py.call(call[1], item)
      if try Py.isTrue(Py.compare(comparison, key, bestKey)) { (best, bestKey) = (item, key) }
    }
    return best
  }
}

extension PyObject {
  /// Whether `divmod` takes the object: a number, or an object with a library's arithmetic.
  fileprivate var isDivisible: Bool {
    number != nil || reference.map { !($0 is PyInstance) } ?? false
  }
}
