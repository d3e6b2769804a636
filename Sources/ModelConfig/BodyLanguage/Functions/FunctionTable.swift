import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// The arguments of a call by the names of a built-in function's parameters. `None` counts as not
/// given.
struct CallParameters {
  /// The function's name, for errors.
  let callee: String
  private let values: [String: Value]
  private let nones: Set<String>

  /// - Throws: when arguments and parameters don't match.
  init(_ arguments: Arguments, names: [String], of callee: String) throws {
    self.callee = callee
    var values: [String: Value] = [:]
    var nones: Set<String> = []
    for (name, value) in zip(names, try arguments.matched(to: names, of: callee)) {
      guard let value else { continue }
      if value.isNone { nones.insert(name) } else { values[name] = value }
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
    (self.values, self.nones) = (values, nones)
  }

  /// The functions that can read and write elements in Fortran's order.
  private static let reordering = ["reshape", "ravel", "flatten"]

  /// Parameters of JAX's functions that say where a result is to be, which is nothing a model can.
  private static let refused = ["out", "device"]

  /// Whether anything is given for a parameter, be it `None`.
  func isGiven(_ name: String) -> Bool { values[name] != nil || nones.contains(name) }

  /// Whether `None` is given for a parameter.
  func isNone(_ name: String) -> Bool { nones.contains(name) }

  /// The value of a parameter, if it is given and not `None`.
  subscript(_ name: String) -> Value? { values[name] }

  /// The value of a parameter that must be given.
  func required(_ name: String) throws -> Value {
    guard let value = values[name] else {
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
    try values[name].map { try $0.int("argument '\(name)'") }
  }

  /// Integers, if given.
  func optionalInts(_ name: String) throws -> [Int]? {
    try values[name].map { try $0.ints("argument '\(name)'") }
  }

  /// A number, if given.
  func optionalDouble(_ name: String) throws -> Double? {
    try values[name].map { try $0.double("argument '\(name)'") }
  }

  /// A truth value, if given.
  func optionalBool(_ name: String) throws -> Bool? {
    try values[name].map { try $0.bool("argument '\(name)'") }
  }

  /// A string, if given.
  func optionalString(_ name: String) throws -> String? {
    try values[name].map { try $0.string("argument '\(name)'") }
  }

  /// A shape.
  func shape(_ name: String) throws -> Shape { try required(name).shape("argument '\(name)'") }

  /// A dtype, if given.
  func optionalDType(_ name: String = "dtype") throws -> DType? {
    try values[name].map { try $0.dtype("argument '\(name)'") }
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

/// Built-in functions by name.
struct FunctionTable {
  /// The functions, and constants, as values.
  private(set) var values: [String: Value] = [:]

  /// Adds a function; `parameters` are their names in order, with spaces between.
  mutating func add(
    _ name: String, _ parameters: String, _ body: @escaping (CallParameters) throws -> Value
  ) {
    let names = parameters.split(separator: " ").map(String.init)
    values[name] = .leaf(
      .function(
        Function(name) { arguments in
          try body(CallParameters(arguments, names: names, of: name))
        }))
  }

  /// Adds a function of any number of positional arguments, found together under `rest`, and of
  /// arguments by name.
  mutating func add(
    _ name: String, _ parameters: String, rest: String, keywords: String = "",
    _ body: @escaping (CallParameters) throws -> Value
  ) {
    let leading = parameters.split(separator: " ").map(String.init)
    let names = leading + [rest] + keywords.split(separator: " ").map(String.init)
    values[name] = .leaf(
      .function(
        Function(name) { arguments in
          let given = arguments.positional
          let gathered =
            given.prefix(leading.count)
            + (given.count < leading.count ? [] : [.tuple(Array(given.dropFirst(leading.count)))])
          return try body(
            CallParameters(
              Arguments(Array(gathered), keywords: arguments.keywords), names: names, of: name))
        }))
  }

  /// Adds a function of one array.
  mutating func add(_ name: String, _ body: @escaping (Tensor) throws -> Tensor) {
    add(name, "x") { .tensor(try body($0.tensor("x"))) }
  }

  /// Adds a function of two arrays.
  mutating func add(_ name: String, _ body: @escaping (Tensor, Tensor) throws -> Tensor) {
    add(name, "x1 x2") { .tensor(try body($0.tensor("x1"), $0.tensor("x2"))) }
  }

  /// Adds a function that takes its arguments as they come.
  mutating func add(variadic name: String, _ body: @escaping (Arguments) throws -> Value) {
    values[name] = .leaf(.function(Function(name, body)))
  }

  /// Adds another value.
  mutating func add(_ name: String, value: Value) { values[name] = value }

  /// Removes a function.
  mutating func remove(_ name: String) { values[name] = nil }

  /// Adds another name for what is there.
  mutating func alias(_ name: String, of other: String) { values[name] = values[other] }
}
