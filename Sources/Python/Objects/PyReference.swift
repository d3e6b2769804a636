/// Object known by reference: functions, classes, instances, iterators, modules, and what the
/// libraries add, such as arrays.
///
/// Objects belong to one interpreter, which runs on one thread at a time; those that all
/// interpreters share, such as Python's own classes, never change.
open class PyReference: @unchecked Sendable {
  /// An object of no class of its own.
  public init() {}

  /// Class of the object.
  open var type: PyClass { .object }

  /// An attribute; `nil` if there is none of this name.
  open func attribute(_ name: String) throws -> PyObject? {
    try type.attribute(name, of: .object(self))
  }

  /// Sets an attribute.
  open func setAttribute(_ name: String, to value: PyObject) throws {
    throw PyError.attribute("'\(type.name)' object has no attribute '\(name)'")
  }

  /// Removes an attribute.
  open func deleteAttribute(_ name: String) throws {
    throw PyError.attribute("'\(type.name)' object has no attribute '\(name)'")
  }

  /// The names of its attributes, for suggestions and `dir`.
  open var attributeNames: [String] { type.mro.flatMap(\.attributes.stringKeys) }

  /// The item that an index or a key means.
  open func item(_ index: PyObject) throws -> PyObject {
    throw PyError.type("'\(type.name)' object is not subscriptable")
  }

  /// Sets an item.
  open func setItem(_ index: PyObject, to value: PyObject) throws {
    throw PyError.type("'\(type.name)' object does not support item assignment")
  }

  /// Removes an item.
  open func deleteItem(_ index: PyObject) throws {
    throw PyError.type("'\(type.name)' object doesn't support item deletion")
  }

  /// Calls it.
  open func call(_ arguments: PyArguments) throws -> PyObject {
    throw PyError.type("'\(type.name)' object is not callable")
  }

  /// Whether the object can be called.
  open var isCallable: Bool { false }

  /// An iterator over its items; `nil` if it has none.
  open func iterator() throws -> PyIterator? { nil }

  /// The truth value.
  open func isTrue() throws -> Bool { try count().map { $0 != 0 } ?? true }

  /// The number of items; `nil` if it has no length.
  open func count() throws -> Int? { nil }

  /// Whether the object contains an item; `nil` if it has no `__contains__`.
  open func contains(_ item: PyObject) throws -> Bool? { nil }

  /// The result of an operator; `nil` if it doesn't know the other operand.
  ///
  /// - Parameter isReflected: whether this is the right operand.
  open func binary(
    _ operation: BinaryOperator, _ other: PyObject, isReflected: Bool
  ) throws -> PyObject? { nil }

  /// The result of an augmented assignment; `nil` if it has none of its own.
  open func inPlace(_ operation: BinaryOperator, _ other: PyObject) throws -> PyObject? { nil }

  /// The result of an operator; `nil` if there is none.
  open func unary(_ operation: UnaryOperator) throws -> PyObject? { nil }

  /// The result of a comparison with this as left operand; `nil` if it doesn't know the other.
  open func compare(_ comparison: ComparisonOperator, _ other: PyObject) throws -> PyObject? { nil }

  /// Key of the object in dicts and sets: for most objects, their identity.
  open func hashKey() throws -> HashKey { .identity(ObjectIdentifier(self)) }

  /// The integer that it is as an index (`__index__`); `nil` if it is none.
  open func index() throws -> Int? { nil }

  /// `repr(…)`.
  open func representation() throws -> String { "<\(type.name) object>" }

  /// `str(…)`.
  open func text() throws -> String { try representation() }

  /// `format(…, specification)`; `nil` if it has no form of its own.
  open func formatted(_ specification: String) throws -> String? { nil }

  /// Value of the object as an attribute of a class: a function becomes a method, a property its
  /// value; `nil` for an object that stays the same.
  ///
  /// - Parameter object: the object whose attribute is read; `nil` if it is the class's own.
  open func bound(to object: PyObject?, of type: PyClass) throws -> PyObject? { nil }

  /// Whether, as an attribute of a class, it comes before an instance's own, as a property does.
  open var isDataDescriptor: Bool { false }

  /// Assigns to the descriptor on an instance (`__set__`).
  open func assign(_ value: PyObject, on object: PyObject, name: String) throws {
    throw PyError.attribute("can't set attribute '\(name)'")
  }

  /// Deletes the descriptor on an instance (`__delete__`).
  open func unassign(on object: PyObject, name: String) throws {
    throw PyError.attribute("can't delete attribute '\(name)'")
  }

  /// Whether the object counts as an instance of a class that its own doesn't inherit from.
  open func isInstance(of cls: PyClass) -> Bool { false }

  /// Result of `super()` in a method of a class that was called on the object; `nil` for the usual
  /// one.
  open func superObject(of cls: PyClass) throws -> PyObject? { nil }

  /// Class to inherit from where a class statement names the object as a base; `nil` if there is
  /// none.
  open func classAsBase() throws -> PyClass? { nil }

  /// Whether another object stands for the same thing (`is`).
  open func isSame(as other: PyReference) -> Bool { self === other }

  /// Whether the object counts as a `Mapping`.
  open var isMapping: Bool { false }

  /// The object's name in errors.
  open var noun: String { "a '\(type.name)' object" }
}
