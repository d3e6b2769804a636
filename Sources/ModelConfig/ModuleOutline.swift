import Diagnostics
import FlaxNames
import LiftedScan
import Python

/// Fields and call arguments of a class of modules in a Python file, for a config that uses the
/// class.
public struct ModuleOutline {
  /// A field, or an argument of a method.
  public struct Parameter {
    /// Name of the parameter.
    public let name: String
    /// Annotation of the parameter, as Python writes it.
    public let annotation: String?
    /// Whether the parameter has a default.
    public let hasDefault: Bool
    /// The default as Python writes it, if known.
    public let defaultText: String?
    /// The default as a config writes it, if possible.
    public let configText: String?
  }

  /// The name of the class.
  public let name: String
  /// Fields of the class, in order.
  public let fields: [Parameter]
  /// The names of its methods.
  public let methodNames: [String]
  /// The methods' arguments behind `self`, without `*args` and `**kwargs`.
  fileprivate let arguments: [String: [Parameter]]

  /// The arguments of a method.
  ///
  /// - Throws: when there is no such method.
  public func arguments(of method: String) throws(Diagnostic) -> [Parameter] {
    if let arguments = arguments[method] { return arguments }
    throw Diagnostic(
      "\(name) has no method '\(method)'", code: .usage,
      hint: suggestion(for: method, among: methodNames))
  }
}

extension ModuleOutline {
  /// The classes of modules that a file of Python defines, in order.
  ///
  /// - Parameter readSource: the text of a file, by its name; `nil` if there is none.
  /// - Throws: when there is no such file, or it isn't Python.
  public static func outlines(
    of file: String, readSource: @escaping (String) throws -> String?
  ) throws -> [ModuleOutline] {
    let reader = try OutlineReader(file, readSource: readSource)
    // A class that can't be had says why when it is asked for.
    return reader.ownClassNames.compactMap { (try? reader.outline(of: $0)) ?? nil }
  }

  /// A class of modules that a file of Python defines or imports.
  ///
  /// - Parameter readSource: the text of a file, by its name; `nil` if there is none.
  /// - Throws: when there is no such class.
  public static func outline(
    of name: String, in file: String, readSource: @escaping (String) throws -> String?
  ) throws -> ModuleOutline {
    let reader = try OutlineReader(file, readSource: readSource)
    if let outline = try reader.outline(of: name) { return outline }
    let others = reader.ownClassNames.filter { ((try? reader.outline(of: $0)) ?? nil) != nil }
    throw Diagnostic(
      reader.isBound(name)
        ? "'\(name)' is no class of modules" : "there is no class '\(name)'", code: .usage,
      path: file,
      hint: others.isEmpty
        ? "the file defines no class of modules" : suggestion(for: name, among: others))
  }
}

/// Reader of the classes in a Python file.
private struct OutlineReader {
  private let namespace = Namespace()
  private let frame: Frame
  private let classes: [ClassDefinition]

  init(_ file: String, readSource: @escaping (String) throws -> String?) throws {
    let sources = PythonSources(read: readSource)
    namespace.findFiles(in: sources)
    guard let source = try sources.file(file), let text = sources.texts.first?.text else {
      throw Diagnostic("no such file", code: .missingInput, path: file)
    }
    frame = source.frame(in: namespace)
    if let failure = frame.failure { throw failure }
    classes = try parseModule(text, locate: frame.locate).compactMap { statement in
      if case .class(let definition) = statement.kind { definition } else { nil }
    }
  }

  /// The names of the classes that the file itself defines, in order.
  var ownClassNames: [String] { classes.map(\.name) }

  func isBound(_ name: String) -> Bool { frame.names[name] != nil }

  /// Outline of a class of modules; `nil` if the name is that of something else.
  func outline(of name: String) throws -> ModuleOutline? {
    if let missing = frame.names[name]?.reference as? PyMissing { throw missing.refusal }
    guard let cls = frame.names[name]?.reference as? ModuleClass, cls.isDefined else { return nil }
    var arguments: [String: [ModuleOutline.Parameter]] = [:]
    let methods = cls.methodNames.compactMap { cls.method($0) }.filter { method in
      !method.isProperty && method.name != "setup" && method.isWrapped
        && (method.name == "__call__" || !method.name.hasPrefix("_"))
    }
    for method in methods { arguments[method.name] = parameters(of: method.function) }
    return ModuleOutline(
      name: name, fields: cls.fields.map { field(named: $0, of: cls) },
      methodNames: methods.map(\.name), arguments: arguments)
  }

  private func field(named field: ModuleField, of cls: ModuleClass) -> ModuleOutline.Parameter {
    let annotation = cls.mro.lazy.compactMap { base in
      base.annotations.last { $0.name == field.name }?.annotation
    }.first
    let written = cls.mro.lazy.compactMap { base in
      classes.last { $0.name == base.name }?.value(of: field.name)
    }.first
    return ModuleOutline.Parameter(
      name: field.name, annotation: annotation?.text,
      hasDefault: field.default != nil || field.factory != nil, defaultText: written?.text,
      configText: field.default.flatMap { configText(of: $0, writtenAs: written, for: field) })
  }

  /// A default as a config writes it; `nil` if a config can't, or might mean something else by it.
  private func configText(
    of value: PyObject, writtenAs expression: Expression?, for field: ModuleField
  ) -> String? {
    guard field.name != "type" else { return nil }
    switch value {
    case .none: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .int, .float:
      guard let text = try? Py.representation(of: value) else { return nil }
      let words = ["inf": ".inf", "-inf": "-.inf", "nan": ".nan"]
      return words[text] ?? text
    default: break
    }
    if case .string(let text) = value { return text.quotedForYAML }
    guard let text = expression?.text, text.isPlainScalar else { return nil }
    // A name by itself is a function only where the field is known to hold one.
    if case .name? = expression?.kind, !field.holdsFunction { return nil }
    guard let again = try? frame.value(parseExpression(text) { frame.locate($0) }),
      let first = try? Py.representation(of: value)
    else { return nil }
    return (try? Py.representation(of: again)) == first ? text : nil
  }

  private func parameters(of function: PyReference) -> [ModuleOutline.Parameter]? {
    var current = function
    while let lifted = current as? LiftedFunction, let inner = lifted.target.reference {
      current = inner
    }
    guard let function = current as? PyFunction else { return nil }
    let taken = function.signature.parameters.dropFirst().filter {
      $0.kind != .rest && $0.kind != .keywordRest
    }
    return taken.map { parameter in
      ModuleOutline.Parameter(
        name: parameter.name,
        annotation: function.annotations.first { $0.name == parameter.name }?.annotation.text,
        hasDefault: parameter.default != nil,
        defaultText: parameter.default.flatMap { try? Py.representation(of: $0) },
        configText: nil)
    }
  }
}

extension ClassDefinition {
  /// Value that the class's body gives a field.
  fileprivate func value(of field: String) -> Expression? {
    for statement in body.reversed() {
      switch statement.kind {
      case .annotated(let target, _, let value) where target.kind == .name(field): return value
      case .assignment(let targets, let value) where targets.contains { $0.kind == .name(field) }:
        return value
      default: continue
      }
    }
    return nil
  }
}

extension Expression {
  /// The expression as Python writes it, without parentheses around an operator; an annotation in
  /// quotes without the quotes.
  fileprivate var text: String {
    if case .string(let text) = kind { return text }
    return description
  }
}

extension String {
  /// Whether the text is a plain scalar of YAML and means a string.
  fileprivate var isPlainScalar: Bool {
    guard let first, first.isLetter || first == "(" || first == "_", !contains(where: \.isNewline)
    else { return false }
    return !contains(": ") && !contains(" #") && last != ":"
      && !["true", "false", "null", "yes", "no"].contains(lowercased())
  }
}
