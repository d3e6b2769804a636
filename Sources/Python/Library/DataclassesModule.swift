import Diagnostics

/// A field of a dataclass.
public struct DataclassField {
  /// Name of the field.
  public let name: String
  /// Default of the field, if there is one.
  public var `default`: PyObject?
  /// Function that makes the default (`default_factory`).
  public var factory: PyObject?
  /// Whether `__init__` takes it.
  public var isArgument = true
  /// Whether `__init__` takes it by name only.
  public var isKeywordOnly = false
  /// Whether the field is shown by `repr`.
  public var isShown = true
  /// Whether the field is compared by `==` and `<`.
  public var isCompared = true
  /// Whether the field is hashed.
  public var isHashed = true
  /// Whether `__init__` hands it to `__post_init__` and keeps no attribute.
  public var isInitOnly = false
  /// Metadata for other libraries.
  public var metadata: PyObject = .none
}

/// Result of `dataclasses.field(…)`.
public final class PyFieldSettings: PyReference, @unchecked Sendable {
  let call: PyCall

  init(_ call: PyCall) {
    self.call = call
    super.init()
  }

  /// Default of the field, if there is one.
  public var `default`: PyObject? { given(0) }

  /// Function that makes the default (`default_factory`).
  public var factory: PyObject? { given(1) }

  /// Whether the field is one of `__init__`'s parameters.
  public func isInitialized() throws -> Bool { try call.isTrue(2) }

  private func given(_ place: Int) -> PyObject? {
    if case .ellipsis = call[place] { nil } else { call[place] }
  }
}

/// The settings of `@dataclass(…)`.
public struct DataclassSettings {
  /// Whether an `__init__` is made.
  public var makesInitializer = true
  /// Whether a `__repr__` is made.
  public var isShown = true
  /// Whether an `__eq__` is made.
  public var isCompared = true
  /// Whether `<` and its like are made.
  public var isOrdered = false
  /// Whether attributes can't be set.
  public var isFrozen = false
  /// Whether instances are hashed by their fields in any case (`unsafe_hash`).
  public var usesUnsafeHash = false
  /// Whether all fields are by name only.
  public var isKeywordOnly = false

  /// Python's defaults.
  public init() {}
}

extension PyClass {
  /// The fields of a dataclass, those of the classes it inherits from first.
  public var dataclassFields: [DataclassField]? {
    mro.lazy.compactMap {
      ($0.attributes["__dataclass_fields__"]?.reference as? PyFieldList)?.fields
    }
    .first
  }

  /// Makes this a dataclass: its annotations are fields.
  public func makeDataclass(_ settings: DataclassSettings) throws {
    let fields = try collectedFields(settings)
    attributes["__dataclass_fields__"] = .object(PyFieldList(fields))
    for field in fields where annotations.contains(where: { $0.name == field.name }) {
      attributes[field.name] = field.default
    }
    if attributes["__match_args__"] == nil {
      attributes["__match_args__"] = .tuple(
        fields.filter { $0.isArgument && !$0.isKeywordOnly }.map { .string($0.name) })
    }
    if settings.makesInitializer, attributes["__init__"] == nil {
      attributes["__init__"] = .object(try initializer(fields))
    }
    if settings.isShown, attributes["__repr__"] == nil {
      attributes["__repr__"] = .object(Self.representer(fields))
    }
    let compared = fields.filter(\.isCompared).map(\.name)
    if settings.isCompared, attributes["__eq__"] == nil {
      attributes["__eq__"] = .object(Self.comparer("__eq__", .equal, compared))
      if attributes["__hash__"] == nil, !settings.isFrozen {
        attributes["__hash__"] = PyObject.none
      }
    }
    if settings.isOrdered {
      for (name, comparison) in [
        ("__lt__", ComparisonOperator.less), ("__le__", .lessOrEqual), ("__gt__", .greater),
        ("__ge__", .greaterOrEqual),
      ] { attributes[name] = .object(Self.comparer(name, comparison, compared)) }
    }
    if settings.usesUnsafeHash || (settings.isFrozen && settings.isCompared) {
      let hashed = fields.filter(\.isHashed).map(\.name)
      attributes["__hash__"] = .object(
        PyBuiltin("__hash__", "(self)", isMethod: true) { call in
          .int(try Py.hash(of: .tuple(hashed.map { try Py.attribute($0, of: call[0]) })))
        })
    }
    if settings.isFrozen { freeze() }
  }

  private func collectedFields(_ settings: DataclassSettings) throws -> [DataclassField] {
    var fields = bases.reversed().flatMap { $0.dataclassFields ?? [] }.uniqued()
    var isKeywordOnly = settings.isKeywordOnly
    for annotation in annotations {
      let kind = annotation.annotation.typeFormName
      if kind == "ClassVar" { continue }
      if kind == "KW_ONLY" {
        isKeywordOnly = true
        continue
      }
      var field = DataclassField(name: annotation.name, isKeywordOnly: isKeywordOnly)
      field.isInitOnly = kind == "InitVar"
      try field.read(attributes[annotation.name])
      if let place = fields.firstIndex(where: { $0.name == field.name }) {
        fields[place] = field
      } else {
        fields.append(field)
      }
    }
    return fields
  }

  private func initializer(_ fields: [DataclassField]) throws -> PyReference {
    let taken = fields.filter(\.isArgument)
    let ordered = taken.filter { !$0.isKeywordOnly } + taken.filter(\.isKeywordOnly)
    var hasDefault = false
    for field in ordered where !field.isKeywordOnly {
      guard field.isOptional || !hasDefault else {
        throw PyError.type("non-default argument '\(field.name)' follows default argument")
      }
      hasDefault = hasDefault || field.isOptional
    }
    let marker = PyObject.object(PyFieldList([]))
    let signature = Signature(
      [.init(name: "self", kind: .positionalOnly, default: nil)]
        + ordered.map {
          .init(
            name: $0.name, kind: $0.isKeywordOnly ? .keywordOnly : .ordinary,
            default: $0.default ?? ($0.factory == nil ? nil : marker))
        })
    return PyInitializer(signature, of: name) { object, values in
      guard let instance = object.reference as? PyInstance else { return }
      var passed: [PyObject] = []
      for (field, value) in Swift.zip(ordered, values) {
        let value =
          try Py.isSame(value, marker) ? field.factory.map { try Py.call($0) } ?? .none : value
        if field.isInitOnly {
          passed.append(value)
        } else {
          instance.attributes[field.name] = value
        }
      }
      for field in fields where !field.isArgument {
        if let value = try field.default ?? field.factory.map({ try Py.call($0) }) {
          instance.attributes[field.name] = value
        }
      }
      if let method = instance.type.lookUp("__post_init__") {
        _ = try Py.call(
          Py.bound(method, to: object, of: instance.type), PyArguments(passed))
      }
    }
  }

  private static func representer(_ fields: [DataclassField]) -> PyBuiltin {
    PyBuiltin("__repr__", "(self)", isMethod: true) { call in
      try Stack.check()
      let parts = try fields.filter { $0.isShown && !$0.isInitOnly }.map { field in
        "\(field.name)=\(try Py.representation(of: Py.attribute(field.name, of: call[0])))"
      }
      return .string("\(Py.typeOf(call[0]).name)(\(parts.joined(separator: ", ")))")
    }
  }

  private static func comparer(
    _ name: String, _ comparison: ComparisonOperator, _ fields: [String]
  ) -> PyBuiltin {
    PyBuiltin(name, "(self, other)", isMethod: true) { call in
      guard Py.typeOf(call[0]) === Py.typeOf(call[1]) else { return .notImplemented }
      let sides = try (0...1).map { side in
        PyObject.tuple(try fields.map { try Py.attribute($0, of: call[side]) })
      }
      return try Py.compare(comparison, sides[0], sides[1])
    }
  }

  private func freeze() {
    attributes["__setattr__"] = .object(
      PyBuiltin("__setattr__", "(self, name, value)", isMethod: true) { call in
        throw PyError(.frozenInstanceError, "cannot assign to field '\(try call.string(1))'")
      })
    attributes["__delattr__"] = .object(
      PyBuiltin("__delattr__", "(self, name)", isMethod: true) { call in
        throw PyError(.frozenInstanceError, "cannot delete field '\(try call.string(1))'")
      })
  }

  static let frozenInstanceError = PyClass(
    "FrozenInstanceError", bases: [.exception("AttributeError")])
}

/// `__init__` of a dataclass.
final class PyInitializer: PyReference, @unchecked Sendable {
  let signature: Signature
  private let owner: String
  private let body: (PyObject, ArraySlice<PyObject>) throws -> Void

  init(
    _ signature: Signature, of owner: String,
    _ body: @escaping (PyObject, ArraySlice<PyObject>) throws -> Void
  ) {
    (self.signature, self.owner, self.body) = (signature, owner, body)
    super.init()
  }

  override var isCallable: Bool { true }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    let values = try signature.bind(arguments, of: "\(owner).__init__")
    try body(values[0], values.dropFirst())
    return .none
  }

  override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    object.map { .object(PyBoundMethod($0, .object(self))) }
  }
}

/// The fields of a dataclass, as an attribute of the class.
final class PyFieldList: PyReference, @unchecked Sendable {
  let fields: [DataclassField]

  init(_ fields: [DataclassField]) {
    self.fields = fields
    super.init()
  }

  override func iterator() throws -> PyIterator? {
    PyIterator(over: fields.map { .string($0.name) })
  }
  override func count() throws -> Int? { fields.count }

  override func contains(_ item: PyObject) throws -> Bool? {
    fields.contains { $0.name == item.string }
  }

  override func attribute(_ name: String) throws -> PyObject? {
    guard name == "keys" || name == "values" else { return try super.attribute(name) }
    return .function(name, "()") { [fields] _ in
      .list(name == "keys" ? fields.map { .string($0.name) } : fields.map(PyModule.fieldObject))
    }
  }
}

extension DataclassField {
  /// Whether its argument may be left out.
  var isOptional: Bool { self.default != nil || factory != nil }

  /// Reads a field's value in the class body: a default, or `field(…)`.
  fileprivate mutating func read(_ value: PyObject?) throws {
    guard let value else { return }
    guard let settings = value.reference as? PyFieldSettings else {
      switch value {
      case .list, .dict, .set:
        throw PyError.value(
          "mutable default \(try Py.representation(of: .object(Py.typeOf(value)))) for field \(name) is "
            + "not allowed: use default_factory")
      default: self.default = value
      }
      return
    }
    let call = settings.call
    if !call[0].isUnset { self.default = call[0] }
    if !call[1].isUnset { factory = call[1] }
    isArgument = try call.isTrue(2)
    isShown = try call.isTrue(3)
    isCompared = try call.isTrue(5)
    isHashed = try call[4].isNone ? isCompared : call.isTrue(4)
    metadata = call[6]
    if !call[7].isUnset { isKeywordOnly = try call.isTrue(7) }
  }
}

extension [DataclassField] {
  /// The fields of several classes: of those with one name, the last, in the place of the first.
  fileprivate func uniqued() -> [DataclassField] {
    var result: [DataclassField] = []
    for field in self {
      if let place = result.firstIndex(where: { $0.name == field.name }) {
        result[place] = field
      } else {
        result.append(field)
      }
    }
    return result
  }
}

extension PyObject {
  /// Whether the object stands for an argument that isn't given.
  fileprivate var isUnset: Bool { if case .ellipsis = self { true } else { false } }
}

extension Expression {
  /// The name of the form of `typing` or `dataclasses` that an annotation begins with: `ClassVar` of
  /// `typing.ClassVar[int]`, be it in quotes.
  var typeFormName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(_, let name): name
    case .subscript(let base, _): base.typeFormName
    case .string(let text):
      text.split(separator: "[").first?.split(separator: ".").last.map(String.init)
    default: nil
    }
  }
}

extension PyModule {
  /// The names of `dataclasses`.
  static let dataclassesValues: [String: PyObject] = {
    var values = functions([
      PyBuiltin(
        "dataclass",
        "(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, "
          + "frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False)"
      ) { call in
        var settings = DataclassSettings()
        settings.makesInitializer = try call.isTrue(1)
        settings.isShown = try call.isTrue(2)
        settings.isCompared = try call.isTrue(3)
        settings.isOrdered = try call.isTrue(4)
        settings.usesUnsafeHash = try call.isTrue(5)
        settings.isFrozen = try call.isTrue(6)
        settings.isKeywordOnly = try call.isTrue(8)
        return try decorating(call[0], settings)
      },
      PyBuiltin(
        "field",
        "(*, default=..., default_factory=..., init=True, repr=True, hash=None, compare=True, "
          + "metadata=None, kw_only=...)"
      ) { .object(PyFieldSettings($0)) },
      PyBuiltin("is_dataclass", "(obj)") { call in
        let cls = call[0].reference as? PyClass ?? Py.typeOf(call[0])
        return .bool(cls.dataclassFields != nil)
      },
      PyBuiltin("fields", "(class_or_instance)") { .tuple(try fields(of: $0[0]).map(fieldObject)) },
      PyBuiltin("asdict", "(obj, *, dict_factory=None)") { call in
        try plain(instance(call[0], "asdict")) { .dict($0) }
      },
      PyBuiltin("astuple", "(obj, *, tuple_factory=None)") { call in
        try plain(instance(call[0], "astuple")) { .tuple($0.map(\.1)) }
      },
      PyBuiltin("replace", "(obj, /, **changes)") { call in
        let given = call.keywords(1)
        for field in try fields(of: call[0]) where !field.isArgument {
          guard !given.contains(where: { $0.name == field.name }) else {
            throw PyError.value(
              "field \(field.name) is declared with init=False, it cannot be specified with replace()"
            )
          }
        }
        let kept = try fields(of: call[0]).filter { field in
          field.isArgument && !field.isInitOnly && !given.contains { $0.name == field.name }
        }.map { ($0.name, try Py.attribute($0.name, of: call[0])) }
        return try Py.call(.object(Py.typeOf(call[0])), PyArguments([], keywords: given + kept))
      },
    ])
    values["InitVar"] = .object(PyTypeForm("InitVar"))
    values["KW_ONLY"] = .object(PyTypeForm("KW_ONLY"))
    values["MISSING"] = .ellipsis
    values["FrozenInstanceError"] = .object(PyClass.frozenInstanceError)
    return values
  }()

  /// Makes a class a dataclass, or gives a decorator that does.
  private static func decorating(_ cls: PyObject, _ settings: DataclassSettings) throws -> PyObject
  {
    guard !cls.isNone else {
      return .function("dataclass", "(cls)") { try decorating($0[0], settings) }
    }
    if cls.reference is PyMissing { return cls }
    guard let type = cls.reference as? PyClass else {
      throw PyError.type("dataclass is a decorator of classes")
    }
    try type.makeDataclass(settings)
    return cls
  }

  private static func fields(of object: PyObject) throws -> [DataclassField] {
    let cls = object.reference as? PyClass ?? Py.typeOf(object)
    guard let fields = cls.dataclassFields else {
      throw PyError.type("must be called with a dataclass type or instance")
    }
    return fields
  }

  /// A field as `dataclasses.fields` shows it.
  static func fieldObject(_ field: DataclassField) -> PyObject {
    .object(
      PyModule(
        field.name,
        [
          "name": .string(field.name), "default": field.default ?? .ellipsis,
          "default_factory": field.factory ?? .ellipsis, "init": .bool(field.isArgument),
          "repr": .bool(field.isShown), "compare": .bool(field.isCompared),
          "metadata": field.metadata.isNone ? .dict([]) : field.metadata,
        ]))
  }

  /// An instance of a dataclass.
  ///
  /// - Throws: TypeError for anything else.
  private static func instance(_ object: PyObject, _ function: String) throws -> PyObject {
    guard let instance = object.reference as? PyInstance, instance.type.dataclassFields != nil
    else {
      throw PyError.type("\(function)() should be called on dataclass instances")
    }
    return object
  }

  /// An object with its dataclasses converted to dicts or tuples.
  private static func plain(
    _ object: PyObject, _ make: ([(String, PyObject)]) -> PyObject
  ) throws -> PyObject {
    try Stack.check()
    switch object {
    case .list(let list): return .list(try list.items.map { try plain($0, make) })
    case .tuple(let tuple): return .tuple(try tuple.items.map { try plain($0, make) })
    case .dict(let dict):
      let result = PyDict()
      for entry in dict.pairs {
        try result.set(plain(entry.key, make), to: plain(entry.value, make))
      }
      return .dict(result)
    case .object(let instance as PyInstance):
      guard let fields = instance.type.dataclassFields else { return object }
      return make(
        try fields.filter { !$0.isInitOnly }.map {
          ($0.name, try plain(Py.attribute($0.name, of: object), make))
        })
    default: return object
    }
  }
}
