import Arrays
import Diagnostics
import LiftedScan

/// Builds modules from a config's nodes.
struct ConfigReader {
  let namespace = Namespace()

  // MARK: Definitions

  /// Reads `modules:` and `functions:` into the namespace. They may name each other.
  func readDefinitions(modules: YAMLField?, functions: YAMLField?) throws {
    for entry in try functions?.asEntries() ?? [] {
      try checkName(entry)
      let function = try entry.field.readMapping { (reader) throws(Diagnostic) in
        try method(&reader, isCompact: false)
      }
      namespace.definitions[entry.name] = .leaf(.function(self.function(entry.name, function)))
    }
    let entries = try modules?.asEntries() ?? []
    // Types first: fields and bodies may name any of them.
    var definitions: [String: ModuleDefinition] = [:]
    for entry in entries {
      try checkName(entry)
      let name = entry.name
      namespace.definitions[name] = .leaf(
        .moduleType(
          ModuleType(
            name, hasMethod: { [box] in box.definitions[name]?.methods[$0] != nil },
            adopt: { [box] in box.definitions[name]?.adopting($0) }
          ) { arguments in
            guard let definition = box.definitions[name] else {
              throw Diagnostic("the module '\(name)' is used by a field before it is defined")
            }
            return try definition.type(arguments)
          }))
    }
    for entry in entries {
      definitions[entry.name] = try moduleDefinition(entry)
      box.definitions = definitions
    }
  }

  /// The definitions read so far; types made before them look them up here.
  private final class Box {
    var definitions: [String: ModuleDefinition] = [:]
    /// The settings that aren't fields of the module they are for.
    var arguments: [YAMLEntry] = []
    /// The names of the fields that settings can be.
    var fieldNames: [String] = []
  }
  private let box = Box()

  /// The settings that the model has no field for: static arguments of its call.
  var arguments: [YAMLEntry] { box.arguments }

  /// The fields of the model that can be set.
  var fieldNames: [String] { box.fieldNames }

  /// Those of the settings that are fields of a module of this type; the rest become `arguments`.
  func fields(among settings: [YAMLEntry], of type: ModuleType) -> [YAMLEntry] {
    guard let names = box.definitions[type.name]?.fields.map(\.name) ?? type.fieldNames else {
      return settings
    }
    if !settings.isEmpty { box.fieldNames = names }
    box.arguments += settings.filter { !names.contains($0.name) }
    return settings.filter { names.contains($0.name) }
  }

  /// The default of a field of a module that the config defines.
  func defaultValue(of field: String, _ type: String) -> Value? {
    box.definitions[type]?.fields.first { $0.name == field }?.value
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

  private func moduleDefinition(_ entry: YAMLEntry) throws -> ModuleDefinition {
    try entry.field.readMapping { (reader) throws(Diagnostic) in
      var fields: [(name: String, value: Value)] = []
      for field in try reader.optional("fields")?.asEntries() ?? [] {
        fields.append((field.name, try definedFieldValue(field.field)))
      }
      let setup = try reader.optional("setup").map(\.node).map(parseBody)
      var methods: [String: MethodDefinition] = [:]
      if let call = reader.optional("call") {
        methods["__call__"] = try self.method(call, isCompact: true)
      }
      for entry in try reader.optional("methods")?.asEntries() ?? [] {
        guard methods[entry.name] == nil else {
          throw Diagnostic(
            "call: and methods: both define __call__", path: entry.field.path,
            location: entry.keyLocation)
        }
        var definition = try method(entry.field, isCompact: entry.name == "__call__")
        if entry.name == "initialize_carry" { definition.isWrapped = false }
        if entry.name == RNN.featureAxisCountName { definition.isProperty = true }
        if definition.isProperty, let parameter = definition.parameters.first {
          throw entry.field.failure(
            "a property takes no arguments", got: parameter.name, hint: "leave out args:")
        }
        methods[entry.name] = definition
      }
      guard !methods.isEmpty else {
        throw entry.field.failure("a module needs a method", hint: "add call: with a body")
      }
      let compact = methods.filter(\.value.isCompact).keys.sorted()
      guard compact.count < 2 else {
        throw entry.field.failure(
          "only one method of a module can be compact", got: compact.joined(separator: ", "),
          hint: "make the parts in setup, and write compact: false")
      }
      return ModuleDefinition(
        name: entry.name, fields: fields, setup: setup, methods: methods, namespace: namespace)
    }
  }

  private func method(
    _ field: YAMLField, isCompact: Bool
  ) throws(Diagnostic) -> MethodDefinition {
    if field.node.text != nil {
      throw field.wrongType(
        expected: "a map with args and body", hint: "write args: [x] and body: | below it")
    }
    return try field.readMapping { (reader) throws(Diagnostic) in
      try method(&reader, isCompact: isCompact)
    }
  }

  private func method(
    _ reader: inout MappingReader, isCompact: Bool
  ) throws(Diagnostic) -> MethodDefinition {
    let body = try parseBody(reader.required("body").node)
    if case .function(let definition) = body.statements.first?.kind,
      body.statements.count == 1
    {
      throw reader.field.failure(
        "the body holds nothing but 'def \(definition.name)'",
        hint: "write what is inside of it, and its arguments under args:")
    }
    var parameters: [Parameter] = []
    var isKeywordOnly = false
    for argument in try reader.optional("args")?.asList() ?? [] {
      if argument.node.text == "*" {
        isKeywordOnly = true
        continue
      }
      var parameter = try parseParameter(argument.node)
      if isKeywordOnly, parameter.kind == .ordinary { parameter.kind = .keywordOnly }
      parameters.append(parameter)
    }
    let lifts = try lifts(&reader)
    let isWrapped = try reader.optional("nowrap")?.asBool() != true
    let isProperty = try reader.optional("property")?.asBool() ?? false
    let compact = try reader.optional("compact")?.asBool() ?? isCompact
    return MethodDefinition(
      parameters: parameters, body: body, isCompact: compact, isWrapped: isWrapped,
      isProperty: isProperty, lifts: lifts)
  }

  /// A function of the config. A lifted one takes a module first, on whose scope it is called.
  private func function(_ name: String, _ definition: MethodDefinition) -> Function {
    let code = Frame.Code(locate: definition.body.location(of:), globals: namespace)
    let function = Function(name, parameters: definition.parameters.map(\.name)) { arguments in
      let frame = Frame(code)
      let names = try DefinedSignature(definition.parameters, in: frame).bind(arguments, of: name)
      return try code.globals.nested {
        try Evaluator.run(definition.body.statements, in: Frame(inside: frame, names: names))
      }
    }
    return FunctionTable.lifted(function, by: definition.lifts)
  }

  // MARK: Values

  /// The value of a field of a defined module: a plain string is an expression if it can be
  /// evaluated, as is a lambda, which YAML takes in quotes only; a map with `type` is a module.
  func definedFieldValue(_ field: YAMLField) throws(Diagnostic) -> Value {
    if case .mapping = field.node.value, try isModule(field) {
      return .leaf(.module(ModuleReference(try module(field))))
    }
    guard case .scalar(let text, let style) = field.node.value, field.node.scalar == .string,
      style == .plain || text.hasPrefix("lambda ") || text.hasPrefix("lambda:")
    else { return try field.staticValue() }
    return try expressionValue(field)
  }

  /// The value of a string that may be an expression: the string itself when it names nothing.
  func expressionValue(_ field: YAMLField) throws(Diagnostic) -> Value {
    let text = try field.asString()
    guard let expression = try? parseExpression(field.node) else { return .string(text) }
    if case .name(let name) = expression.kind {
      return namespace.value(of: name) ?? .string(text)
    }
    return try evaluate(expression, in: frame(for: field))
  }

  /// A frame for an expression of the config.
  func frame(for field: YAMLField) -> Frame {
    Frame(Frame.Code(locate: field.node.location(of:), globals: namespace))
  }

  func evaluate(_ expression: Expression, in frame: Frame) throws(Diagnostic) -> Value {
    do {
      return try Evaluator.evaluate(expression, in: frame)
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic("\(error)", code: .internalFault)
    }
  }

  private func isModule(_ field: YAMLField) throws(Diagnostic) -> Bool {
    let keys = ["type", "rnn", "bidirectional"] + Self.lifts.map(\.name)
    return try field.asEntries().contains { keys.contains($0.name) }
  }
}
