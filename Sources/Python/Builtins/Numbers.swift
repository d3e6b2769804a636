extension PyClass {
  /// `int`.
  public static let int: PyClass = builtin(
    "int",
    [
      Python.method("bit_length", "()") { value, _ in .int(PythonInt.bitLength(value.integer ?? 0))
      },
      Python.method("bit_count", "()") { value, _ in
        .int((value.integer ?? 0).magnitude.nonzeroBitCount)
      },
      Python.method("conjugate", "()") { value, _ in .int(value.integer ?? 0) },
      Python.method("as_integer_ratio", "()") { value, _ in
        .tuple([.int(value.integer ?? 0), .int(1)])
      },
      Python.method("is_integer", "()") { _, _ in .bool(true) },
      Python.method("to_bytes", "(length=1, byteorder='big', *, signed=False)") { value, call in
        guard let order = ByteOrder(rawValue: try call.string(1)) else {
          throw PyError.value("byteorder must be either 'little' or 'big'")
        }
        return .object(
          PyBytes(
            try PythonInt.toBytes(
              value.integer ?? 0, length: call.int(0), order: order, isSigned: call.isTrue(2))))
      },
      PyBuiltin("from_bytes", "(bytes, byteorder='big', *, signed=False)") { call in
        let bytes = try Py.call(.object(PyClass.bytes), call[0]).reference as? PyBytes
        guard let order = ByteOrder(rawValue: try call.string(1)) else {
          throw PyError.value("byteorder must be either 'little' or 'big'")
        }
        return .int(
          try PythonInt.fromBytes(bytes?.bytes ?? [], order: order, isSigned: call.isTrue(2)))
      },
      attribute("real") { .int($0.integer ?? 0) }, attribute("imag") { _ in .int(0) },
      attribute("numerator") { .int($0.integer ?? 0) }, attribute("denominator") { _ in .int(1) },
    ], constructor: holding({ .int }, makeInteger))

  /// `bool`.
  public static let bool: PyClass = builtin("bool", bases: [.int]) { _, arguments in
    let value = try boolParameters.bind(arguments, of: "bool")[0]
    return .bool(try Py.isTrue(value))
  }

  /// `float`.
  public static let float: PyClass = builtin(
    "float",
    [
      Python.method("is_integer", "()") { value, _ in
        .bool(PythonFloat.isInteger(value.number ?? 0))
      },
      Python.method("conjugate", "()") { value, _ in .float(value.number ?? 0) },
      Python.method("hex", "()") { value, _ in .string(PythonFloat.hex(value.number ?? 0)) },
      Python.method("as_integer_ratio", "()") { value, _ in
        let ratio = try PythonFloat.integerRatio(value.number ?? 0)
        return .tuple([.int(ratio.numerator), .int(ratio.denominator)])
      },
      PyBuiltin("fromhex", "(string, /)") { .float(try PythonFloat.fromHex($0.string(0))) },
      attribute("real") { .float($0.number ?? 0) }, attribute("imag") { _ in .float(0) },
    ], constructor: holding({ .float }, makeFloat))

  /// `complex`.
  public static let complex: PyClass = builtin(
    "complex",
    [
      Python.method("conjugate", "()") { value, _ in
        if case .complex(let number) = value { .complex(number.conjugate) } else { value }
      },
      attribute("real") { if case .complex(let number) = $0 { .float(number.real) } else { $0 } },
      attribute("imag") { if case .complex(let number) = $0 { .float(number.imag) } else { $0 } },
    ], constructor: holding({ .complex }, makeComplex))

  /// A property of a built-in class, as a method that the lookup calls.
  private static func attribute(
    _ name: String, _ value: @escaping (PyObject) -> PyObject
  ) -> PyBuiltin {
    PyBuiltin(name, "(self)", isMethod: true, isProperty: true) { value($0[0].native) }
  }

  private static let intParameters = Signature("(x=0, /, base=None)")
  private static let boolParameters = Signature("(object=False, /)")
  private static let floatParameters = Signature("(x=0.0, /)")
  private static let complexParameters = Signature("(real=0, imag=0)")

  private static func makeInteger(_ arguments: PyArguments) throws -> PyObject {
    if let name = arguments.keywords.first(where: { $0.name != "base" })?.name {
      throw PyError.type("'\(name)' is an invalid keyword argument for int()")
    }
    let values = try intParameters.bind(arguments, of: "int")
    if let text = values[0].string {
      return .int(
        try PythonInt.parse(text, base: values[1].isNone ? 10 : Py.requiredInteger(values[1])))
    }
    guard values[1].isNone else {
      throw PyError.type("int() can't convert non-string with explicit base")
    }
    if let integer = values[0].integer { return .int(integer) }
    if let number = values[0].number { return .int(try PythonFloat.int(number)) }
    for name in ["__int__", "__index__", "__trunc__"] {
      if let method = try Py.attributeIfThere(name, of: values[0]) { return try Py.call(method) }
    }
    throw PyError.type(
      "int() argument must be a string, a bytes-like object or a real number, not "
        + "'\(Py.typeOf(values[0]).name)'")
  }

  private static func makeFloat(_ arguments: PyArguments) throws -> PyObject {
    let value = try floatParameters.bind(arguments, of: "float")[0]
    if let text = value.string { return .float(try PythonFloat.parse(text)) }
    if let number = value.number { return .float(number) }
    for name in ["__float__", "__index__"] {
      if let method = try Py.attributeIfThere(name, of: value) {
        return try Py.call(method).number.map { .float($0) } ?? .none
      }
    }
    throw PyError.type(
      "float() argument must be a string or a real number, not '\(Py.typeOf(value).name)'")
  }

  private static func makeComplex(_ arguments: PyArguments) throws -> PyObject {
    let values = try complexParameters.bind(arguments, of: "complex")
    if let text = values[0].string { return .complex(try PythonComplex.parse(text)) }
    func part(_ value: PyObject) throws -> PythonComplex {
      if case .complex(let number) = value { return number }
      guard let number = value.number else {
        throw PyError.type(
          "complex() first argument must be a string or a number, not '\(Py.typeOf(value).name)'")
      }
      return PythonComplex(real: number, imag: 0)
    }
    if let real = values[0].number, let imaginary = values[1].number {
      return .complex(PythonComplex(real: real, imag: imaginary))
    }
    let (real, imaginary) = (try part(values[0]), try part(values[1]))
    return .complex(
      PythonComplex(real: real.real - imaginary.imag, imag: real.imag + imaginary.real))
  }
}
