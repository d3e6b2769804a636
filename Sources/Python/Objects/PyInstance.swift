import Diagnostics

/// An instance of a class that a program defines.
open class PyInstance: PyReference, @unchecked Sendable {
  private let ownType: PyClass
  /// Attributes of the instance.
  public let attributes = PyDict()
  /// Built-in value of an instance whose class inherits from a built-in type, such as `dict`.
  public var payload: PyObject?

  /// An instance without attributes.
  public init(_ type: PyClass, payload: PyObject? = nil) {
    ownType = type
    self.payload = payload
    super.init()
  }

  deinit { if payload != nil { Chain.free(&payload, replacingWith: nil) } }

  open override var type: PyClass { ownType }

  open override func attribute(_ name: String) throws -> PyObject? {
    if let method = type.lookUp("__getattribute__") {
      return try call(method, .string(name))
    }
    if let value = try plainAttribute(name) { return value }
    guard let method = type.lookUp("__getattr__") else { return nil }
    return try call(method, .string(name))
  }

  /// An attribute, without `__getattr__`.
  public func plainAttribute(_ name: String) throws -> PyObject? {
    let ofClass = type.lookUp(name)
    if let ofClass, ofClass.reference?.isDataDescriptor ?? false {
      return try Py.bound(ofClass, to: .object(self), of: type)
    }
    if let value = attributes[name] { return value }
    if let ofClass { return try Py.bound(ofClass, to: .object(self), of: type) }
    switch name {
    case "__class__": return .object(type)
    case "__dict__": return .dict(attributes)
    case "__doc__": return type.attributes[name] ?? PyObject.none
    default: break
    }
    if isException, let value = try exceptionAttribute(name) { return value }
    return try SpecialMethods.method(name, of: type).map {
      try Py.bound(.object($0), to: .object(self), of: type)
    }
  }

  private func exceptionAttribute(_ name: String) throws -> PyObject? {
    switch name {
    case "__cause__", "__context__", "__traceback__": return PyObject.none
    case "__suppress_context__": return .bool(attributes["__cause__"] != nil)
    case "add_note":
      return .function(name, "(note, /)") { [self] call in
        let notes = attributes["__notes__"] ?? .list([])
        attributes["__notes__"] = notes
        if case .list(let list) = notes { list.items.append(call[0]) }
        return .none
      }
    case "code" where type.isSubclass(of: .exception("SystemExit")):
      return attributes["args"]?.items?.first ?? PyObject.none
    case "with_traceback": return .function(name, "(tb)") { _ in .object(self) }
    case "value" where type.isSubclass(of: .exception("StopIteration")):
      return attributes["args"]?.items?.first ?? PyObject.none
    default: return nil
    }
  }

  open override func setAttribute(_ name: String, to value: PyObject) throws {
    if let method = type.lookUp("__setattr__") {
      _ = try call(method, .string(name), value)
    } else {
      try setPlainAttribute(name, to: value)
    }
  }

  /// Sets an attribute, without `__setattr__`.
  func setPlainAttribute(_ name: String, to value: PyObject) throws {
    if let descriptor = type.lookUp(name)?.reference, descriptor.isDataDescriptor {
      try descriptor.assign(value, on: .object(self), name: name)
    } else {
      if let slots = type.slots, !slots.contains(name) {
        throw PyError.attribute("'\(type.name)' object has no attribute '\(name)'")
      }
      attributes[name] = value
    }
  }

  open override func deleteAttribute(_ name: String) throws {
    if let method = type.lookUp("__delattr__") {
      _ = try call(method, .string(name))
    } else {
      try deletePlainAttribute(name)
    }
  }

  /// Removes an attribute, without `__delattr__`.
  func deletePlainAttribute(_ name: String) throws {
    if let descriptor = type.lookUp(name)?.reference, descriptor.isDataDescriptor {
      return try descriptor.unassign(on: .object(self), name: name)
    }
    guard attributes[name] != nil else {
      throw PyError.attribute("'\(type.name)' object has no attribute '\(name)'")
    }
    attributes[name] = nil
  }

  // MARK: Descriptors

  open override func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? {
    try special("__get__", object ?? .none, .object(type))
  }

  open override var isDataDescriptor: Bool {
    type.lookUp("__set__") != nil || type.lookUp("__delete__") != nil
  }

  open override func assign(_ value: PyObject, on object: PyObject, name: String) throws {
    guard try special("__set__", object, value) != nil else { throw PyError.attribute("__set__") }
  }

  open override func unassign(on object: PyObject, name: String) throws {
    guard try special("__delete__", object) != nil else { throw PyError.attribute("__delete__") }
  }

  open override var attributeNames: [String] { attributes.stringKeys + super.attributeNames }

  // MARK: Special methods

  /// Calls an attribute of the class as a method of this.
  func call(_ method: PyObject, _ arguments: PyObject...) throws -> PyObject {
    try Py.call(Py.bound(method, to: .object(self), of: type), PyArguments(arguments))
  }

  /// The result of a special method of the class, if it has it.
  func special(_ name: String, _ arguments: PyObject...) throws -> PyObject? {
    guard let method = type.lookUp(name), !method.isNone else { return nil }
    return try Py.call(Py.bound(method, to: .object(self), of: type), PyArguments(arguments))
  }

  open override func item(_ index: PyObject) throws -> PyObject {
    if let result = try special("__getitem__", index) { return result }
    guard let payload else { return try super.item(index) }
    if case .dict(let dict) = payload {
      if let value = try dict.value(index) { return value }
      if let result = try special("__missing__", index) { return result }
    }
    return try Py.item(of: payload, index)
  }

  open override func setItem(_ index: PyObject, to value: PyObject) throws {
    if try special("__setitem__", index, value) != nil { return }
    guard let payload else { return try super.setItem(index, to: value) }
    try Py.setItem(of: payload, index, to: value)
  }

  open override func deleteItem(_ index: PyObject) throws {
    if try special("__delitem__", index) != nil { return }
    guard let payload else { return try super.deleteItem(index) }
    try Py.deleteItem(of: payload, index)
  }

  open override var isCallable: Bool { type.lookUp("__call__") != nil }

  open override func call(_ arguments: PyArguments) throws -> PyObject {
    guard let method = type.lookUp("__call__") else { return try super.call(arguments) }
    return try Py.call(Py.bound(method, to: .object(self), of: type), arguments)
  }

  open override func iterator() throws -> PyIterator? {
    if let made = try special("__iter__") {
      if let iterator = made.reference as? PyIterator { return iterator }
      guard let instance = made.reference as? PyInstance,
        instance.type.lookUp("__next__") != nil
      else { throw PyError.type("iter() returned non-iterator of type '\(Py.typeOf(made).name)'") }
      return InstanceIterator(instance)
    }
    if let payload { return try Py.iterator(over: payload) }
    guard type.lookUp("__getitem__") != nil else { return nil }
    var index = 0
    return PyIterator { [self] in
      do {
        defer { index += 1 }
        return try special("__getitem__", .int(index))
      } catch let error as PyError
        where error.exception.type.isSubclass(of: .exception("IndexError"))
      {
        return nil
      }
    }
  }

  open override func isTrue() throws -> Bool {
    if let result = try special("__bool__") {
      guard case .bool(let truth) = result else {
        throw PyError.type("__bool__ should return bool, returned \(Py.typeOf(result).name)")
      }
      return truth
    }
    if let count = try count() { return count != 0 }
    return try payload.map(Py.isTrue) ?? true
  }

  open override func count() throws -> Int? {
    if let result = try special("__len__") {
      guard let count = result.integer else {
        throw PyError.type("'\(Py.typeOf(result).name)' object cannot be interpreted as an integer")
      }
      guard count >= 0 else { throw PyError.value("__len__() should return >= 0") }
      return count
    }
    return try payload.flatMap { try Py.count(of: $0) }
  }

  open override func contains(_ item: PyObject) throws -> Bool? {
    if let result = try special("__contains__", item) { return try Py.isTrue(result) }
    return try payload.map { try Py.isContained(item, in: $0) }
  }

  open override func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? {
    let name = "__\(isReflected ? "r" : "")\(operation.methodName)__"
    if let result = try special(name, other) {
      return result.isNotImplemented ? nil : result
    }
    guard let payload else { return nil }
    return try isReflected
      ? Py.binaryIfKnown(operation, other.native, payload)
      : Py.binaryIfKnown(operation, payload, other.native)
  }

  open override func inPlace(_ operation: BinaryOperator, _ other: PyObject) throws -> PyObject? {
    if let result = try special("__i\(operation.methodName)__", other) {
      return result.isNotImplemented ? nil : result
    }
    guard let payload, type.lookUp("__\(operation.methodName)__") == nil,
      try Py.changedInPlace(operation, payload, other)
    else { return nil }
    return .object(self)
  }

  open override func unary(_ operation: UnaryOperator) throws -> PyObject? {
    let names: [UnaryOperator: String] = [
      .minus: "__neg__", .plus: "__pos__", .invert: "__invert__",
    ]
    if let name = names[operation], let result = try special(name) { return result }
    return try payload.map { try Py.unary(operation, $0) }
  }

  open override func compare(
    _ comparison: ComparisonOperator, _ other: PyObject
  ) throws -> PyObject? {
    guard let name = comparison.methodName else { return nil }
    if let result = try special(name, other) {
      return result.isNotImplemented ? nil : result
    }
    if comparison == .notEqual, let result = try special("__eq__", other) {
      return result.isNotImplemented ? nil : .bool(try !Py.isTrue(result))
    }
    return try plainComparison(comparison, other)
  }

  /// A comparison as the built-in class that it inherits from makes it.
  func plainComparison(_ comparison: ComparisonOperator, _ other: PyObject) throws -> PyObject? {
    guard let payload else { return nil }
    return try Py.compareIfKnown(comparison, payload, other.native)
  }

  open override func hashKey() throws -> HashKey {
    try Stack.check()
    if let method = type.lookUp("__hash__") {
      guard !method.isNone else {
        throw PyError.type("unhashable type: '\(type.name)'")
      }
      guard let hash = try call(method).integer else {
        throw PyError.type("__hash__ method should return an integer")
      }
      return .custom(.init(hash: hash, object: .object(self)))
    }
    guard type.lookUp("__eq__") == nil else {
      throw PyError.type("unhashable type: '\(type.name)'")
    }
    return try plainHashKey()
  }

  /// The key that it has from the built-in class that it inherits from.
  func plainHashKey() throws -> HashKey {
    try payload.map(Py.hashKey) ?? .identity(ObjectIdentifier(self))
  }

  open override func index() throws -> Int? {
    guard let result = try special("__index__") else { return nil }
    guard let index = result.integer else {
      throw PyError.type("__index__ returned non-int (type \(Py.typeOf(result).name))")
    }
    return index
  }

  open override func representation() throws -> String {
    try Stack.check()
    if let text = try special("__repr__") { return try text.requiredText("__repr__") }
    return try plainRepresentation()
  }

  /// `repr(…)` without `__repr__`.
  func plainRepresentation() throws -> String {
    if isException {
      let arguments = attributes["args"]?.items ?? []
      let shown = try arguments.map(Py.representation).joined(separator: ", ")
      return "\(type.name)(\(shown))"
    }
    if let payload {
      let shown = try Py.representation(of: payload)
      return payload.isShownWithClass ? "\(type.name)(\(shown))" : shown
    }
    return
      "<\(type.longName) object at 0x\(String(HashKey.address(ObjectIdentifier(self)) << 4, radix: 16))>"
  }

  open override func text() throws -> String {
    try Stack.check()
    if let text = try special("__str__") { return try text.requiredText("__str__") }
    return try plainText()
  }

  /// `str(…)` without `__str__`.
  func plainText() throws -> String {
    if isException { return try exceptionText() }
    if case .string(let text)? = payload { return text }
    return try representation()
  }

  open override func formatted(_ specification: String) throws -> String? {
    if let text = try special("__format__", .string(specification)) {
      return try text.requiredText("__format__")
    }
    guard let payload, !specification.isEmpty else {
      return try specification.isEmpty ? text() : nil
    }
    return try Py.format(payload, specification)
  }

  open override var noun: String { "a \(type.name)" }
}

extension PyClass {
  /// The name with the module and the classes it is in.
  var longName: String {
    let module = attributes["__module__"]?.string ?? "builtins"
    return module == "builtins" ? name : "\(module).\(qualifiedName)"
  }
}

extension PyObject {
  /// Whether a subclass shows itself by its name, as subclasses of sets do.
  fileprivate var isShownWithClass: Bool { if case .set = self { true } else { false } }

  /// The text that a special method returned.
  fileprivate func requiredText(_ method: String) throws -> String {
    guard let string else {
      throw PyError.type("\(method) returned non-string (type \(Py.typeOf(self).name))")
    }
    return string
  }
}

/// An iterator that a program's class is.
final class InstanceIterator: PyIterator, @unchecked Sendable {
  private let instance: PyInstance

  init(_ instance: PyInstance) {
    self.instance = instance
    super.init()
  }

  override func next() throws -> PyObject? {
    do {
      return try instance.special("__next__")
    } catch let error as PyError
      where error.exception.type.isSubclass(of: .exception("StopIteration"))
    {
      return nil
    }
  }

  override var type: PyClass { instance.type }
}

extension BinaryOperator {
  /// The name of its special method, without underscores.
  var methodName: String {
    switch self {
    case .add: "add"
    case .subtract: "sub"
    case .multiply: "mul"
    case .divide: "truediv"
    case .floorDivide: "floordiv"
    case .modulo: "mod"
    case .power: "pow"
    case .matmul: "matmul"
    case .shiftLeft: "lshift"
    case .shiftRight: "rshift"
    case .and: "and"
    case .or: "or"
    case .xor: "xor"
    }
  }
}

extension ComparisonOperator {
  /// The name of its special method, if it has one.
  var methodName: String? {
    switch self {
    case .equal: "__eq__"
    case .notEqual: "__ne__"
    case .less: "__lt__"
    case .lessOrEqual: "__le__"
    case .greater: "__gt__"
    case .greaterOrEqual: "__ge__"
    case .isSame, .isNotSame, .isIn, .isNotIn: nil
    }
  }

  /// The comparison that holds with the operands swapped.
  var reflected: ComparisonOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
