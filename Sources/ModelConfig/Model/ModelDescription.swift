import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// What a config describes: a module, and the inputs it is called with.
public struct ModelDescription {
  /// The config's text.
  public let text: String
  /// The declared inputs in order: a type, or a tree of them.
  public let inputs: [(name: String, type: Tree<InputType>)]
  /// The module that is called.
  public let module: any Module

  /// Reads a config.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: the name to show in errors.
  ///   - overrides: fields of the model to set (`--set`), as YAML.
  /// - Throws: the first thing wrong with it, with its place in the file.
  public init(_ text: String, file: String) throws {
    self.text = text
    let reader = ConfigReader()
    let root = YAMLField(try parseYAML(text, file: file))
    (inputs, module) = try root.readMapping { (keys) throws(Diagnostic) in
      if let version = keys.optional("version"), try version.asInt() != 1 {
        throw version.failure(
          "this swiftscan reads configs of version 1", got: version.node.text)
      }
      let parent = try keys.optional("parent")?.asString()
      let inputs = try Self.inputs(keys.optional("inputs"))
      do {
        try reader.readDefinitions(
          modules: keys.optional("modules"), functions: keys.optional("functions"))
      } catch let error as Diagnostic {
        throw error
      } catch {
        throw Diagnostic("\(error)", code: .internalFault)
      }
      let model = try reader.module(keys.required("model"))
      return (inputs, parent.map { ParentModule(typeName: $0, child: model) } ?? model)
    }
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
    case .scalar: return .leaf(try InputType(field))
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
