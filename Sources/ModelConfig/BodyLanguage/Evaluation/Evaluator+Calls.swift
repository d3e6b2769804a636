import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Evaluator {
  static func call(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> Value {
    if let result = try update(callee, arguments, in: frame) { return result }
    if let result = try change(callee, arguments, in: frame) { return result }
    if let result = try firstItem(callee, arguments, in: frame) { return result }
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
    case .leaf(.module(let module)):
      return try namespace.calledAsModule {
        try module.requireBound().call("__call__", arguments)
      }
    case .leaf(.dtype(let dtype)):
      let value = try arguments.required(["x"], of: dtype.rawValue)[0]
      if dtype.isComplex { return try ComplexTensor(value).value }
      return .tensor(try FunctionTable.array(value).converted(to: dtype.canonical))
    case .leaf(.string(let text)):
      let path = text.split(separator: ".").map(String.init)
      let isName = (try? namespace.value(at: path)) != nil || namespace.value(of: text) != nil
      throw Diagnostic(
        "\(callee.text) can't be called", hint: isName ? "leave off its quotes: \(text)" : nil)
    default: throw Diagnostic("\(callee.text) can't be called")
    }
  }

  static func values(of arguments: [Argument], in frame: Frame) throws -> Arguments {
    var result = Arguments()
    for argument in arguments {
      let value = try evaluate(argument.value, in: frame)
      switch argument.kind {
      case .positional: result.positional.append(value)
      case .keyword(let name): result.keywords.append((name, value))
      case .spread:
        result.positional += try located(argument.position, frame) { try iterated(value) }
      case .keywordSpread:
        guard let fields = value.fields else {
          throw Diagnostic("** takes a dict", got: value.text)
        }
        result.keywords += fields.pairs.map { ($0.key, $0.value) }
      }
    }
    return result
  }

  /// `next(…)` of what has just been made: of anything else, the items already taken would have to be
  /// known. `nil` for any other call.
  private static func firstItem(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> Value? {
    guard case .name("next") = callee.kind, frame.bound("next") == nil,
      let argument = arguments.first, arguments.count <= 2
    else { return nil }
    switch argument.value.kind {
    case .call, .generator: break
    default:
      throw Diagnostic(
        "next takes an iterator made on the spot", hint: "use a list and its indices")
    }
    if let first = try iterated(argument.value, in: frame).first { return first }
    guard let fallback = arguments.dropFirst().first else { throw Diagnostic("next of nothing") }
    return try evaluate(fallback.value, in: frame)
  }

  /// A module of a type, as a part of the module whose method is running. In `setup`, one without
  /// `name=` gets its scope when it is assigned to an attribute; one with `parent=None`, when it is
  /// given to a module as a field.
  private static func make(
    _ type: ModuleType, _ arguments: Arguments, in namespace: Namespace
  ) throws -> Value {
    var fields = arguments
    func take(_ keyword: String) -> Value? {
      guard let index = fields.keywords.firstIndex(where: { $0.name == keyword }) else {
        return nil
      }
      return fields.keywords.remove(at: index).value
    }
    let name = try take("name").flatMap { $0.isNone ? nil : try $0.string("name of a module") }
    var parent = namespace.trace?.currentModule
    if let given = take("parent") {
      switch given {
      case .none: parent = nil
      case .leaf(.module(let reference)): parent = try reference.requireBound()
      default: throw Diagnostic("a module's parent is a module or None", got: given.text)
      }
    }
    let module = try type(fields)
    guard let parent, name != nil || parent.setupState != .running else {
      return .leaf(.module(ModuleReference(module)))
    }
    try parent.checkParts("a submodule")
    try namespace.checkOutsideTransforms("a module is made")
    return .leaf(.module(ModuleReference(module, bound: try parent.child(module, name: name))))
  }

  // MARK: Functions of the config

  static func lambda(
    _ parameters: [Parameter], _ body: Expression, in frame: Frame
  ) throws -> Function {
    let signature = try DefinedSignature(parameters, in: frame)
    return Function("<lambda>", parameters: parameters.map(\.name)) { arguments in
      let inner = Frame(inside: frame, names: try signature.bind(arguments, of: "<lambda>"))
      return try frame.code.globals.nested { try evaluate(body, in: inner) }
    }
  }

  /// The function a `def` makes, handed through its decorators.
  static func decorated(_ definition: FunctionDefinition, in frame: Frame) throws -> Value {
    let function = try function(definition, in: frame)
    return try definition.decorators.reversed().reduce(.leaf(.function(function))) {
      let decorator = try evaluate($1, in: frame)
      let value = $0
      return try located($1.focus, frame) {
        try call(decorator, Arguments([value]), in: frame.code.globals)
      }
    }
  }

  private static func function(
    _ definition: FunctionDefinition, in frame: Frame
  ) throws -> Function {
    let signature = try DefinedSignature(definition.parameters, in: frame)
    return Function(definition.name, parameters: definition.parameters.map(\.name)) { arguments in
      let names = try signature.bind(arguments, of: definition.name)
      let inner = Frame(inside: frame, names: names)
      for parameter in definition.parameters
      where parameter.kind != .rest && parameter.kind != .keywordRest {
        // The caller holds them, too.
        if names[parameter.name]?.isContainer ?? false { inner.markShared(parameter.name) }
      }
      return try frame.code.globals.nested { try run(definition.body, in: inner) }
    }
  }
}

/// The parameters of a function of the config, with the values of defaults.
struct DefinedSignature {
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
