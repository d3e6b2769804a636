import Diagnostics

/// A field of a named tuple.
public struct NamedTupleField {
  /// Name of the field.
  public let name: String
  /// Default of the field, if there is one.
  public let `default`: PyObject?
}

extension PyClass {
  /// The names of the fields of a named tuple.
  public var namedTupleFields: [String]? {
    guard isSubclass(of: .tuple) else { return nil }
    return lookUp("_fields")?.items?.compactMap(\.string)
  }

  /// A class of tuples whose items have names.
  static func namedTuple(
    _ name: String, _ fields: [NamedTupleField], attributes: PyDict = PyDict()
  ) throws -> PyClass {
    let signature = Signature(
      [.init(name: "_cls", kind: .ordinary, default: nil)]
        + fields.map { .init(name: $0.name, kind: .ordinary, default: $0.default) })
    let cls = PyClass(name, bases: [.tuple])
    cls.attributes.update(attributes)
    let names = fields.map { PyObject.string($0.name) }
    cls.attributes["_fields"] = .tuple(names)
    cls.attributes["__match_args__"] = .tuple(names)
    cls.attributes["_field_defaults"] = .dict(
      fields.compactMap { field in field.default.map { (field.name, $0) } })
    cls.constructor = { type, arguments in
      var arguments = arguments
      arguments.positional.insert(.object(type), at: 0)
      let values = try signature.bind(arguments, of: "\(name).__new__").dropFirst()
      return .object(PyNamedTuple(type, Array(values)))
    }
    cls.attributes["_make"] = .object(
      PyClassMethod(
        .function("_make", "(cls, iterable)") { call in
          guard let type = call[0].reference as? PyClass else { return .none }
          let items = try call.items(1)
          guard items.count == fields.count else {
            throw PyError.type("Expected \(fields.count) arguments, got \(items.count)")
          }
          return .object(PyNamedTuple(type, items))
        }))
    return cls
  }
}

/// A tuple whose items have names.
public final class PyNamedTuple: PyInstance, @unchecked Sendable {
  /// The items.
  public let values: [PyObject]

  /// A named tuple of a class.
  public init(_ type: PyClass, _ values: [PyObject]) {
    self.values = values
    super.init(type, payload: .tuple(values))
  }

  /// The names of the items.
  public var names: [String] { type.namedTupleFields ?? [] }

  public override func attribute(_ name: String) throws -> PyObject? {
    if let place = names.firstIndex(of: name), values.indices.contains(place) {
      return values[place]
    }
    switch name {
    case "_asdict":
      return .function(name, "()") { [self] _ in .dict(Array(zip(names, values))) }
    case "_replace":
      return .function(name, "(**kwds)") { [self] call in
        var new = values
        for (name, value) in call.keywords(0) {
          guard let place = names.firstIndex(of: name) else {
            throw PyError.value("Got unexpected field names: ['\(name)']")
          }
          new[place] = value
        }
        return .object(PyNamedTuple(type, new))
      }
    default: return try super.attribute(name)
    }
  }

  public override func setAttribute(_ name: String, to value: PyObject) throws {
    if names.contains(name) { throw PyError.attribute("can't set attribute") }
    try super.setAttribute(name, to: value)
  }

  override func plainRepresentation() throws -> String {
    let parts = try zip(names, values).map { "\($0)=\(try Py.representation(of: $1))" }
    return "\(type.name)(\(parts.joined(separator: ", ")))"
  }
}

extension PyModule {
  /// `typing.NamedTuple`: a class statement that inherits from it makes a class of named tuples.
  static let namedTupleClass: PyClass = {
    let cls = PyClass("NamedTuple", bases: [.object])
    cls.makesSubclass = { draft in
      guard draft.bases.contains(where: { $0 === cls }) else { return try PyClass(draft) }
      let fields = draft.annotations.map {
        NamedTupleField(name: $0.name, default: draft.attributes[$0.name])
      }
      let attributes = draft.attributes.copy()
      for field in fields { attributes[field.name] = nil }
      let made = try PyClass.namedTuple(draft.name, fields, attributes: attributes)
      made.annotations = draft.annotations
      return made
    }
    cls.constructor = { _, arguments in
      let values = try Signature("(typename, fields=())").bind(arguments, of: "NamedTuple")
      let fields = try Py.items(of: values[1]).map {
        NamedTupleField(name: try Py.item(of: $0, .int(0)).string ?? "", default: nil)
      }
      return .object(try PyClass.namedTuple(values[0].string ?? "", fields))
    }
    return cls
  }()
}
