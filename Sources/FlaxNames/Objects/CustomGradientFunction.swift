import Python

/// Result of `jax.custom_vjp` and `jax.custom_jvp`: the same function, as long as nothing is
/// differentiated.
final class CustomGradientFunction: PyReference, PyCallableAttribute, @unchecked Sendable {
  private let function: PyObject

  init(_ function: PyObject) {
    self.function = function
    super.init()
  }

  override var isCallable: Bool { true }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    try Py.call(function, arguments)
  }

  override func attribute(_ name: String) throws -> PyObject? {
    switch name {
    case "defvjp", "defjvp", "defjvps":
      .function(name, "(*args, **kwargs)") { $0.values(0).first ?? .none }
    default: try function.reference?.attribute(name)
    }
  }

  override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    object.map { .object(PyBoundMethod($0, .object(self))) }
  }
}
