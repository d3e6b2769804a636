import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import Python
import YAMLNodes

/// Builds modules from a config's nodes.
struct ConfigReader {
  let namespace = Namespace()
  private let box = Box()

  /// Facts gathered while the model is read.
  private final class Box {
    /// Settings that aren't fields of the module that they are given to.
    var arguments: [YAMLEntry] = []
    /// The names of the fields that settings can be.
    var fieldNames: [String] = []
  }

  /// The settings that the model has no field for: static arguments of its call.
  var arguments: [YAMLEntry] { box.arguments }

  /// The values of these settings.
  var argumentValues: [(name: String, value: Value)] {
    get throws(Diagnostic) {
      try arguments.map { (entry) throws(Diagnostic) in
        let value = try fieldValue(entry.field, of: nil)
        return (entry.name, try diagnosing { try namespace.fieldValue(value) })
      }
    }
  }

  /// The fields of the model that can be set.
  var fieldNames: [String] { box.fieldNames }

  /// The settings that are fields of a class of modules; the rest become `arguments`.
  func fields(among settings: [YAMLEntry], of cls: ModuleClass) -> [YAMLEntry] {
    guard let names = cls.moduleType.fieldNames else { return settings }
    if !settings.isEmpty { box.fieldNames = names }
    box.arguments += settings.filter { !names.contains($0.name) }
    return settings.filter { names.contains($0.name) }
  }

  /// Takes settings for static arguments of the call.
  func addArguments(_ settings: [YAMLEntry]) { box.arguments += settings }

  // MARK: Definitions

  /// Reads the files of `python:`, `modules:` and `functions:` into the namespace.
  func readDefinitions(
    _ keys: inout MappingReader, _ sources: PythonSources
  ) throws(Diagnostic) {
    let python = try keys.optional(.python)
    let (modules, functions) = try (keys.optional(.modules), keys.optional(.functions))
    try diagnosing {
      namespace.findFiles(in: sources)
      if let python { try readFiles(python, sources) }
      try readDefinitions(modules: modules, functions: functions)
    }
  }

  /// Reads `modules:` and `functions:` into the namespace. They may name each other.
  func readDefinitions(modules: YAMLField?, functions: YAMLField?) throws {
    for entry in try functions?.asEntries() ?? [] {
      try checkName(entry)
      let function = try entry.field.readMapping { (reader) throws(Diagnostic) in
        try method(&reader, named: entry.name, isMethod: false, isCompact: false)
      }
      namespace.globals.bind(entry.name, to: function)
    }
    guard let modules else { return }
    if let text = modules.node.text, modules.node.scalar == .string {
      return try readSource(text, modules)
    }
    // Classes first: fields and bodies may name any of them.
    let entries = try modules.asEntries()
    var classes: [ModuleClass] = []
    for entry in entries {
      try checkName(entry)
      let cls = ModuleClass(entry.name, in: namespace)
      classes.append(cls)
      namespace.globals.bind(entry.name, to: .object(cls))
    }
    for (entry, cls) in zip(entries, classes) { try define(cls, entry) }
  }

  private func checkName(_ entry: YAMLEntry) throws {
    let isName =
      entry.name.first.map { $0.isLetter || $0 == "_" } ?? false
      && entry.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    guard isName else {
      throw Diagnostic(
        "'\(entry.name)' can't be a name in the body language", path: entry.field.path,
        hint: "use letters, digits and _", location: entry.keyLocation)
    }
  }

  /// Reads the fields and methods of a module.
  private func define(_ cls: ModuleClass, _ entry: YAMLEntry) throws {
    try entry.field.readMapping { (reader) throws(Diagnostic) in
      var fields: [ModuleField] = []
      for field in try reader.optional(.fields)?.asEntries() ?? [] {
        fields.append(ModuleField(field.name, default: try fieldValue(field.field, of: nil)))
      }
      // Bodies see the fields.
      cls.define(fields: fields)
      if let setup = try reader.optional(.setup) {
        let body = try parseBody(setup.node)
        cls.attributes["setup"] = .object(
          function("setup", [selfParameter], body, fieldsOf: cls))
      }
      if let call = try reader.optional(.call) {
        cls.attributes["__call__"] = try method(
          call, named: "__call__", fieldsOf: cls, isCompact: true)
      }
      for entry in try reader.optional(.classMethods)?.asEntries() ?? [] {
        guard cls.attributes[entry.name] == nil || entry.name == "setup" else {
          throw Diagnostic(
            "call: and methods: both define __call__", path: entry.field.path,
            location: entry.keyLocation)
        }
        cls.attributes[entry.name] = try method(
          entry.field, named: entry.name, fieldsOf: cls, isCompact: entry.name == "__call__")
      }
      let methods = cls.methodNames.filter { $0 != "setup" }
      guard !methods.isEmpty else {
        throw entry.field.failure("a module needs a method", hint: "add call: with a body")
      }
      let compact = methods.filter { cls.method($0)?.isCompact ?? false }
      guard compact.count < 2 else {
        throw entry.field.failure(
          "only one method of a module can be compact", got: compact.joined(separator: ", "),
          hint: "make the parts in setup, and write compact: false")
      }
    }
  }

  // MARK: Methods and functions

  private var selfParameter: Parameter {
    Parameter(kind: .positionalOnly, name: "self", position: Position(line: 1, column: 1))
  }

  private func method(
    _ field: YAMLField, named name: String, fieldsOf cls: ModuleClass, isCompact: Bool
  ) throws(Diagnostic) -> PyObject {
    if field.node.text != nil {
      throw field.wrongType(
        expected: "a map with args and body", hint: "write args: [x] and body: | below it")
    }
    return try field.readMapping { (reader) throws(Diagnostic) in
      try method(&reader, named: name, fieldsOf: cls, isCompact: isCompact)
    }
  }

  /// A method, or a function, as an attribute of a class, or a name.
  private func method(
    _ reader: inout MappingReader, named name: String, fieldsOf cls: ModuleClass? = nil,
    isMethod: Bool = true, isCompact: Bool
  ) throws(Diagnostic) -> PyObject {
    let body = try parseBody(reader.required(.body).node)
    if case .function(let definition) = body.statements.first?.kind,
      body.statements.count == 1
    {
      throw reader.field.failure(
        "the body holds nothing but 'def \(definition.name)'",
        hint: "write what is inside of it, and its arguments under args:")
    }
    let parameters = try parameters(reader.optional(.arguments))
    let lifts = try lifts(&reader)
    let isNoWrap =
      try isMethod ? reader.optional(.noWrap)?.asBool() ?? (name == "initialize_carry") : false
    let isProperty =
      try isMethod
      ? reader.optional(.property)?.asBool() ?? (name == RNN.featureAxisCountName) : false
    let isStatic = try isMethod ? reader.optional(.isStatic)?.asBool() ?? false : false
    let compact = try isMethod ? reader.optional(.compact)?.asBool() ?? isCompact : false
    if isProperty, let parameter = parameters.first {
      throw reader.field.failure(
        "a property takes no arguments", got: parameter.name, hint: "leave out args:")
    }
    let function = function(
      name, isMethod && !isStatic ? [selfParameter] + parameters : parameters, body,
      fieldsOf: isStatic ? nil : cls)
    if isMethod {
      if compact { function.attributes["compact"] = .bool(true) }
      if isNoWrap { function.attributes["nowrap"] = .bool(true) }
    }
    var object = PyObject.object(function)
    if !lifts.isEmpty { object = .object(LiftedFunction(object, lifts, in: namespace)) }
    if isProperty { return .object(PyProperty(object)) }
    return isStatic ? .object(PyStaticMethod(object)) : object
  }

  /// The parameters that `args:` lists: as in Python, what comes after `*` or `*args` is by name.
  private func parameters(_ field: YAMLField?) throws(Diagnostic) -> [Parameter] {
    var parameters: [Parameter] = []
    var isKeywordOnly = false
    for argument in try field?.asList() ?? [] {
      if argument.node.text == "*" {
        isKeywordOnly = true
        continue
      }
      var parameter = try parseParameter(argument.node)
      if isKeywordOnly, parameter.kind == .ordinary { parameter.kind = .keywordOnly }
      if parameter.kind == .rest { isKeywordOnly = true }
      parameters.append(parameter)
    }
    return parameters
  }

  /// A function of a body. In a method, the fields of the module are names.
  ///
  /// Defaults are computed once; one that names a field, with each call.
  private func function(
    _ name: String, _ parameters: [Parameter], _ body: Body, fieldsOf cls: ModuleClass?
  ) -> PyFunction {
    let frame = Frame(
      inside: namespace.globals, kind: .function, locate: body.location(of:))
    frame.className = cls?.name ?? ""
    var late: [(name: String, value: Expression)] = []
    let signature = Signature(
      parameters.map { parameter -> Signature.Parameter in
        let known = parameter.default.flatMap { try? frame.value($0) }
        if known == nil, let value = parameter.default { late.append((parameter.name, value)) }
        return Signature.Parameter(
          name: parameter.name, kind: parameter.kind,
          default: known ?? parameter.default.map { _ in .notImplemented })
      })
    var locals = boundNames(in: body.statements).union(parameters.map(\.name))
    if let cls { locals.formUnion(cls.fields.map(\.name)) }
    return PyFunction(
      name, signature, body.statements, locals: locals, in: frame
    ) { [late] inner in
      if let cls, case .object(let module as ModuleObject)? = inner.names["self"] {
        for field in cls.fields where inner.names[field.name] == nil {
          inner.names[field.name] = try module.attribute(field.name)
        }
      }
      for (name, value) in late {
        if case .notImplemented? = inner.names[name] { inner.names[name] = try inner.value(value) }
      }
    }
  }

  // MARK: Expressions

  /// A frame for an expression of the config.
  func frame(for field: YAMLField) -> Frame {
    Frame(inside: namespace.globals, kind: .function, locate: field.node.location(of:))
  }

  /// The value of an expression of the config.
  func evaluate(_ expression: Expression, for field: YAMLField) throws(Diagnostic) -> PyObject {
    let frame = frame(for: field)
    return try diagnosing { try frame.value(expression) }
  }
}

/// Result of `body`, with Python exceptions rethrown as diagnostics.
func diagnosing<R>(_ body: () throws -> R) throws(Diagnostic) -> R {
  do {
    return try body()
  } catch let error as Diagnostic {
    throw error
  } catch let error as PyError {
    throw error.diagnostic
  } catch {
    throw Diagnostic("\(error)", code: .internalFault)
  }
}
