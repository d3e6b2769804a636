import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  static func call(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> Value {
    if let change = try mutation(callee, arguments, in: frame) { return change }
    let function = try evaluate(callee, in: frame)
    return try call(function, values(of: arguments, in: frame), in: frame.code.globals)
  }

  /// Calls a function or a module, or makes a module of a type.
  static func call(
    _ callee: Value, _ arguments: Arguments, in namespace: Namespace
  ) throws -> Value {
    switch callee {
    case .leaf(.function(let function)): return try function(arguments)
    case .leaf(.moduleType(let type)): return try make(type, arguments, in: namespace)
    case .leaf(.module(let module)): return try module.requireBound().call("__call__", arguments)
    default: throw Diagnostic("\(callee.text) can't be called")
    }
  }

  private static func values(of arguments: [Argument], in frame: Frame) throws -> Arguments {
    var result = Arguments()
    for argument in arguments {
      let value = try evaluate(argument.value, in: frame)
      switch argument.kind {
      case .positional: result.positional.append(value)
      case .keyword(let name): result.keywords.append((name, value))
      case .spread: result.positional += try iterated(value)
      case .keywordSpread:
        guard let fields = value.fields else {
          throw Diagnostic("** takes a dict", got: value.text)
        }
        result.keywords += fields.pairs.map { ($0.key, $0.value) }
      }
    }
    return result
  }

  /// A module of a type, as a part of the module whose method is running. In `setup`, one without
  /// `name=` gets its scope when it is assigned to an attribute.
  private static func make(
    _ type: ModuleType, _ arguments: Arguments, in namespace: Namespace
  ) throws -> Value {
    var fields = arguments
    var name: String?
    if let index = fields.keywords.firstIndex(where: { $0.name == "name" }) {
      let value = fields.keywords.remove(at: index).value
      name = value.isNone ? nil : try value.string("name of a module")
    }
    let module = try type(fields)
    guard let parent = namespace.trace?.currentModule, name != nil || parent.setupState != .running
    else {
      return .leaf(.module(ModuleReference(module)))
    }
    return .leaf(.module(ModuleReference(module, bound: try parent.child(module, name: name))))
  }

  /// `items.append(x)` and its like on a name: values don't change, so the name is bound to a changed
  /// copy. `nil` for any other call.
  private static func mutation(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> Value? {
    guard case .attribute(let base, let method) = callee.kind, case .name(let name) = base.kind,
      let old = frame.bound(name)
    else { return nil }
    func given(_ names: [String]) throws -> [Value] {
      try values(of: arguments, in: frame).required(names, of: method)
    }
    switch (old, method) {
    case (.list(let parts), "append"):
      frame.rebind(name, to: .list(parts + (try given(["object"]))))
    case (.list(let parts), "extend"):
      frame.rebind(name, to: .list(try parts + iterated(given(["iterable"])[0])))
    case (.list(let parts), "reverse"):
      frame.rebind(name, to: .list(parts.reversed()))
    case (.dict(var fields), "update"):
      let value = try given(["other"])[0]
      guard let others = value.fields else {
        throw Diagnostic("update takes a dict", got: value.text)
      }
      for (key, value) in others.pairs { fields[key] = value }
      frame.rebind(name, to: .dict(fields))
    default: return nil
    }
    return Value.none
  }

  // MARK: Functions of the config

  static func lambda(
    _ parameters: [Parameter], _ body: Expression, in frame: Frame
  ) throws -> Function {
    let signature = try Signature(parameters, in: frame)
    return Function("<lambda>") { arguments in
      let inner = Frame(inside: frame, names: try signature.bind(arguments, of: "<lambda>"))
      return try evaluate(body, in: inner)
    }
  }

  static func function(_ definition: FunctionDefinition, in frame: Frame) -> Function {
    Function(definition.name) { arguments in
      let signature = try Signature(definition.parameters, in: frame)
      let names = try signature.bind(arguments, of: definition.name)
      return try run(definition.body, in: Frame(inside: frame, names: names))
    }
  }
}

/// The parameters of a function of the config, with the values of defaults.
struct Signature {
  private let parameters: [Parameter]
  private let defaults: [String: Value]

  /// Evaluates the defaults in `frame`.
  init(_ parameters: [Parameter], in frame: Frame) throws {
    self.parameters = parameters
    var defaults: [String: Value] = [:]
    for parameter in parameters {
      if let value = parameter.default {
        defaults[parameter.name] = try Evaluator.evaluate(value, in: frame)
      }
    }
    self.defaults = defaults
  }

  /// The values of the parameters by name.
  ///
  /// - Throws: when arguments and parameters don't match.
  func bind(_ arguments: Arguments, of callee: String) throws -> [String: Value] {
    let ordinary = parameters.filter { $0.kind == .ordinary }.map(\.name)
    let named = ordinary + parameters.filter { $0.kind == .keywordOnly }.map(\.name)
    var accepted = arguments
    var values: [String: Value] = [:]
    if let rest = parameters.first(where: { $0.kind == .rest }) {
      values[rest.name] = .tuple(Array(arguments.positional.dropFirst(ordinary.count)))
      accepted.positional = Array(arguments.positional.prefix(ordinary.count))
    }
    if let rest = parameters.first(where: { $0.kind == .keywordRest }) {
      let others = arguments.keywords.filter { !named.contains($0.name) }
      values[rest.name] = .dict(.init(others.map { ($0.name, $0.value) }))
      accepted.keywords.removeAll { !named.contains($0.name) }
    }
    guard accepted.positional.count <= ordinary.count else {
      throw Diagnostic(
        "\(callee) takes at most \(ordinary.count) arguments by position",
        expected: "(\(ordinary.joined(separator: ", ")))", got: "\(accepted.positional.count)")
    }
    for (name, value) in zip(named, try accepted.matched(to: named, of: callee)) {
      guard let value = value ?? defaults[name] else {
        throw Diagnostic("\(callee) needs the argument '\(name)'")
      }
      values[name] = value
    }
    return values
  }
}

extension ModuleReference {
  /// The module on its scope.
  ///
  /// - Throws: when it has none yet.
  func requireBound() throws -> BoundModule {
    guard let bound else {
      throw Diagnostic(
        "the module \(module.typeName) has no place in the model yet",
        hint: "in setup, assign it to an attribute of self first")
    }
    return bound
  }
}
