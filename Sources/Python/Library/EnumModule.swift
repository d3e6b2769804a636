import Diagnostics

/// A class of named values.
final class PyEnumClass: PyClass, @unchecked Sendable {
  /// Members in order; aliases come after their member.
  private(set) var members: [(name: String, member: PyInstance)] = []

  override init(_ draft: ClassDraft) throws {
    var draft = draft
    let values = draft.attributes.pairs.compactMap { entry -> (String, PyObject)? in
      guard let name = entry.key.string, Self.isMember(name, entry.value) else { return nil }
      return (name, entry.value)
    }
    draft.attributes = draft.attributes.copy()
    for (name, _) in values { draft.attributes[name] = nil }
    try super.init(draft)
    if holdsValues { compareByValue() }
    for (name, value) in values { try add(name, value) }
  }

  /// Makes members equal to their values, as members that inherit from a class of data are.
  private func compareByValue() {
    guard mro.first(where: { $0.attributes["__eq__"] != nil })?.isOwnEnum ?? false else { return }
    for name in ["__eq__", "__ne__", "__hash__"] {
      attributes[name] = SpecialMethods.method(name, of: self).map { .object($0) }
    }
  }

  private static func isMember(_ name: String, _ value: PyObject) -> Bool {
    guard !name.hasPrefix("_") else { return false }
    guard case .object(let object) = value else { return true }
    return
      !(object is PyFunction || object is PyProperty || object is PyStaticMethod
      || object is PyClassMethod || object is PyClass || object is PyCachedProperty)
  }

  private func add(_ name: String, _ given: PyObject) throws {
    let value = try converted(given.reference is PyAuto ? automaticValue(name) : given)
    if let known = try members.first(where: { try Py.isEqual($0.member.enumValue, value) }) {
      members.append((name, known.member))
      attributes[name] = .object(known.member)
      return
    }
    let member = PyInstance(self, payload: holdsValues ? value : nil)
    member.attributes["_name_"] = .string(name)
    member.attributes["_value_"] = value
    if let method = lookUp("__init__") {
      _ = try Py.call(
        Py.bound(method, to: .object(member), of: self), PyArguments(value.items ?? [value]))
    }
    members.append((name, member))
    attributes[name] = .object(member)
  }

  /// The class of numbers, strings or tuples that members are themselves of.
  private var dataClass: PyClass? {
    [PyClass.int, .str, .float, .tuple].first { isSubclass(of: $0) }
  }

  private var holdsValues: Bool { dataClass != nil }

  /// Value of a member as the class of data makes it: `'7'` is 7 in an `IntEnum`.
  private func converted(_ value: PyObject) throws -> PyObject {
    guard let dataClass else { return value }
    let arguments = dataClass === PyClass.tuple ? [value] : value.items ?? [value]
    return try Py.call(.object(dataClass), PyArguments(arguments))
  }

  private func automaticValue(_ name: String) throws -> PyObject {
    if let method = lookUp("_generate_next_value_") {
      let values = distinct.map(\.enumValue)
      return try Py.call(
        method.unwrappedStatic, .string(name), .int(1), .int(values.count), .list(values))
    }
    if isSubclass(of: .str) { return .string(try name.pythonLower()) }
    let numbers = distinct.compactMap(\.enumValue.integer)
    if isSubclass(of: PyModule.flagClass) {
      let highest = numbers.max() ?? 0
      return .int(highest == 0 ? 1 : 1 << PythonInt.bitLength(highest))
    }
    return .int((numbers.max() ?? 0) + 1)
  }

  /// The members, each once.
  private var distinct: [PyInstance] {
    members.reduce(into: [PyInstance]()) { result, entry in
      if !result.contains(where: { $0 === entry.member }) { result.append(entry.member) }
    }
  }

  override func iterator() throws -> PyIterator? {
    PyIterator(over: distinct.map { .object($0) })
  }

  override func count() throws -> Int? { distinct.count }

  override func contains(_ item: PyObject) throws -> Bool? {
    distinct.contains { $0 === item.reference }
  }

  override func item(_ index: PyObject) throws -> PyObject {
    guard let member = members.first(where: { $0.name == index.string })?.member else {
      throw PyError.key(index, among: members.map(\.name))
    }
    return .object(member)
  }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    guard arguments.positional.count == 1, arguments.keywords.isEmpty else {
      throw Diagnostic("making an enum by a call is not supported", hint: "write a class")
    }
    let value = arguments.positional[0]
    if Py.typeOf(value).isSubclass(of: self) { return value }
    if let member = try distinct.first(where: { try Py.isEqual($0.enumValue, value) }) {
      return .object(member)
    }
    if isSubclass(of: PyModule.flagClass), let bits = value.integer { return combined(bits) }
    if let method = lookUp("_missing_") {
      let found = try Py.call(
        Py.bound(method.unwrappedClassMethod, to: .object(self), of: self), PyArguments([value]))
      if !found.isNone { return found }
    }
    throw PyError.value("\(try Py.representation(of: value)) is not a valid \(name)")
  }

  /// The member of a flag that is made of several.
  func combined(_ bits: Int) -> PyObject {
    if let known = distinct.first(where: { $0.enumValue.integer == bits }) { return .object(known) }
    let member = PyInstance(self, payload: holdsValues ? .int(bits) : nil)
    let names = members.filter { entry in
      guard let bit = entry.member.enumValue.integer, bit != 0 else { return false }
      return bits & bit == bit && bit.nonzeroBitCount == 1
    }.map(\.name)
    member.attributes["_name_"] =
      names.isEmpty ? PyObject.none : .string(names.joined(separator: "|"))
    member.attributes["_value_"] = .int(bits)
    return .object(member)
  }

  override func attribute(_ name: String) throws -> PyObject? {
    guard name == "__members__" else { return try super.attribute(name) }
    return .dict(members.map { ($0.name, .object($0.member)) })
  }

  override func setAttribute(_ name: String, to value: PyObject) throws {
    guard !members.contains(where: { $0.name == name }) else {
      throw PyError.attribute("cannot reassign member '\(name)'")
    }
    try super.setAttribute(name, to: value)
  }

  override func deleteAttribute(_ name: String) throws {
    guard !members.contains(where: { $0.name == name }) else {
      throw PyError.attribute("'\(self.name)' cannot delete member '\(name)'.")
    }
    try super.deleteAttribute(name)
  }

  override func representation() throws -> String { "<enum '\(name)'>" }
}

extension PyClass {
  /// Whether the class is `Enum` or `Flag`.
  fileprivate var isOwnEnum: Bool { PyModule.isOwn(self) }
}

extension PyInstance {
  /// The value of a member of an enum.
  fileprivate var enumValue: PyObject { attributes["_value_"] ?? .none }
}

/// `enum.auto()`.
private final class PyAuto: PyReference, @unchecked Sendable {}

extension PyModule {
  private static func enumClass(_ name: String, bases: [PyClass]) -> PyClass {
    let cls = PyClass(name, bases: bases)
    cls.makesSubclass = { try PyEnumClass($0) }
    return cls
  }

  private static func member(
    _ name: String, _ body: @escaping (PyInstance) throws -> PyObject
  ) -> PyBuiltin {
    PyBuiltin(name, "(self)", isMethod: true) { call in
      guard let member = call[0].reference as? PyInstance else { return .none }
      return try body(member)
    }
  }

  private static func shown(_ member: PyInstance) -> String {
    "\(member.type.name).\(member.attributes["_name_"]?.string ?? "")"
  }

  private static let plainEnum: PyClass = {
    let cls = enumClass("Enum", bases: [.object])
    for name in ["name", "value"] {
      cls.attributes[name] = .object(
        PyBuiltin(name, "(self)", isMethod: true, isProperty: true) { call in
          (call[0].reference as? PyInstance)?.attributes["_\(name)_"] ?? .none
        })
    }
    for method in [
      member("__repr__") {
        .string("<\(shown($0)): \(try Py.representation(of: $0.enumValue))>")
      },
      member("__str__") { .string(shown($0)) },
      PyBuiltin("__format__", "(self, spec)", isMethod: true) { call in
        .string(try Py.format(.string(Py.text(of: call[0])), call.string(1)))
      },
      member("__hash__") { .int(HashKey.address(ObjectIdentifier($0))) },
    ] { cls.attributes[method.name] = .object(method) }
    cls.attributes["__eq__"] = .object(
      PyBuiltin("__eq__", "(self, other)", isMethod: true) { call in
        if call[0].reference === call[1].reference { return .bool(true) }
        return call[1].reference is PyInstance && Py.typeOf(call[1]) === Py.typeOf(call[0])
          ? .bool(false) : .notImplemented
      })
    return cls
  }()

  /// `enum.Flag`.
  static let flagClass: PyClass = {
    let cls = enumClass("Flag", bases: [plainEnum])
    for (name, operation) in [("__or__", BinaryOperator.or), ("__and__", .and), ("__xor__", .xor)] {
      cls.attributes[name] = .object(
        PyBuiltin(name, "(self, other)", isMethod: true) { call in
          guard let cls = Py.typeOf(call[0]) as? PyEnumClass,
            let a = (call[0].reference as? PyInstance)?.enumValue.integer,
            let b = (call[1].reference as? PyInstance)?.enumValue.integer ?? call[1].integer
          else { return .notImplemented }
          return cls.combined(try Py.binary(operation, .int(a), .int(b)).integer ?? 0)
        })
    }
    cls.attributes["__bool__"] = .object(
      member("__bool__") { .bool($0.enumValue.integer != 0) })
    cls.attributes["__contains__"] = .object(
      PyBuiltin("__contains__", "(self, other)", isMethod: true) { call in
        guard let own = (call[0].reference as? PyInstance)?.enumValue.integer,
          let other = (call[1].reference as? PyInstance)?.enumValue.integer
        else { return .bool(false) }
        return .bool(own & other == other)
      })
    return cls
  }()

  private static func valueEnum(_ name: String, _ base: PyClass, _ kind: PyClass) -> PyClass {
    let cls = enumClass(name, bases: [base, kind])
    cls.attributes["__str__"] = .object(
      member("__str__") { .string(try Py.text(of: $0.enumValue)) })
    cls.attributes["__format__"] = .object(
      PyBuiltin("__format__", "(self, spec)", isMethod: true) { call in
        guard let member = call[0].reference as? PyInstance else { return .none }
        return .string(try Py.format(member.enumValue, call.string(1)))
      })
    for name in ["__eq__", "__ne__", "__hash__"] {
      cls.attributes[name] = SpecialMethods.method(name, of: kind).map { .object($0) }
    }
    return cls
  }

  fileprivate static func isOwn(_ cls: PyClass) -> Bool { cls === plainEnum || cls === flagClass }

  /// The names of `enum`.
  static let enumValues: [String: PyObject] = [
    "Enum": .object(plainEnum), "Flag": .object(flagClass),
    "IntEnum": .object(valueEnum("IntEnum", plainEnum, .int)),
    "IntFlag": .object(valueEnum("IntFlag", flagClass, .int)),
    "StrEnum": .object(valueEnum("StrEnum", plainEnum, .str)),
    "auto": .function("auto", "(value=None)") { _ in .object(PyAuto()) },
    "unique": .function("unique", "(enumeration)") { call in
      guard let cls = call[0].reference as? PyEnumClass else { return call[0] }
      let names = cls.members.map(\.name)
      guard try cls.count() == names.count else {
        throw PyError.value("duplicate values found in <enum '\(cls.name)'>")
      }
      return call[0]
    },
  ]
}
