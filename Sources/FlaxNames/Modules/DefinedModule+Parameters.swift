import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension DefinedModule: ParameterMaker {
  package var parameterMaker: (any ParameterMaker)? { self }

  /// A parameter as the class's own `param` makes it; `nil` if it defines none.
  package func parameter(
    _ name: String, _ initializer: Initializer, _ shape: Shape, _ dtype: DType,
    in context: BoundModule
  ) throws -> Tensor? {
    guard let method = cls.lookUp("param") else { return nil }
    let namespace = cls.namespace
    var function = Function(initializer.name, parameters: ["key", "shape", "dtype"]) { arguments in
      guard let key = arguments.positional.first else {
        throw Diagnostic("an initializer takes a key, a shape and a dtype")
      }
      let rest = arguments.positional.dropFirst()
      return .tensor(
        try initializer(
          key: key.tensor("key"),
          shape: rest.first.map { Shape(try $0.ints("shape")) } ?? shape,
          dtype: rest.dropFirst().first.map { try $0.dtype() } ?? dtype))
    }
    function.partition = initializer.partition
    let bound = try Py.bound(method, to: context.object(in: namespace), of: cls)
    let result = try Py.call(
      bound,
      PyArguments([
        .string(name), namespace.object(.leaf(.function(function))),
        .tuple(shape.sizes.map { .int($0) }), namespace.object(.leaf(.dtype(dtype))),
      ]))
    return try namespace.value(result).tensor("parameter")
  }
}
