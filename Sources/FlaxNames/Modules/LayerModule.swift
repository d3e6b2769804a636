import Diagnostics
import LiftedScan
import Python

/// A module of a class that Flax has, with the fields it was made with: the module itself keeps what
/// its calls need, in its own form.
package struct LayerModule: ModuleWrapper {
  package let target: any Module
  /// The class's fields.
  private let row: RowSignature
  /// Given values, without those that may hold modules.
  private let given: [String: Value]
  private let make: (Arguments) throws -> any Module

  /// - Parameter make: makes another module of the class.
  init(
    _ target: any Module, _ row: RowSignature, given: [String: Value],
    make: @escaping (Arguments) throws -> any Module
  ) {
    (self.target, self.row, self.make) = (target, row, make)
    self.given = given.filter { !$0.value.holdsModules }
  }

  package var typeName: String { target.typeName }

  package func replacing(target: any Module) -> LayerModule {
    LayerModule(target, row, given: given, make: make)
  }

  package func field(_ name: String) -> Value? { target.field(name) ?? given[name] }

  package func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws
    -> Value
  {
    try target.call(method, arguments, in: context)
  }

  /// The same with other values of some fields.
  func replacing(_ fields: [(name: String, value: Value)]) throws -> any Module {
    let kept = row.names.filter { name in !fields.contains { $0.name == name } }
      .compactMap { name in field(name).map { (name: name, value: $0) } }
    return try make(Arguments([], keywords: kept + fields))
  }

  /// Default of a field that isn't given; `nil` if there is no such field.
  func defaultValue(of name: String, in namespace: Namespace) throws -> PyObject? {
    guard
      let text = row.parsed().signature.parameters.first(where: { $0.name == name })?.defaultText
    else { return nil }
    let frame = Frame(
      namespace.interpreter, locate: { _ in SourceLocation(file: "", line: 0, column: 0) },
      builtins: namespace.bareName)
    return try frame.value(parseExpression(text) { frame.locate($0) })
  }
}
