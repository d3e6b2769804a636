import LiftedScan
import Python

/// A method or a property of a module's class, with the marks of Flax's decorators.
package struct ModuleMethod {
  /// Name of the method.
  package let name: String
  /// Function of the method, which takes the module first.
  package let function: PyReference
  /// Lifts of the method, the outermost first, as decorators are written.
  private(set) var lifts: [any Lift] = []
  /// Whether the method is read like a field, without a call (`@property`).
  package private(set) var isProperty = false
  /// Whether the method may make submodules and variables inline (`nn.compact`).
  package private(set) var isCompact = false
  /// Whether the method is the module's and not a function beside it (`nn.nowrap`).
  package private(set) var isWrapped = true

  /// A method; `nil` if the attribute isn't one.
  init?(_ name: String, _ attribute: PyObject) {
    guard var current = attribute.reference else { return nil }
    if let property = current as? PyProperty {
      guard let getter = property.getter.reference else { return nil }
      isProperty = true
      current = getter
    }
    while let lifted = current as? LiftedFunction {
      lifts += lifted.lifts
      isCompact = isCompact || lifted.isMarked("compact")
      isWrapped = isWrapped && !lifted.isMarked("nowrap")
      guard let inner = lifted.target.reference else { return nil }
      current = inner
    }
    guard current is PyFunction || current is PyCallableAttribute else { return nil }
    self.name = name
    function = current
    isCompact = isCompact || current.isMarked("compact")
    isWrapped = isWrapped && !current.isMarked("nowrap")
  }

  /// Parameters after the module; of a decorated function, those of the function inside.
  var parameters: [Signature.Parameter] {
    var current = function
    while let wrapped = (current as? PyFunction)?.attributes["__wrapped__"]?.reference {
      current = wrapped
    }
    guard let function = current as? PyFunction else { return [] }
    return Array(function.signature.parameters.dropFirst())
  }

  /// The method as its callers see it, before it is lifted.
  var description: Method {
    let named: [Python.Parameter.Kind] = [.positionalOnly, .ordinary, .keywordOnly]
    var method = Method(
      parameters.filter { named.contains($0.kind) }.map {
        .init($0.name, hasDefault: $0.default != nil, isKeywordOnly: $0.kind == .keywordOnly)
      })
    method.takesFurtherPositional = parameters.contains { $0.kind == .rest }
    method.takesFurtherKeywords = parameters.contains { $0.kind == .keywordRest }
    (method.isCompact, method.isWrapped, method.isProperty) = (isCompact, isWrapped, isProperty)
    return method
  }
}

/// A callable object that binds to the module when it is an attribute of a class.
protocol PyCallableAttribute: PyReference {}

extension PyReference {
  /// Whether the function has that mark of a Flax decorator.
  func isMarked(_ mark: String) -> Bool {
    if let lifted = self as? LiftedFunction { return lifted.marks.contains(mark) }
    guard let function = self as? PyFunction, case .bool(true) = function.attributes[mark] else {
      return false
    }
    return true
  }
}

/// A function of a module and further arguments that is lifted: `nn.scan(body, …)`.
package final class LiftedFunction: PyReference, PyCallableAttribute, @unchecked Sendable {
  /// The lifted class or function.
  package let target: PyObject
  /// Lifts, the outermost first.
  let lifts: [any Lift]
  private let namespace: Namespace
  /// Marks of Flax's decorators.
  fileprivate var marks: Set<String> = []

  package init(_ target: PyObject, _ lifts: [any Lift], in namespace: Namespace) {
    (self.target, self.lifts, self.namespace) = (target, lifts, namespace)
    super.init()
  }

  package override var isCallable: Bool { true }

  package override func call(_ arguments: PyArguments) throws -> PyObject {
    guard let object = target.reference else { return try Py.call(target, arguments) }
    let lifted = FunctionTable.lifted(namespace.function(object), by: lifts, in: namespace)
    let given = Arguments(
      try arguments.positional.map(namespace.value),
      keywords: try arguments.keywords.map { ($0.name, try namespace.value($0.value)) })
    return namespace.object(try lifted(given))
  }

  package override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    object.map { .object(PyBoundMethod($0, .object(self))) }
  }

  package override func attribute(_ name: String) throws -> PyObject? {
    try target.reference?.attribute(name)
  }

  package override func setAttribute(_ name: String, to value: PyObject) throws {
    if case .bool(true) = value { marks.insert(name) }
  }

  package override var noun: String {
    "the function \(Py.attributeText("__name__", of: target) ?? "?")"
  }
}
