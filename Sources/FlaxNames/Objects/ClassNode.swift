import Arrays
import LiftedScan
import Python

/// A class whose instances are nodes of pytrees: named tuples, and dataclasses of Flax.
final class ClassNode: NodeType, @unchecked Sendable {
  private let cls: PyClass
  private let rest: [(String, PyObject)]
  private let names: [String]
  private let makeNode: ([PyObject]) -> PyObject

  /// The node of a class.
  ///
  /// - Parameters:
  ///   - rest: the fields that are no parts of a pytree.
  init(
    _ cls: PyClass, names: [String], rest: [(String, PyObject)] = [], isTuple: Bool = false,
    make: @escaping ([PyObject]) -> PyObject
  ) {
    (self.cls, self.names, self.rest, makeNode) = (cls, names, rest, make)
    super.init(name: cls.name, isTuple: isTuple)
  }

  /// An instance with these parts.
  func make(_ parts: [PyObject]) -> PyObject { makeNode(parts) }

  /// Whether two nodes are of one class, and equal in the fields outside the pytree.
  override func isEqual(to other: NodeType) -> Bool {
    guard let other = other as? ClassNode, cls === other.cls, rest.count == other.rest.count else {
      return false
    }
    return zip(rest, other.rest).allSatisfy { a, b in
      a.0 == b.0 && (Py.isSame(a.1, b.1) || (try? Py.isEqual(a.1, b.1)) ?? false)
    }
  }
}

extension Namespace {
  /// A named tuple as a node.
  func node(_ tuple: PyNamedTuple) -> Value {
    let type = ClassNode(tuple.type, names: tuple.names, isTuple: true) {
      .object(PyNamedTuple(tuple.type, $0))
    }
    let parts = zip(tuple.names, tuple.values).map { name, part in
      (name, (try? value(part)) ?? .leaf(.foreign(ForeignPyObject(part))))
    }
    return .dict(.init(parts, type: type))
  }

  /// An instance of a dataclass of Flax as a node; `nil` for another object.
  func node(dataclass instance: PyInstance) throws -> Value? {
    guard let fields = instance.type.pytreeFields else { return nil }
    func current(_ name: String) -> PyObject { instance.attributes[name] ?? .none }
    let rest = fields.filter { !$0.isNode }.map { ($0.name, current($0.name)) }
    let names = fields.filter(\.isNode).map(\.name)
    let type = ClassNode(instance.type, names: names, rest: rest) { parts in
      let new = PyInstance(instance.type)
      var parts = parts.makeIterator()
      for field in fields {
        new.attributes[field.name] = field.isNode ? parts.next() ?? .none : current(field.name)
      }
      return .object(new)
    }
    return .dict(.init(try names.map { ($0, try value(current($0))) }, type: type))
  }
}

extension PyClass {
  /// The fields of a dataclass that is a pytree (`flax.struct.dataclass`), with whether each is a
  /// part of it; `nil` for any other class.
  var pytreeFields: [(name: String, isNode: Bool)]? {
    guard lookUp(Self.pytreeMark) != nil, let fields = dataclassFields else { return nil }
    return fields.map { field in
      let isNode: Bool =
        if case .dict(let metadata) = field.metadata, case .bool(let flag) = metadata["pytree_node"]
        {
          flag
        } else {
          true
        }
      return (field.name, isNode)
    }
  }

  /// The attribute that marks a dataclass as a pytree.
  static var pytreeMark: String { "_flax_dataclass" }
}
