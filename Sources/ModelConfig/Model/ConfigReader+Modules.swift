import Arrays
import Diagnostics
import LiftedScan

extension ConfigReader {
  /// The module of `model:`, or of a part of one: a type's name, a type with fields, a scan, an
  /// `rnn:` or a `bidirectional:`.
  ///
  /// - Parameter settings: fields that replace those in the config.
  func module(
    _ field: YAMLField, settings: [YAMLEntry] = []
  ) throws(Diagnostic) -> any Module {
    if field.node.text != nil {
      return try make(try field.asString(), [], settings: settings, field)
    }
    let names = try field.asEntries().map(\.name)
    if names.contains("scan") {
      return try field.readMapping { (reader) throws(Diagnostic) in
        try scannedModule(reader.required("scan"), settings: settings)
      }
    }
    for (key, type) in [("rnn", "RNN"), ("bidirectional", "Bidirectional")]
    where names.contains(key) {
      return try field.readMapping { (reader) throws(Diagnostic) in
        let inner = try reader.required(key)
        return try make(type, inner.asEntries(), settings: settings, inner)
      }
    }
    var reader = try MappingReader(field)
    let type = try reader.required("type").asString()
    return try make(type, reader.remaining(), settings: settings, field)
  }

  /// A module of a type with the fields in `entries`, or in `settings` where they are in both.
  private func make(
    _ type: String, _ entries: [YAMLEntry], settings: [YAMLEntry], _ field: YAMLField
  ) throws(Diagnostic) -> any Module {
    guard case .leaf(.moduleType(let moduleType)) = namespace.value(of: type) else {
      throw field.failure(
        "unknown module type '\(type)'",
        hint: suggestion(for: type, among: namespace.moduleTypeNames))
    }
    let isDefined = namespace.definitions[type] != nil
    let entries =
      entries.filter { entry in !settings.contains { $0.name == entry.name } }
      + fields(among: settings, of: moduleType)
    var fields = Arguments()
    for entry in entries {
      let value = try isDefined ? definedFieldValue(entry.field) : builtInFieldValue(entry)
      fields.keywords.append((entry.name, value))
    }
    do {
      return try moduleType(fields)
    } catch let error as Diagnostic {
      throw located(error, entries, field)
    } catch {
      throw Diagnostic("\(error)", code: .internalFault)
    }
  }

  /// The value of a field of a built-in module: any string is an expression if it can be evaluated,
  /// except among the arguments of a scan.
  private func builtInFieldValue(_ entry: YAMLEntry) throws(Diagnostic) -> Value {
    let field = entry.field
    if ScanSettings.argumentNames.contains(entry.name) { return try field.staticValue() }
    if entry.name == "cell" { return .leaf(.module(ModuleReference(try module(field)))) }
    if case .mapping = field.node.value {
      let fields = try field.asEntries()
      // The nets of a `bidirectional:` are written with or without their `rnn:`.
      let isRNN = fields.contains { $0.name == "cell" }
      let module = try isRNN ? make("RNN", fields, settings: [], field) : module(field)
      return .leaf(.module(ModuleReference(module)))
    }
    return field.node.scalar == .string ? try expressionValue(field) : try field.staticValue()
  }

  /// An error about a field points at the field: built-in modules give its name as path.
  private func located(
    _ error: Diagnostic, _ entries: [YAMLEntry], _ field: YAMLField
  ) -> Diagnostic {
    guard error.location == nil else { return error }
    var located = error
    if let entry = entries.first(where: { $0.name == error.path || error.names($0.name) }) {
      located.path = entry.field.path
      located.location = error.path == entry.name ? entry.field.location : entry.keyLocation
    } else {
      located.path = field.path.isEmpty ? nil : field.path
      located.location = field.location
    }
    return located
  }

  // MARK: Scans

  private func scannedModule(
    _ field: YAMLField, settings: [YAMLEntry]
  ) throws(Diagnostic) -> any Module {
    try field.readMapping { (reader) throws(Diagnostic) in
      let target = try scanTarget(&reader, settings)
      let common = try scanSettings(&reader)
      guard let methods = reader.optional("methods") else {
        return ScannedModule(target, common)
      }
      var byMethod: [String: ScanSettings] = [:]
      if case .sequence = methods.node.value {
        for name in try methods.asList() { byMethod[try name.asString()] = common }
      } else {
        for entry in try methods.asEntries() {
          byMethod[entry.name] = try scanSettings(entry.field)
        }
      }
      for name in byMethod.keys.sorted() where target.parameters(of: name) == nil {
        throw methods.failure("\(target.typeName) has no method '\(name)'")
      }
      return ScannedModule(target, methods: byMethod)
    }
  }

  private func scanTarget(
    _ reader: inout MappingReader, _ settings: [YAMLEntry]
  ) throws(Diagnostic) -> any Module {
    let module = reader.optional("module")
    guard let cell = reader.optional("cell") else {
      guard let module else {
        throw reader.field.failure(
          "a scan needs what it scans", hint: "add cell: {type: LSTMCell, features: …}")
      }
      return try self.module(module, settings: settings)
    }
    if let module { throw module.failure("a scan has either cell: or module:, not both") }
    return try self.module(cell, settings: settings)
  }

  /// The arguments of `nn.scan` in a map that has nothing else.
  func scanSettings(_ field: YAMLField) throws(Diagnostic) -> ScanSettings {
    try field.readMapping { (reader) throws(Diagnostic) in try scanSettings(&reader) }
  }

  private func scanSettings(_ reader: inout MappingReader) throws(Diagnostic) -> ScanSettings {
    var settings = ScanSettings()
    for name in ScanSettings.argumentNames {
      guard let field = reader.optional(name) else { continue }
      let value =
        name == "data_transform" ? try transforms(field) : try field.staticValue()
      settings.places[name] = field.location
      do {
        try settings.set(name, to: value)
      } catch let error as Diagnostic {
        throw error.at(path: field.path).located(at: field.location)
      } catch {
        throw Diagnostic("\(error)", code: .internalFault)
      }
    }
    return settings
  }

  /// `params: v * 0.5` as functions of `v`.
  private func transforms(_ field: YAMLField) throws(Diagnostic) -> Value {
    var functions = Value.Fields()
    for entry in try field.asEntries() {
      let expression = try parseExpression(entry.field.node)
      let frame = frame(for: entry.field)
      functions[entry.name] = .leaf(
        .function(
          Function("data_transform") { arguments in
            let v = try arguments.required(["v"], of: "data_transform")[0]
            return try Evaluator.evaluate(expression, in: Frame(inside: frame, names: ["v": v]))
          }))
    }
    return .dict(functions)
  }
}

extension Diagnostic {
  /// Whether the problem is about the parameter called `name`.
  fileprivate func names(_ name: String) -> Bool { problem.hasSuffix("'\(name)'") }
}
