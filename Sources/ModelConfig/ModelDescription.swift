import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import ProgramIR
import YAMLNodes

/// A module and the inputs of its call, as described by a config.
public struct ModelDescription {
  private let configText: String?
  private let sources: PythonSources
  /// Settings the config's variables were made with, and settings of this run.
  private let origin: VariableOrigin
  /// The declared inputs in order: a type, or a tree of them.
  public let inputs: [(name: String, type: Tree<InputType>)]
  /// The module that is called.
  public let module: any Module
  /// Location of the model in the config.
  public let modelLocation: SourceLocation?
  /// Locations of the declared inputs in the config, by name.
  let inputLocations: [String: SourceLocation]
  /// The fields of the model that can be set.
  let fieldNames: [String]
  /// The paths of the config that can be set below `model:`.
  let settablePaths: [String]
  /// Settings that the module has no field for: static arguments of its call.
  let arguments: [(name: String, value: Value)]

  /// Reads a config.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: the name to show in errors.
  ///   - settings: values to set: a name of a field of the model, or of an argument of its call, or a
  ///     path such as `model.scan.reverse` or `cell.features`; values as they would be written in the
  ///     config. They take the places of those that the config was made with.
  ///   - readSource: the text of a file of Python that the config names, by its name relative to the
  ///     config; `nil` if there is none.
  /// - Throws: the first thing wrong with it, with its place in the file.
  public init(
    _ text: String, file: String, settings: [(name: String, value: String)] = [],
    readSource: @escaping (String) throws -> String? = { _ in nil }
  ) throws {
    let reader = ConfigReader()
    (configText, sources) = (text, PythonSources(read: readSource))
    var node = try ConfigLayers(sources: sources).root(text, file: file)
    let origin = try VariableOrigin(
      node.entry(ConfigKey.madeWith.name).map { YAMLField($0, path: ConfigKey.madeWith.name) }
    ).adding(settings.map { VariableOrigin.Setting(path: $0.name, value: $0.value) })
    self.origin = origin
    for setting in origin.settings where setting.names.count > 1 {
      node = try node.applying(setting)
    }
    settablePaths = node.entry(ConfigKey.model.name)?.settablePaths() ?? []
    let sources = sources
    (inputs, inputLocations, module, modelLocation, arguments) = try YAMLField(node).readMapping {
      (keys) throws(Diagnostic) in
      // These are read already.
      _ = try (keys.optional(.extends), keys.optional(.sources), keys.optional(.madeWith))
      if let version = try keys.optional(.version), try version.asInt() != 1 {
        throw version.failure(
          "this swiftscan reads configs of version 1", got: version.node.text)
      }
      let parent = try keys.optional(.parent)?.asString()
      let inputsField = try keys.optional(.inputs)
      let inputs = try Self.inputs(inputsField)
      let locations = try inputsField?.asEntries().map { ($0.name, $0.keyLocation) } ?? []
      try reader.readDefinitions(&keys, sources)
      let modelField = try keys.required(.model)
      let model = try reader.module(modelField, settings: try Self.entries(origin.settings))
      return (
        inputs, Dictionary(locations) { first, _ in first },
        parent.map {
          ParentModule(typeName: $0, target: model.module, targetName: model.name)
        } ?? model.module,
        modelField.node.location, try reader.argumentValues
      )
    }
    fieldNames = reader.fieldNames
  }

  /// A module, and the inputs it is called with.
  ///
  /// - Parameter inputs: the names and types of the inputs: `float32[B, T, 3]`.
  /// - Throws: where a type can't be read.
  public init(_ module: any Module, inputs: [(name: String, type: String)]) throws(Diagnostic) {
    (configText, sources, origin) = (nil, PythonSources(), VariableOrigin())
    var types: [(name: String, type: Tree<InputType>)] = []
    for (name, text) in inputs {
      do throws(Diagnostic) {
        types.append((name, try InputType(text).tree))
      } catch {
        throw error.at(path: name)
      }
    }
    self.inputs = types
    self.module = module
    (modelLocation, inputLocations, fieldNames, arguments) = (nil, [:], [], [])
    settablePaths = []
  }

  /// The config's text to keep with variables: with the Python files used so far inside, since
  /// methods may import some, and with all settings except arguments; `nil` for a module of Swift.
  ///
  /// - Parameter sizes: sizes of the inputs' axes to keep, by name.
  /// - Throws: when the config is written so that nothing can be added.
  public func text(sizes: [String: Int]) throws(Diagnostic) -> String? {
    try configText.map { (text) throws(Diagnostic) in
      var origin = origin
      origin.sizes.merge(sizes) { $1 }
      // Arguments are those of one call.
      origin.settings.removeAll { setting in arguments.contains { $0.name == setting.path } }
      return try ConfigAdditions(sources: sources.texts, origin: origin).added(to: text)
    }
  }

  /// Sizes of the inputs' axes that the config's variables were made with, by name.
  public var madeSizes: [String: Int] { origin.sizes }

  /// Fields given on the command line as if they were entries of the config.
  private static func entries(
    _ settings: [VariableOrigin.Setting]
  ) throws(Diagnostic) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    for setting in settings where setting.names.count == 1 {
      let node = try setting.node
      entries.append(
        YAMLEntry(
          name: setting.path, keyLocation: node.location,
          field: YAMLField(node, path: setting.label)))
    }
    return entries
  }

  private static func inputs(
    _ field: YAMLField?
  ) throws(Diagnostic) -> [(name: String, type: Tree<InputType>)] {
    var inputs: [(name: String, type: Tree<InputType>)] = []
    for entry in try field?.asEntries() ?? [] {
      inputs.append((entry.name, try inputTree(entry.field)))
    }
    return inputs
  }

  private static func inputTree(_ field: YAMLField) throws(Diagnostic) -> Tree<InputType> {
    switch field.node.value {
    case .scalar: return field.isNull ? .none : try InputType.tree(field)
    case .sequence:
      var parts: [Tree<InputType>] = []
      for part in try field.asList() { parts.append(try inputTree(part)) }
      return .tuple(parts)
    case .mapping:
      var fields = Tree<InputType>.Fields()
      for entry in try field.asEntries() { fields[entry.name] = try inputTree(entry.field) }
      return .dict(fields)
    }
  }
}

// MARK: - Inputs and outputs by role

extension ModelDescription {
  /// A method of the model.
  ///
  /// - Throws: when there is none of this name.
  public func method(_ name: String) throws(Diagnostic) -> Method {
    if let method = module.method(name) { return method }
    throw Diagnostic(
      "the model has no method '\(name)'", code: .usage,
      hint: suggestion(for: name, among: module.methodNames))
  }

  /// The name of the input that is the carry, if a method takes one.
  public func carryInput(method: String) -> String? {
    guard let method = module.method(method), let carry = method.carry else { return nil }
    // Further inputs are those of `*args`, in order.
    let names = method.parameterNames + inputs.map(\.name)
    guard names.indices.contains(carry.place) else { return "carry" }
    let name = names[carry.place]
    return inputs.map(\.name).contains(name) ? name : "carry"
  }

  /// Declared inputs that the method has an argument for, or that no method has one for.
  public func inputs(of method: String) -> [(name: String, type: Tree<InputType>)] {
    let own = module.method(method)?.parameterNames ?? []
    let others = module.methodNames.filter { $0 != method }
      .flatMap { module.method($0)?.parameterNames ?? [] }
    return inputs.filter { own.contains($0.name) || !others.contains($0.name) }
  }

  /// Names of the inputs without the carry, in order: those declared, or else the method's.
  public func dataInputs(method: String) -> [String] {
    let carry = carryInput(method: method)
    let inputs = inputs(of: method)
    let declared = inputs.map(\.name).filter { $0 != carry }
    if !declared.isEmpty { return declared }
    // A model of which only a carry is declared is given that.
    if inputs.contains(where: { $0.name == carry }) { return carry.map { [$0] } ?? [] }
    guard let method = module.method(method) else { return [] }
    let names = method.parameterNames
    return names.indices.filter { $0 != method.carry?.place }.map { names[$0] }
  }

  /// The carry and the ys of a method's result; one that takes no carry returns only ys.
  public func splitCarry<Leaf>(
    from result: Tree<Leaf>, method: String
  ) -> (carry: Tree<Leaf>?, ys: Tree<Leaf>?) {
    guard let known = module.method(method)?.carry, known.isReturned,
      case .tuple(let parts) = result, parts.count == 2
    else {
      return (nil, result.presence)
    }
    var carry = parts[0]
    if let names = known.partNames, let values = carry.elements, values.count == names.count {
      carry = .dict(.init(zip(names, values)))
    }
    return (carry.presence, parts[1].presence)
  }
}

extension Tree {
  /// The tree, or `nil` if it has no leaves.
  fileprivate var presence: Tree? { leaves.isEmpty ? nil : self }
}
