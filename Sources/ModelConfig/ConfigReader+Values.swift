import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import Python
import YAMLNodes

// Words in a config mean what they say: a plain word is a string. It is a function or a dtype only
// where the field it is for holds one, or where it is written with its library.

extension ConfigReader {
  /// The value of a field of a module that a config or code defines.
  ///
  /// - Parameter known: what is known of the field.
  func fieldValue(_ field: YAMLField, of known: ModuleField?) throws(Diagnostic) -> PyObject {
    let value = try value(field, of: known)
    if let known { try check(value, field, known) }
    return value
  }

  private func value(_ field: YAMLField, of known: ModuleField?) throws(Diagnostic) -> PyObject {
    switch field.node.value {
    case .mapping:
      if try isModule(field) { return .object(ModuleObject(try module(field), in: namespace)) }
      let settings = PyDict()
      for entry in try field.asEntries() {
        settings[entry.name] = try value(entry.field, of: nil)
      }
      return .object(ConfigObject(settings))
    case .sequence:
      var parts: [PyObject] = []
      for item in try field.asList() { parts.append(try value(item, of: nil)) }
      return .list(parts)
    case .scalar(let text, let style):
      let isLambda = text.hasPrefix("lambda ") || text.hasPrefix("lambda:")
      guard field.node.scalar == .string, field.node.tag == nil, style == .plain || isLambda else {
        return namespace.object(try field.staticValue())
      }
      return try word(text, field, known)
    }
  }

  /// Value of a plain scalar that is no number: an expression, or a word.
  private func word(
    _ text: String, _ field: YAMLField, _ known: ModuleField?
  ) throws(Diagnostic) -> PyObject {
    guard let expression = try? parseExpression(field.node) else {
      return .object(ConfigWord(text, field.path))
    }
    if case .name(let name) = expression.kind {
      if let own = namespace.globals.names[name] { return own }
      let isFunction = known?.holdsFunction ?? false
      guard isFunction, let value = namespace.value(of: name) else {
        guard !isFunction else { throw unknownFunction(name, field) }
        return .object(ConfigWord(text, field.path))
      }
      return value
    }
    do {
      return try frame(for: field).value(expression)
    } catch let error as PyError
      where error.exception.type.name == "NameError" && !text.contains("(")
    {
      // Words with signs between: TL-AddErase, a/b.
      return .object(ConfigWord(text, field.path))
    } catch {
      return try diagnosing { throw error }
    }
  }

  private func unknownFunction(_ name: String, _ field: YAMLField) -> Diagnostic {
    field.failure(
      "'\(name)' is not a function or dtype that swiftscan knows",
      hint: closestMatch(to: name, among: namespace.names).map { "did you mean '\($0)'?" })
  }

  /// - Throws: for a value of another type than the field's annotation or default says.
  private func check(
    _ value: PyObject, _ field: YAMLField, _ known: ModuleField
  ) throws(Diagnostic) {
    guard case .scalar = field.node.value, let wanted = known.scalarType, !value.isNone else {
      return
    }
    let isRight =
      switch wanted {
      case .bool: if case .bool = value { true } else { false }
      case .int: if case .int = value { true } else { false }
      case .float: value.number != nil && !value.isBool
      case .string: value.string != nil
      }
    guard !isRight else { return }
    throw field.failure(
      "the field '\(known.name)' is a \(wanted.noun)", expected: wanted.example,
      got: field.node.text.map { "'\($0)'" })
  }

  /// Value of a string that may be an expression of a field of a layer of Flax: the string itself
  /// when it is no expression.
  func expressionValue(_ field: YAMLField) throws(Diagnostic) -> PyObject {
    let text = try field.asString()
    guard let expression = try? parseExpression(field.node) else { return .string(text) }
    if case .name(let name) = expression.kind {
      return namespace.value(of: name) ?? .string(text)
    }
    return try evaluate(expression, for: field)
  }
}

extension ModuleField {
  /// A type of scalars.
  enum ScalarType {
    case bool, int, float, string

    var noun: String {
      switch self {
      case .bool: "truth value"
      case .int: "whole number"
      case .float: "number"
      case .string: "string"
      }
    }

    var example: String {
      switch self {
      case .bool: "true or false"
      case .int: "a number such as 3"
      case .float: "a number such as 0.5"
      case .string: "a text; put quotes around a number"
      }
    }
  }

  /// Type that a scalar for the annotation must have; `nil` for any.
  var scalarType: ScalarType? {
    switch annotation {
    case "bool": return .bool
    case "int": return .int
    case "float": return .float
    case "str": return .string
    default: break
    }
    if annotation == nil, case .bool? = self.default { return .bool }
    return nil
  }

  /// Whether a word for the annotation is a function or a dtype.
  var holdsFunction: Bool {
    if let annotation,
      ["Callable", "Dtype", "DType", "dtype", "Initializer", "Type"].contains(annotation)
    {
      return true
    }
    guard let value = self.default?.reference else { return false }
    return value.isCallable
  }
}

extension PyObject {
  /// Whether the scalar is a Boolean.
  fileprivate var isBool: Bool { if case .bool = self { true } else { false } }
}

/// A plain word of a config without a known type: a string, which can't be mistaken for a truth
/// value.
final class ConfigWord: PyInstance, @unchecked Sendable {
  private let path: String

  init(_ text: String, _ path: String) {
    self.path = path
    super.init(.str, payload: .string(text))
  }

  override func isTrue() throws -> Bool {
    let text = payload?.string ?? ""
    throw Diagnostic(
      "the word '\(text)' is used as a truth value", path: path.isEmpty ? nil : path,
      hint: "write true or false; for a text, compare it: == '\(text)'")
  }

  override var isCallable: Bool { false }

  override func call(_ arguments: PyArguments) throws -> PyObject {
    let text = payload?.string ?? ""
    throw Diagnostic(
      "the string '\(text)' can't be called", path: path.isEmpty ? nil : path,
      hint: "a plain word is a string; a function is written with its library: jax.nn.\(text)")
  }
}

/// A map of a config as code sees it: a dict whose keys are attributes, too.
final class ConfigObject: PyInstance, @unchecked Sendable {
  init(_ settings: PyDict) {
    super.init(.configDict, payload: .dict(settings))
  }

  private var settings: PyDict {
    if case .dict(let settings)? = payload { settings } else { PyDict() }
  }

  override func attribute(_ name: String) throws -> PyObject? {
    if let value = settings[name] { return value }
    if let value = try Py.attributeIfThere(name, of: .dict(settings)) { return value }
    return try super.attribute(name)
  }

  override func setAttribute(_ name: String, to value: PyObject) throws { settings[name] = value }
  override var attributeNames: [String] { settings.stringKeys }
  override var isMapping: Bool { true }
}

extension PyClass {
  /// The class of a config's maps.
  static let configDict = PyClass("ConfigDict", bases: [.dict])
}
