import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import Python
import YAMLNodes

extension ConfigReader {
  /// Module of a `scan:` or one of its siblings: the lift around its target.
  ///
  /// - Parameter settings: fields that replace those of the innermost module.
  func liftedModule<L: ReadableLift>(
    _ field: YAMLField, _ lift: L.Type, settings: [YAMLEntry]
  ) throws(Diagnostic) -> ModuleReference {
    try field.readMapping { (reader) throws(Diagnostic) in
      let reference = try liftTarget(&reader, L.liftName, settings)
      let (target, name) = try (reference.module, liftedName(&reader, of: reference))
      let methods =
        L.argumentNames.contains(ConfigKey.liftedMethods)
        ? reader.optional(ConfigKey.liftedMethods) : nil
      let common = try arguments(lift, &reader)
      guard let methods else { return ModuleReference(LiftedModule(target, common), name: name) }
      var byMethod: [String: L] = [:]
      if case .sequence = methods.node.value {
        for name in try methods.asList() { byMethod[try name.asString()] = common }
      } else {
        for entry in try methods.asEntries() {
          byMethod[entry.name] = try arguments(lift, of: entry.field)
        }
      }
      for name in byMethod.keys.sorted() where target.method(name) == nil {
        throw methods.failure("\(target.typeName) has no method '\(name)'")
      }
      return ModuleReference(LiftedModule(target, methods: byMethod), name: name)
    }
  }

  /// The name of a lifted module, written beside the lift's arguments or among the module's fields.
  private func liftedName(
    _ reader: inout MappingReader, of target: ModuleReference
  ) throws(Diagnostic) -> String? {
    guard let field = try reader.optional(.moduleName) else { return target.name }
    let name = try moduleName(field)
    guard name == nil || target.name == nil else {
      throw field.failure(
        "the module has two names", got: "'\(name ?? "")' and '\(target.name ?? "")'",
        hint: "take one of them out")
    }
    return name ?? target.name
  }

  private func liftTarget(
    _ reader: inout MappingReader, _ liftName: String, _ settings: [YAMLEntry]
  ) throws(Diagnostic) -> ModuleReference {
    let module = try reader.optional(.liftedModule)
    guard let cell = try reader.optional(.cell) else {
      guard let module else {
        throw reader.field.failure(
          "a \(liftName) needs the module it is of",
          hint: reader.misspelt(["cell", "module"])
            ?? "add cell: {type: LSTMCell, features: …} or module: with another type")
      }
      return try self.module(module, settings: settings)
    }
    if let module {
      throw module.failure("a \(liftName) has either cell: or module:, not both")
    }
    return try self.module(cell, settings: settings)
  }

  /// The lifts of a method or a function, the outermost first: in the order they are written.
  func lifts(_ reader: inout MappingReader) throws(Diagnostic) -> [any Lift] {
    var result: [any Lift] = []
    for entry in try reader.field.asEntries() {
      guard let lift = ReadableLifts.all.first(where: { $0.name == entry.name }),
        let field = reader.optional(entry.name)
      else { continue }
      if case .boolean(let isLifted) = field.node.scalar {
        if isLifted { result.append(lift.type.init()) }
      } else {
        result.append(try arguments(lift.type, of: field))
      }
    }
    return result
  }

  /// Arguments of a lift, in a map with no other keys.
  private func arguments<L: ReadableLift>(
    _ lift: L.Type, of field: YAMLField
  ) throws(Diagnostic) -> L {
    try field.readMapping { (reader) throws(Diagnostic) in try arguments(lift, &reader) }
  }

  private func arguments<L: ReadableLift>(
    _ type: L.Type, _ reader: inout MappingReader
  ) throws(Diagnostic) -> L {
    var lift = L()
    lift.read(.config)
    lift.place(ScanSettings.wholePlace, at: reader.field.location)
    for name in L.argumentNames where name != ConfigKey.liftedMethods {
      guard let field = reader.optional(name) else { continue }
      let value =
        if name == "data_transform" {
          try transforms(field)
        } else if L.expressionNames.contains(name) {
          try expression(field)
        } else {
          try field.staticValue()
        }
      lift.place(name, at: field.location)
      do {
        try lift.set(name, to: value)
      } catch let error as Diagnostic {
        throw error.at(path: field.path).located(at: field.location)
      } catch {
        throw Diagnostic("\(error)", code: .internalFault)
      }
    }
    return lift
  }

  /// The value of an expression.
  private func expression(_ field: YAMLField) throws(Diagnostic) -> Value {
    let value = try evaluate(parseExpression(field.node), for: field)
    return try diagnosing { try namespace.value(value) }
  }

  /// A function of all variables and keys, or by collection functions of `v`: `params: v * 0.5`, or
  /// the name of one.
  private func transforms(_ field: YAMLField) throws(Diagnostic) -> Value {
    if field.node.text != nil { return try field.isNull ? .none : expression(field) }
    var functions = Value.Fields()
    for entry in try field.asEntries() {
      let expression = try parseExpression(entry.field.node)
      let frame = frame(for: entry.field)
      functions[entry.name] = .leaf(
        .function(
          Function("data_transform") { [namespace] arguments in
            let v = try arguments.required(["v"], of: "data_transform")[0]
            let inner = Frame(inside: frame, kind: .function, locals: ["v"])
            inner.bind("v", to: namespace.object(v))
            let value = try inner.value(expression)
            return try namespace.value(
              Py.isCallable(value) ? Py.call(value, namespace.object(v)) : value)
          }))
    }
    return .dict(functions)
  }
}
