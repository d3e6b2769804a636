import Diagnostics

/// A name of `collections.abc` or `typing` that tells whether an object is of a kind.
final class PyAbstractClass: PyReference, @unchecked Sendable {
  private let name: String
  private let test: (PyObject) throws -> Bool

  init(_ name: String, _ test: @escaping (PyObject) throws -> Bool) {
    (self.name, self.test) = (name, test)
    super.init()
  }

  func holds(_ object: PyObject) throws -> Bool { try test(object) }

  override var type: PyClass { .type }
  override func item(_ index: PyObject) throws -> PyObject { .object(self) }
  override func classAsBase() throws -> PyClass? { .object }
  override var isCallable: Bool { true }

  override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    operation == .or ? .object(PyUnion([.object(self), other])) : nil
  }

  override func representation() throws -> String { "typing.\(name)" }
}

extension PyModule {
  /// The names of `collections.abc`.
  static let abstractClasses: [String: PyObject] = {
    func has(_ names: String...) -> (PyObject) throws -> Bool {
      { object in try names.allSatisfy { try Py.attributeIfThere($0, of: object) != nil } }
    }
    func isIterable(_ object: PyObject) -> Bool {
      switch object {
      case .string, .tuple, .list, .dict, .set: true
      case .object(let object): ((try? object.iterator()) ?? nil) != nil
      default: false
      }
    }
    func isSequence(_ object: PyObject) -> Bool {
      switch object.native {
      case .string, .tuple, .list: true
      case .object(let object): object is PyRange || object is PyBytes || object is PyDeque
      default: false
      }
    }
    func isMapping(_ object: PyObject) -> Bool {
      if case .dict = object.native { return true }
      return object.reference?.isMapping ?? false
    }
    let tests: [String: (PyObject) throws -> Bool] = [
      "Callable": { Py.isCallable($0) }, "Iterable": isIterable,
      "Hashable": { (try? Py.hashKey(of: $0)) != nil },
      "Sequence": isSequence,
      "MutableSequence": { if case .list = $0.native { true } else { $0.reference is PyDeque } },
      "Mapping": isMapping, "MutableMapping": { if case .dict = $0.native { true } else { false } },
      "Set": { if case .set = $0.native { true } else { $0.reference is PyDictView } },
      "MutableSet": { if case .set(let set) = $0.native { !set.isFrozen } else { false } },
      "Sized": { (try? Py.count(of: $0)) ?? nil != nil },
      "Collection": { isIterable($0) && (try? Py.count(of: $0)) ?? nil != nil },
      "Container": { isIterable($0) },
      "Iterator": { object in
        if let instance = object.reference as? PyInstance {
          return instance.type.lookUp("__next__") != nil
        }
        return object.reference is PyIterator
      },
      "Generator": { $0.reference is PyGenerator },
      "Reversible": { isSequence($0) || isMapping($0) },
    ]
    return Dictionary(
      uniqueKeysWithValues: tests.map { ($0, .object(PyAbstractClass($0, $1))) })
  }()

  /// The classes of numbers.
  static let numberClasses: [String: PyObject] = {
    let tests: [String: (PyObject) throws -> Bool] = [
      "Integral": { $0.integer != nil }, "Real": { $0.number != nil },
      "Rational": { $0.integer != nil },
      "Number": { if case .complex = $0 { true } else { $0.number != nil } },
      "Complex": { if case .complex = $0 { true } else { $0.number != nil } },
    ]
    return Dictionary(
      uniqueKeysWithValues: tests.map { ($0, .object(PyAbstractClass($0, $1))) })
  }()

  /// `typing`: parts of annotations, and a few functions.
  static func typing(_ name: String) -> PyObject {
    let special: [String: PyObject] = [
      "NamedTuple": .object(namedTupleClass), "TYPE_CHECKING": .bool(false),
      "List": .object(PyClass.list), "Dict": .object(PyClass.dict), "Tuple": .object(PyClass.tuple),
      "Set": .object(PyClass.set), "FrozenSet": .object(PyClass.frozenset),
      "Type": .object(PyClass.type),
      "Text": .object(PyClass.str), "OrderedDict": .object(PyClass.orderedDict),
      "DefaultDict": .object(PyClass.defaultDict), "Deque": .object(PyClass.deque),
      "Counter": .object(PyClass.counter),
      "cast": .function("cast", "(typ, val)") { $0[1] },
      "overload": .function("overload", "(func)") { $0[0] },
      "final": .function("final", "(f)") { $0[0] },
      "override": .function("override", "(method, /)") { $0[0] },
      "no_type_check": .function("no_type_check", "(arg)") { $0[0] },
      "runtime_checkable": .function("runtime_checkable", "(cls)") { $0[0] },
      "assert_never": .function("assert_never", "(arg, /)") { _ in
        throw PyError.named("AssertionError", "Expected code to be unreachable")
      },
      "dataclass_transform": .function("dataclass_transform", "(**kwargs)") { _ in
        .function("dataclass_transform", "(cls)") { $0[0] }
      },
      "NewType": .function("NewType", "(name, tp)") { _ in .function("NewType", "(x)") { $0[0] } },
      "get_type_hints": .function("get_type_hints", "(obj, *args, **kwargs)") {
        try Py.attribute("__annotations__", of: $0[0])
      },
    ]
    return .object(
      PyModule(name) { name in
        special[name] ?? abstractClasses[name] ?? numberClasses["Supports\(name)"]
          ?? (forms.contains(name) ? .object(PyTypeForm(name)) : nil)
      })
  }

  private static let forms: Set<String> = [
    "Any", "Optional", "Union", "Literal", "ClassVar", "Final", "Annotated", "TypeVar", "ParamSpec",
    "TypeVarTuple", "Generic", "Protocol", "NoReturn", "Never", "Self", "TypeAlias", "Concatenate",
    "TypeGuard", "Unpack", "Required", "NotRequired", "LiteralString", "AnyStr", "SupportsInt",
    "SupportsFloat", "SupportsIndex", "SupportsAbs", "SupportsRound", "TypedDict", "AbstractSet",
    "ByteString", "Awaitable", "Coroutine", "AsyncIterator", "AsyncIterable", "ContextManager",
    "KeysView", "ValuesView", "ItemsView", "Pattern", "IO", "TextIO", "BinaryIO", "Hashable",
  ]
}

/// A part of annotations in `typing`: nothing checks it.
final class PyTypeForm: PyReference, @unchecked Sendable {
  let name: String

  init(_ name: String) {
    self.name = name
    super.init()
  }

  override var isCallable: Bool { true }
  /// `TypeVar('T')` and its like.
  override func call(_ arguments: PyArguments) throws -> PyObject { .object(self) }
  override func item(_ index: PyObject) throws -> PyObject { .object(self) }
  override func classAsBase() throws -> PyClass? { .object }

  override func attribute(_ name: String) throws -> PyObject? {
    name == "__name__" ? .string(self.name) : try super.attribute(name)
  }

  override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    operation == .or ? .object(PyUnion([.object(self), other])) : nil
  }

  override func representation() throws -> String { "typing.\(name)" }
}
