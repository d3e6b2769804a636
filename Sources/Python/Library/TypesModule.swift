extension PyModule {
  /// The names of `types`.
  static let typesValues: [String: PyObject] = [
    "SimpleNamespace": .object(simpleNamespace),
    "MappingProxyType": .function("MappingProxyType", "(mapping)") { $0[0] },
    "FunctionType": .object(PyClass.function), "LambdaType": .object(PyClass.function),
    "MethodType": .object(PyClass.method), "GeneratorType": .object(PyClass.generator),
    "ModuleType": .object(PyClass.module), "NoneType": .object(PyClass.noneType),
    "BuiltinFunctionType": .object(PyClass.builtinFunction),
    "UnionType": .object(PyTypeForm("UnionType")),
  ]

  private static let simpleNamespace: PyClass = {
    let cls = PyClass("SimpleNamespace", bases: [.object])
    cls.attributes["__init__"] = .object(
      PyBuiltin("__init__", "(self, **kwargs)", isMethod: true) { call in
        for (name, value) in call.keywords(1) {
          (call[0].reference as? PyInstance)?.attributes[name] = value
        }
        return .none
      })
    cls.attributes["__repr__"] = .object(
      PyBuiltin("__repr__", "(self)", isMethod: true) { call in
        try Stack.check()
        let fields = try ((call[0].reference as? PyInstance)?.attributes.pairs ?? []).map {
          "\($0.key.string ?? "")=\(try Py.representation(of: $0.value))"
        }
        return .string("namespace(\(fields.joined(separator: ", ")))")
      })
    cls.attributes["__eq__"] = .object(
      PyBuiltin("__eq__", "(self, other)", isMethod: true) { call in
        guard Py.typeOf(call[0]) === Py.typeOf(call[1]),
          let a = call[0].reference as? PyInstance, let b = call[1].reference as? PyInstance
        else { return .notImplemented }
        return try Py.compare(.equal, .dict(a.attributes), .dict(b.attributes))
      })
    return cls
  }()
}
