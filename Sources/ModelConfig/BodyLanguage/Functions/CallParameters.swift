import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// The arguments of a call by the names of a built-in function's parameters. Where none is given,
/// the default holds, if its signature says it literally; `None` counts as no value.
struct CallParameters {
  /// The function's name, for errors.
  let callee: String
  private var values: [String: Value] = [:]
  private var nones: Set<String> = []
  private let defaults: [String: Value]

  /// - Throws: when arguments and parameters don't match.
  init(_ arguments: Arguments, row: RowSignature, of callee: String) throws {
    self.callee = callee
    let (signature, defaults) = try row.parsed()
    self.defaults = defaults
    let bound = try signature.bind(
      arguments.positional, keywords: arguments.keywords, of: callee)
    for (parameter, value) in zip(signature.parameters, bound.values) {
      switch parameter.kind {
      case .rest: values[parameter.name] = .tuple(bound.rest)
      case .keywordRest:
        values[parameter.name] = .dict(.init(bound.keywordRest.map { ($0.name, $0.value) }))
      default:
        guard let value else { continue }
        if value.isNone { nones.insert(parameter.name) } else { values[parameter.name] = value }
      }
    }
    for name in Self.refused where values[name] != nil {
      throw Diagnostic("\(callee) can't be given '\(name)'", hint: "leave it out")
    }
    if case .leaf(.string(let order)) = values["order"], order != "C", order != "K",
      order != "F" || !Self.reordering.contains(callee)
    {
      throw Diagnostic("\(callee) keeps elements in C order only", got: "order '\(order)'")
    }
    try values["precision"]?.checkPrecision()
  }

  /// Arguments of parameters that need not be given.
  ///
  /// - Throws: when arguments and parameters don't match.
  init(_ arguments: Arguments, names: [String], of callee: String) throws {
    let signature = RowSignature("(\(names.map { "\($0)=None" }.joined(separator: ", ")))")
    try self.init(arguments, row: signature, of: callee)
  }

  /// The functions that can read and write elements in Fortran's order.
  private static let reordering = ["reshape", "ravel", "flatten"]

  /// Parameters of JAX's functions that say where a result is to be, which is nothing a model can.
  private static let refused = ["out", "device"]

  /// Whether an argument is given for a parameter, be it `None`.
  func isGiven(_ name: String) -> Bool { values[name] != nil || nones.contains(name) }

  /// Whether `None` is given for a parameter.
  func isNone(_ name: String) -> Bool { nones.contains(name) }

  /// The value of a parameter, be it the default; `nil` for `None`.
  subscript(_ name: String) -> Value? {
    values[name] ?? (nones.contains(name) ? nil : defaults[name])
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
    guard case .leaf(.function(let function)) = value else {
      throw Diagnostic("the argument '\(name)' of \(callee) must be a function", got: value.text)
    }
    return function
  }
}

extension Tree {
  /// Whether this is `None`.
  var isNone: Bool { if case .none = self { true } else { false } }
}
