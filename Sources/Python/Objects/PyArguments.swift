/// The arguments of a call.
public struct PyArguments {
  /// Arguments by position.
  public var positional: [PyObject]
  /// Arguments by name.
  public var keywords: [(name: String, value: PyObject)]

  /// Arguments by position, then by name.
  public init(_ positional: [PyObject] = [], keywords: [(name: String, value: PyObject)] = []) {
    (self.positional, self.keywords) = (positional, keywords)
  }

  /// Whether there are no arguments.
  public var isEmpty: Bool { positional.isEmpty && keywords.isEmpty }

  /// The arguments with one more in front.
  public func prepending(_ value: PyObject) -> PyArguments {
    PyArguments([value] + positional, keywords: keywords)
  }

  /// The argument of a name.
  public func keyword(_ name: String) -> PyObject? { keywords.first { $0.name == name }?.value }

  /// Removes and gives the argument of a name.
  public mutating func take(_ name: String) -> PyObject? {
    guard let index = keywords.firstIndex(where: { $0.name == name }) else { return nil }
    return keywords.remove(at: index).value
  }
}

/// The arguments of a call of a built-in function, by its parameters.
public struct PyCall {
  /// The function's name, for errors.
  public let name: String
  let values: [PyObject]

  /// Argument of a parameter by its index, or its default. `*args` is a tuple, `**kwargs` a dict.
  public subscript(_ place: Int) -> PyObject { values[place] }

  /// The arguments of `*args`.
  public func values(_ place: Int) -> [PyObject] { rest(place) }

  /// The arguments of `**kwargs`.
  public func named(_ place: Int) -> [(name: String, value: PyObject)] { keywords(place) }

  /// An integer.
  func int(_ place: Int) throws -> Int { try Py.requiredInteger(values[place]) }

  /// An integer, or `nil` for `None`.
  func optionalInt(_ place: Int) throws -> Int? {
    values[place].isNone ? nil : try int(place)
  }

  /// A string.
  func string(_ place: Int) throws -> String {
    guard let text = values[place].string else {
      throw PyError.type("\(name)() argument must be str, not \(Py.typeOf(values[place]).name)")
    }
    return text
  }

  /// A string, or `nil` for `None`.
  func optionalString(_ place: Int) throws -> String? {
    values[place].isNone ? nil : try string(place)
  }

  /// A truth value of any object.
  func isTrue(_ place: Int) throws -> Bool { try Py.isTrue(values[place]) }

  /// Items of an iterable argument.
  func items(_ place: Int) throws -> [PyObject] { try Py.items(of: values[place]) }

  /// The arguments of `*args`.
  func rest(_ place: Int) -> [PyObject] { values[place].items ?? [] }

  /// The arguments of `**kwargs`.
  func keywords(_ place: Int) -> [(name: String, value: PyObject)] {
    guard case .dict(let dict) = values[place] else { return [] }
    return dict.pairs.map { ($0.key.string ?? "", $0.value) }
  }
}

extension Py {
  /// The integer that an index or a count is.
  public static func requiredInteger(_ value: PyObject) throws -> Int {
    if let integer = value.integer { return integer }
    if let object = value.reference, let index = try object.index() { return index }
    throw PyError.type("'\(Py.typeOf(value).name)' object cannot be interpreted as an integer")
  }
}
