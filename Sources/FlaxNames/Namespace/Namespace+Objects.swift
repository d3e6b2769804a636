import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

// The border between Python's objects, which are references, and the pytrees of tensors and static
// values that modules work with: one conversion each way.

/// A Python object as an opaque value of module code.
final class ForeignPyObject: ForeignObject {
  let object: PyObject

  init(_ object: PyObject) { self.object = object }

  var noun: String { Py.noun(of: object) }
}

extension Namespace {
  // MARK: From Python

  /// An object as a pytree. Lists, tuples, dicts, named tuples and dataclasses of Flax are nodes;
  /// what can be called is a function; what nothing else is stays as it is.
  ///
  /// - Throws: for a dict with keys that a pytree can't have.
  package func value(_ object: PyObject) throws -> Value {
    switch object {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let value): return .float(value)
    case .complex(let number):
      return try ComplexTensor(Tensor(number.real), Tensor(number.imag)).value
    case .string(let text): return .string(text)
    case .ellipsis: return .leaf(.indexPart(.ellipsis))
    case .tuple(let tuple): return .tuple(try tuple.items.map(value))
    case .list(let list): return .list(try list.items.map(value))
    case .dict(let dict): return .dict(try fields(of: dict))
    case .object(let object): return try value(object)
    case .set, .notImplemented: return .leaf(.foreign(ForeignPyObject(object)))
    }
  }

  private func fields(of dict: PyDict) throws -> Value.Fields {
    try Value.Fields(dict.pairs.map { (try dictionaryKey($0.key), try value($0.value)) })
  }

  /// The key of a dict as a pytree has it.
  private func dictionaryKey(_ key: PyObject) throws -> String {
    if let text = key.string { return text }
    return try value(key).dictionaryKey()
  }

  private func value(_ object: PyReference) throws -> Value {
    switch object {
    case let missing as PyMissing: throw missing.refusal
    case let array as ArrayObject: return NumPyMode.isOn ? array.value : array.jaxValue
    case let dtype as DTypeObject: return .leaf(.dtype(dtype.dtype))
    case let module as ModuleObject: return .leaf(.module(module.reference))
    case let variable as VariableObject: return .leaf(.variable(variable.variable))
    case let cls as ModuleClass: return .leaf(.moduleType(cls.moduleType))
    case let function as FunctionObject: return .leaf(.function(function.function))
    case let slice as PySlice: return .leaf(try sliceObject(slice))
    case let tuple as PyNamedTuple: return node(tuple)
    case let range as PyRange where range.length <= Evaluator.sequenceLimit:
      return .list(try Py.items(of: .object(range)).map(value))
    case let instance as PyInstance:
      if let node = try node(dataclass: instance) { return node }
      if let payload = instance.payload, !instance.isCallable { return try value(payload) }
    default: break
    }
    if object.isCallable, !(object is PyClass) || object.isMakerOfArrays {
      return .leaf(.function(function(object)))
    }
    return .leaf(.foreign(ForeignPyObject(.object(object))))
  }

  private func sliceObject(_ slice: PySlice) throws -> Object {
    func bound(_ object: PyObject) throws -> Int? {
      object.isNone ? nil : try value(object).int("bound of a slice")
    }
    return .indexPart(
      .slice(try bound(slice.start), try bound(slice.stop), try bound(slice.step)))
  }

  /// A function that calls an object.
  func function(_ object: PyReference) -> Function {
    let name =
      ((try? object.attribute("__name__")) ?? nil)?.string ?? (object as? PyPartial).flatMap {
        Py.attributeText("__name__", of: $0.function)
      } ?? object.type.name
    var function = Function(name, parameters: object.parameterNames) { [unowned self] arguments in
      let given = PyArguments(
        arguments.positional.map(self.object),
        keywords: arguments.keywords.map { ($0.name, self.object($0.value)) })
      return try value(object.call(given))
    }
    function.origin = ForeignPyObject(.object(object))
    return function
  }

  // MARK: To Python

  /// A pytree, or a part of one, as an object; containers are new ones.
  package func object(_ value: Value) -> PyObject {
    switch value {
    case .none: .none
    case .tuple(let parts): .tuple(parts.map(object))
    case .list(let parts): .list(parts.map(object))
    case .dict(let fields):
      if value.isComplex {
        .object(ArrayObject(value, in: self))
      } else if let node = (fields.type as? ClassNode)?.make(fields.values.map(object)) {
        node
      } else {
        .dict(dict(fields))
      }
    case .leaf(let leaf): object(leaf)
    }
  }

  private func dict(_ fields: Value.Fields) -> PyDict {
    let dict = PyDict()
    for (key, value) in fields.pairs {
      // Keys that a pytree can have are never without a hash.
      try? dict.set(object(Value.key(key)), to: object(value))
    }
    return dict
  }

  private func object(_ leaf: Object) -> PyObject {
    switch leaf {
    case .tensor: .object(ArrayObject(.leaf(leaf), in: self))
    case .int(let value): .int(value)
    case .float(let value): .float(value)
    case .bool(let value): .bool(value)
    case .string(let text): .string(text)
    case .dtype(let dtype): .object(DTypeObject(dtype, in: self))
    case .function(let function) where function.name == FunctionTable.contextName:
      .object(PyContext())
    case .function(let function):
      (function.origin as? ForeignPyObject)?.object ?? .object(FunctionObject(function, in: self))
    case .module(let reference): .object(ModuleObject(reference, in: self))
    case .moduleType(let type):
      (type.origin as? ForeignPyObject)?.object ?? .object(moduleClass(of: type))
    case .variable(let variable): .object(VariableObject(variable, in: self))
    case .foreign(let object as ForeignPyObject): object.object
    case .foreign(let object as IndexPart): object.object
    case .foreign(let object): (object as? RecordValue)?.object(in: self) ?? .none
    }
  }
}

extension PyReference {
  /// The names of its parameters, without the one that it is bound to, if they are known.
  var parameterNames: [String]? {
    switch self {
    case let function as PyFunction: function.signature.parameters.map(\.name)
    case let method as PyBoundMethod:
      method.function.reference?.parameterNames.map { Array($0.dropFirst()) }
    default: nil
    }
  }

  /// Whether the object is a class that converts its argument to a number: `float`, `int`.
  fileprivate var isMakerOfArrays: Bool {
    self === PyClass.float || self === PyClass.int || self === PyClass.bool
      || self === PyClass.complex
  }
}

extension Py {
  /// The text of an attribute, if there is one.
  static func attributeText(_ name: String, of object: PyObject) -> String? {
    ((try? attributeIfThere(name, of: object)) ?? nil)?.string
  }
}
