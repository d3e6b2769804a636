import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import Python
import YAMLNodes

extension ConfigReader {
  /// The module of `model:`, or of a part of one: a type's name, a type with fields, a `scan:` or
  /// one of its siblings, an `rnn:` or a `bidirectional:`.
  ///
  /// Beside a `type:` all keys are fields, those that are called like a lift too. A `name:` is the
  /// module's where it is made inside of another one.
  ///
  /// - Parameter settings: fields that replace those in the config.
  func module(
    _ field: YAMLField, settings: [YAMLEntry] = []
  ) throws(Diagnostic) -> ModuleReference {
    if field.node.text != nil {
      return try make(try field.asString(), [], settings: settings, field)
    }
    var reader = try MappingReader(field)
    if let type = try reader.optional(.type) {
      return try make(type.asString(), reader.remaining(), settings: settings, field)
    }
    if let python = try reader.optional(.expression) {
      try reader.finish()
      return try module(python: python, settings: settings)
    }
    guard let key = Self.moduleKeys.first(where: reader.keys.contains) else {
      throw field.failure(
        "missing key 'type'",
        hint: reader.misspelt(["type"] + Self.moduleKeys) ?? "add 'type: …'")
    }
    let inner = try reader.required(key)
    try reader.finish()
    if let lift = ReadableLifts.all.first(where: { $0.name == key }) {
      return try liftedModule(inner, lift.type, settings: settings)
    }
    let type = key == "rnn" ? "RNN" : "Bidirectional"
    return try make(type, inner.asEntries(), settings: settings, inner)
  }

  /// The module that an expression of Python makes.
  private func module(
    python field: YAMLField, settings: [YAMLEntry]
  ) throws(Diagnostic) -> ModuleReference {
    let value = try evaluate(parseExpression(field.node), for: field)
    guard let module = value.reference as? ModuleObject else {
      throw field.failure(
        "the expression makes no module", got: Py.noun(of: value),
        hint: "write what makes the model: Net(features=4)")
    }
    addArguments(settings)
    return module.reference
  }

  /// The keys that stand for a type.
  static var moduleKeys: [String] {
    ConfigSection.wrappedModule.keys.map(\.name).filter { $0 != ConfigKey.expression.name }
  }

  /// Whether the field is a module and not a value: a map with a `type:`, or with a lift of a
  /// module as its only key.
  func isModule(_ field: YAMLField) throws(Diagnostic) -> Bool {
    guard case .mapping = field.node.value else { return false }
    let entries = try field.asEntries()
    if entries.contains(where: { $0.name == "type" }) { return true }
    if entries.count == 1, entries[0].name == "python", entries[0].field.node.text != nil {
      return true
    }
    return entries.contains { entry in
      guard case .mapping = entry.field.node.value else { return false }
      return Self.moduleKeys.contains(entry.name)
    }
  }

  /// The name that a module is given; `nil` for `null`.
  func moduleName(_ field: YAMLField) throws(Diagnostic) -> String? {
    if field.isNull { return nil }
    let name = try field.asString()
    guard !name.isEmpty, !name.contains("/") else {
      throw field.failure("not a name of a module", got: "'\(name)'")
    }
    return name
  }

  /// A module of a type with the fields in `entries`, or in `settings` where they are in both.
  private func make(
    _ type: String, _ entries: [YAMLEntry], settings: [YAMLEntry], _ field: YAMLField
  ) throws(Diagnostic) -> ModuleReference {
    let prefix = type.hasPrefix("nn.") ? "nn." : ""
    let bare = String(type.dropFirst(prefix.count))
    let named = namespace.value(of: bare)?.reference
    if let missing = named as? PyMissing { throw missing.refusal }
    guard let cls = named as? ModuleClass else {
      let isCall = bare.contains("(")
      throw field.failure(
        "unknown module type '\(type)'",
        hint: isCall
          ? "the fields are keys beside the type: {type: Dense, features: 4}"
          : suggestion(for: bare, among: namespace.moduleTypeNames))
    }
    let entries =
      entries.filter { entry in !settings.contains { $0.name == entry.name } }
      + fields(among: settings, of: cls)
    let nameEntry = entries.first { entry in
      entry.name == "name" && !cls.fields.contains { $0.name == "name" }
    }
    let name = try nameEntry.flatMap { (entry) throws(Diagnostic) in try moduleName(entry.field) }
    var fields = Arguments()
    for entry in entries where entry.name != nameEntry?.name {
      let known = cls.fields.first { $0.name == entry.name }
      let value =
        if cls.isDefined, known != nil || cls.builtInBase == nil {
          try fieldValue(entry.field, of: known)
        } else {
          try namespace.object(builtInFieldValue(entry))
        }
      fields.keywords.append(
        (entry.name, try diagnosing { try cls.fieldArgument(value) }))
    }
    do throws(Diagnostic) {
      return ModuleReference(try diagnosing { try cls.made(fields) }, name: name)
    } catch {
      throw located(error, entries, field)
    }
  }

  /// The value of a field of a built-in module: any string is an expression if it can be evaluated,
  /// except among the arguments of a scan, and subscripts.
  private func builtInFieldValue(_ entry: YAMLEntry) throws(Diagnostic) -> Value {
    let field = entry.field
    let isWord = ScanSettings.argumentNames.contains(entry.name) || entry.name == "einsum_str"
    if isWord { return try field.staticValue() }
    if entry.name == "cell" { return .leaf(.module(try module(field))) }
    return try builtInValue(field)
  }

  private func builtInValue(_ field: YAMLField) throws(Diagnostic) -> Value {
    if case .sequence = field.node.value {
      return .list(
        try field.asList().map { (item) throws(Diagnostic) in try builtInValue(item) })
    }
    if case .mapping = field.node.value {
      let fields = try field.asEntries()
      // The nets of a `bidirectional:` are written with or without their `rnn:`.
      let isRNN = fields.contains { $0.name == "cell" }
      return .leaf(.module(try isRNN ? make("RNN", fields, settings: [], field) : module(field)))
    }
    let isExpression = field.node.scalar == .string && field.node.tag == nil
    guard isExpression else { return try field.staticValue() }
    let value = try expressionValue(field)
    return try diagnosing { try namespace.value(value) }
  }

  /// An error about a field points at the field: built-in modules give its name as path.
  private func located(
    _ error: Diagnostic, _ entries: [YAMLEntry], _ field: YAMLField
  ) -> Diagnostic {
    guard error.location == nil else { return error }
    var located = error
    if let entry = entries.first(where: { $0.name == error.path || error.names($0.name) }) {
      let isSetting = entry.field.path.hasPrefix("--set ")
      located.path = entry.field.path
      located.location =
        isSetting ? nil : error.isAboutName(entry.name) ? entry.keyLocation : entry.field.location
    } else {
      located.path = field.path.isEmpty ? nil : field.path
      located.location = field.location
    }
    return located
  }
}

extension Diagnostic {
  /// Whether the problem is about the parameter called `name`, or its value.
  fileprivate func names(_ name: String) -> Bool { problem.contains("'\(name)'") }

  /// Whether the problem is an argument of this name.
  fileprivate func isAboutName(_ name: String) -> Bool {
    problem.hasSuffix("keyword argument '\(name)'")
  }
}
