import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// Given fields of a built-in module, by Flax's names.
struct FieldReader {
  private let parameters: CallParameters

  /// The module's type, for errors.
  var callee: String { parameters.callee }

  init(_ arguments: Arguments, row: RowSignature, of type: String) throws {
    parameters = try CallParameters(arguments, row: row, of: type)
    for name in Self.replacements.keys.sorted() where parameters.isGiven(name) {
      try checkReplacement(name)
    }
  }

  /// Fields that replace a function of JAX or Flax inside a layer, and that function.
  private static let replacements = [
    "promote_dtype": "promote_dtype", "dot_general": "dot_general",
    "qkv_dot_general": "dot_general", "out_dot_general": "dot_general",
    "conv_general_dilated": "conv_general_dilated", "dot_general_cls": nil,
    "conv_general_dilated_cls": nil, "qkv_dot_general_cls": nil, "out_dot_general_cls": nil,
    "qk_attn_weights_einsum_cls": nil, "attn_weights_value_einsum_cls": nil,
  ]

  /// - Throws: when a function inside a layer is replaced by another one.
  private func checkReplacement(_ name: String) throws {
    guard let usual = Self.replacements[name], let value = parameters[name] else { return }
    if let usual, case .leaf(.function(let function)) = value, function.name == usual,
      function.parameters == nil
    {
      return
    }
    throw Diagnostic(
      "\(name) is for quantised training, which swiftscan can't do", path: name,
      expected: usual.map { "None or \($0) itself" } ?? "None", got: value.text,
      hint: "leave out \(name)")
  }

  /// The fields that are given.
  var given: [String: Value] { parameters.given }

  /// - Throws: for a field that is given and that nobody looked at.
  func checkAllRead() throws { try parameters.checkAllRead(ignoring: []) }

  /// Whether a field is given, be it as `None`.
  func isGiven(_ name: String) -> Bool { parameters.isGiven(name) }

  /// Whether dropout is off, if that is given. Without a rate it may be an array, on which nothing
  /// depends.
  func deterministic(rate: Double) throws -> Bool? {
    if rate == 0, case .leaf(.tensor) = parameters["deterministic"] { return true }
    var value: Bool?
    try read("deterministic", &value)
    return value
  }

  /// An integer that must be given.
  func int(_ name: String) throws -> Int { try parameters.int(name) }

  /// A size that must be given: at least 1.
  func size(_ name: String) throws -> Int {
    let size = try parameters.required(name).int("field '\(name)' of \(parameters.callee)")
    guard size > 0 else {
      throw Diagnostic(
        "the field '\(name)' of \(parameters.callee) must be positive", got: "\(size)")
    }
    return size
  }

  /// A number that must be given.
  func double(_ name: String) throws -> Double {
    try parameters.required(name).double("field '\(name)' of \(parameters.callee)")
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Bool) throws {
    target = try parameters[name]?.bool("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Double) throws {
    target = try parameters[name]?.double("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Int) throws {
    target = try parameters[name]?.int("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field is given, also as `None`.
  func readOptional(_ name: String, _ target: inout Int?) throws {
    if isNone(name) { target = nil }
    target = try parameters[name]?.int("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout DType) throws {
    target = try parameters.optionalDType(name) ?? target
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout DType?) throws {
    target = try parameters.optionalDType(name) ?? target
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Initializer) throws {
    guard parameters[name] != nil else { return }
    let function = try parameters.function(name)
    target = Initializer(function.name) { key, shape, dtype in
      let arguments = Arguments([
        .tensor(key), .tuple(shape.sizes.map { .int($0) }), .leaf(.dtype(dtype)),
      ])
      return try function(arguments).tensor("result of the initializer \(function.name)")
    }
    target.partition = function.partition
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Initializer?) throws {
    guard parameters[name] != nil else { return }
    var given = Initializer.zeros
    try read(name, &given)
    target = given
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Activation) throws {
    guard parameters[name] != nil else { return }
    let function = try parameters.function(name)
    target = Activation(function.name) { x in
      try function(Arguments([.tensor(x)])).tensor("result of \(function.name)")
    }
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Bool?) throws {
    target = try parameters[name]?.bool("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout String) throws {
    target = try parameters[name]?.string("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field, an axis or several, is given.
  func readAxes(_ name: String, _ target: inout [Int]) throws {
    target = try parameters[name]?.ints("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Replaces `target` if the field, an axis or several, is given, also as `None`.
  func readAxes(_ name: String, _ target: inout [Int]?) throws {
    if isNone(name) { target = nil }
    target = try parameters[name]?.ints("field '\(name)' of \(parameters.callee)") ?? target
  }

  /// Whether the field is given as `None`.
  func isNone(_ name: String) -> Bool { parameters.isNone(name) }

  /// A module that must be given.
  func module(_ name: String) throws -> ModuleReference {
    let value = try parameters.required(name)
    guard case .leaf(.module(let reference)) = value else {
      throw Diagnostic(
        "the field '\(name)' of \(parameters.callee) must be a module", got: value.text)
    }
    return reference
  }

  /// Replaces `target` if the field is given.
  func read(_ name: String, _ target: inout Function) throws {
    if parameters[name] != nil { target = try parameters.function(name) }
  }

  /// A function that must be given.
  func function(_ name: String) throws -> Function { try parameters.function(name) }

  /// Value of a field without a reader of its own here.
  subscript(_ name: String) -> Value? { parameters[name] }

  /// Checks `precision`, which on a CPU changes nothing.
  func checkPrecision() throws { try parameters["precision"]?.checkPrecision() }
}
