import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// The arguments of a call by the names of a built-in function's parameters. Where none is given,
/// the default holds, if its signature says it literally; `None` counts as no value.
struct CallParameters {
  /// The function's name, for errors.
  let callee: String
  private let signature: Signature
  private var values: [String: Value] = [:]
  private var nones: Set<String> = []
  private let defaults: [String: Value]
  private let read = ReadNames()

  /// The names of the parameters that were looked at.
  private final class ReadNames {
    var names: Set<String> = []
  }

  /// - Throws: when arguments and parameters don't match.
  init(_ arguments: Arguments, row: RowSignature, of callee: String) throws {
    self.callee = callee
    (signature, defaults) = row.parsed()
    let placed = try signature.place(
      arguments.positional, keywords: arguments.keywords, of: callee)
    for (parameter, value) in zip(signature.parameters, placed.values) {
      switch parameter.kind {
      case .rest: values[parameter.name] = .tuple(placed.rest)
      case .keywordRest:
        values[parameter.name] = .dict(.init(placed.keywordRest.map { ($0.name, $0.value) }))
      default:
        guard let value else { continue }
        if value.isNone { nones.insert(parameter.name) } else { values[parameter.name] = value }
      }
    }
    if case .leaf(.string(let order)) = values["order"], order != "C", order != "K",
      order != "F" || !Self.reordering.contains(callee)
    {
      throw Diagnostic("\(callee) keeps elements in C order only", got: "order '\(order)'")
    }
    try values["precision"]?.checkPrecision()
  }

  /// The functions that can read and write elements in Fortran's order.
  private static let reordering = ["reshape", "ravel", "flatten"]

  /// Parameters that change nothing in any function: they choose how JAX computes, or promise
  /// properties of the arguments.
  private static let harmless: Set = [
    "precision", "order", "copy", "unique_indices", "indices_are_sorted", "unroll", "optimize",
    "accuracy", "overwrite_a", "overwrite_b", "overwrite_input", "check_finite", "debug", "stable",
    "is_stable", "assume_unique", "_split_transpose", "allow_negative_indices",
  ]

  /// Checks that every argument was read, or changes nothing.
  ///
  /// - Throws: for one that JAX would heed, and that would be lost here.
  func checkAllRead(ignoring ignored: [String]) throws {
    for parameter in signature.parameters {
      let name = parameter.name
      guard !read.names.contains(name), !Self.harmless.contains(name), !ignored.contains(name)
      else { continue }
      switch values[name] {
      case nil:
        guard nones.contains(name), let text = parameter.defaultText, text != "None",
          text != "_NoValue"
        else { continue }
      case .tuple(let rest)? where parameter.kind == .rest:
        if rest.isEmpty { continue }
      case .dict(let rest)? where parameter.kind == .keywordRest:
        if rest.pairs.isEmpty { continue }
      case let value?:
        if let usual = defaults[name], Evaluator.isEqual(usual, value) { continue }
      }
      throw Diagnostic(
        "\(callee) can't be given '\(name)'", hint: "leave it out")
    }
  }

  /// The arguments that are given.
  var given: [String: Value] {
    values.merging(nones.map { ($0, Value.none) }) { value, _ in value }
  }

  /// Whether an argument is given for a parameter, be it `None`.
  func isGiven(_ name: String) -> Bool { values[name] != nil || isNone(name) }

  /// Whether `None` is given for a parameter.
  func isNone(_ name: String) -> Bool {
    read.names.insert(name)
    return nones.contains(name)
  }

  /// Argument of a parameter, or its default; `nil` for `None`.
  subscript(_ name: String) -> Value? {
    read.names.insert(name)
    return values[name] ?? (nones.contains(name) ? nil : defaults[name])
  }

  /// The value of a parameter that must be given.
  func required(_ name: String) throws -> Value {
    guard let value = self[name] else {
      throw Diagnostic("\(callee) needs the argument '\(name)'")
    }
    return value
  }

  /// An array or number.
  func tensor(_ name: String) throws -> Tensor {
    try required(name).tensor("argument '\(name)' of \(callee)")
  }

  /// Arrays in a list or tuple, or the parts of an array's leading axis.
  func tensors(_ name: String) throws -> [Tensor] {
    try Evaluator.iterated(required(name)).map { try $0.tensor("argument '\(name)' of \(callee)") }
  }

  /// An integer.
  func int(_ name: String) throws -> Int { try required(name).int("argument '\(name)'") }

  /// A number.
  func double(_ name: String) throws -> Double {
    try required(name).double("argument '\(name)'")
  }

  /// An integer, if given.
  func optionalInt(_ name: String) throws -> Int? {
    try self[name].map { try $0.int("argument '\(name)'") }
  }

  /// Integers, if given.
  func optionalInts(_ name: String) throws -> [Int]? {
    try self[name].map { try $0.ints("argument '\(name)'") }
  }

  /// A number, if given.
  func optionalDouble(_ name: String) throws -> Double? {
    try self[name].map { try $0.double("argument '\(name)'") }
  }

  /// A truth value, if given.
  func optionalBool(_ name: String) throws -> Bool? {
    try self[name].map { try $0.bool("argument '\(name)'") }
  }

  /// A string, if given.
  func optionalString(_ name: String) throws -> String? {
    try self[name].map { try $0.string("argument '\(name)'") }
  }

  /// A shape.
  func shape(_ name: String) throws -> Shape { try required(name).shape("argument '\(name)'") }

  /// A dtype, if given.
  func optionalDType(_ name: String = "dtype") throws -> DType? {
    try self[name].map { try $0.dtype("argument '\(name)'") }
  }

  /// A product of factors, summed up and given in the dtype that `preferred_element_type` asks for.
  func product(of factors: [Tensor], _ body: ([Tensor]) throws -> Tensor) throws -> Tensor {
    guard let dtype = try optionalDType("preferred_element_type") else { return try body(factors) }
    return try body(factors.map { try $0.widened(to: dtype) }).converted(to: dtype)
  }

  /// A function.
  func function(_ name: String) throws -> Function {
    let value = try required(name)
    switch value {
    case .leaf(.function(let function)): return function
    case .leaf(.module(let reference)):
      return Function(reference.module.typeName) {
        try reference.requireBound().call("__call__", $0)
      }
    default:
      throw Diagnostic("the argument '\(name)' of \(callee) must be a function", got: value.text)
    }
  }
}

extension Tree {
  /// Whether the value is `None`.
  var isNone: Bool { if case .none = self { true } else { false } }
}
