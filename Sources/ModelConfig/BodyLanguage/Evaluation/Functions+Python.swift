import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Python's built-in functions, `functools` and `math`.
  static var python: FunctionTable {
    var table = FunctionTable()
    table.addSequences()
    table.addNumbers()
    table.add(variadic: "partial") { try partial($0) }
    table.add("getattr", "object name default") { parameters in
      let name = try parameters.required("name").string("name of an attribute")
      do {
        return try Evaluator.attribute(name, of: parameters.required("object"))
      } catch let error as Diagnostic {
        guard let fallback = parameters["default"] else { throw error }
        return fallback
      }
    }
    return table
  }

  /// `partial(f, …)`: a function or module type with some arguments given.
  private static func partial(_ arguments: Arguments) throws -> Value {
    guard let callee = arguments.positional.first else {
      throw Diagnostic("partial needs a function")
    }
    let given = Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
    func joined(_ later: Arguments) -> Arguments {
      let overridden = Set(later.keywords.map(\.name))
      return Arguments(
        given.positional + later.positional,
        keywords: given.keywords.filter { !overridden.contains($0.name) } + later.keywords)
    }
    switch callee {
    case .leaf(.function(let function)):
      return .leaf(.function(Function(function.name) { try function(joined($0)) }))
    case .leaf(.moduleType(let type)):
      return .leaf(
        .moduleType(
          ModuleType(type.name) { try type(joined($0)) }))
    default: throw Diagnostic("partial takes a function or a module type", got: callee.text)
    }
  }

  private mutating func addSequences() {
    add("len", "object") { parameters in
      let value = try parameters.required("object")
      if case .leaf(.tensor(let tensor)) = value, tensor.rank > 0 { return .int(tensor.shape[0]) }
      return .int(try Evaluator.iterated(value).count)
    }
    add(variadic: "range") { .list(try Self.range($0)) }
    add(variadic: "zip") { arguments in
      let columns = try arguments.positional.map { try Evaluator.iterated($0) }
      let count = columns.map(\.count).min() ?? 0
      return .list((0..<count).map { row in .tuple(columns.map { $0[row] }) })
    }
    add("enumerate", "iterable start") { parameters in
      let start = try parameters.optionalInt("start") ?? 0
      return .list(
        try Evaluator.iterated(parameters.required("iterable")).enumerated().map { index, item in
          .tuple([.int(start &+ index), item])
        })
    }
    add("reversed", "sequence") {
      .list(try Evaluator.iterated($0.required("sequence")).reversed())
    }
    add("tuple", "iterable") { .tuple(try $0["iterable"].map(Evaluator.iterated) ?? []) }
    add("list", "iterable") { .list(try $0["iterable"].map(Evaluator.iterated) ?? []) }
    add(variadic: "dict") { arguments in
      var fields = Value.Fields()
      for entry in try arguments.positional.first.map(Self.dictEntries) ?? [] {
        fields[entry.0] = entry.1
      }
      for (name, value) in arguments.keywords { fields[name] = value }
      return .dict(fields)
    }
  }

  private static func dictEntries(_ value: Value) throws -> [(String, Value)] {
    if let fields = value.fields { return fields.pairs.map { ($0.key, $0.value) } }
    return try Evaluator.iterated(value).map { entry in
      let parts = try Evaluator.iterated(entry)
      guard parts.count == 2 else { throw Diagnostic("dict takes pairs", got: entry.text) }
      return (try parts[0].string("key of a dict"), parts[1])
    }
  }

  private static func range(_ arguments: Arguments) throws -> [Value] {
    let bounds = try arguments.positional.map { try $0.int("argument of range") }
    guard (1...3).contains(bounds.count), arguments.keywords.isEmpty else {
      throw Diagnostic("range takes one to three integers")
    }
    let (start, end) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
    let step = bounds.count == 3 ? bounds[2] : 1
    guard step != 0 else { throw Diagnostic("the step of a range can't be 0") }
    let span = Double(end) - Double(start)
    guard span / Double(step) <= Double(Evaluator.sequenceLimit) else {
      throw Diagnostic("a range of more than \(Evaluator.sequenceLimit) items")
    }
    return stride(from: start, to: end, by: step).map { .int($0) }
  }

  private mutating func addNumbers() {
    add("int", "x") { parameters in
      guard let number = try parameters.required("x").staticNumber else {
        throw Diagnostic("int takes a number", got: try parameters.required("x").text)
      }
      if case .int(let value) = number { return .int(value) }
      guard let value = Int(exactly: number.double.rounded(.towardZero)) else {
        throw Diagnostic("\(number.double) is no integer")
      }
      return .int(value)
    }
    add("float", "x") { .float(try $0.required("x").double("argument of float")) }
    add("bool", "x") { .bool(try ($0["x"] ?? .none).isTrue()) }
    add("str", "x") { .string(($0["x"] ?? .none).formatted) }
    add("abs", "x") { parameters in
      let value = try parameters.required("x")
      return try value.double("argument of abs") < 0 ? Evaluator.unary(.minus, value) : value
    }
    add(variadic: "max") { try Self.extreme($0, .greater, "max") }
    add(variadic: "min") { try Self.extreme($0, .less, "min") }
    add("sum", "iterable start") { parameters in
      try Evaluator.iterated(parameters.required("iterable"))
        .reduce(parameters["start"] ?? .int(0)) { try Evaluator.binary(.add, $0, $1) }
    }
    add("pow", "base exp") {
      try Evaluator.binary(.power, $0.required("base"), $0.required("exp"))
    }
    add("all", "iterable") {
      .bool(try Evaluator.iterated($0.required("iterable")).allSatisfy { try $0.isTrue() })
    }
    add("any", "iterable") {
      .bool(try Evaluator.iterated($0.required("iterable")).contains { try $0.isTrue() })
    }
    add("round", "number ndigits") { parameters in
      let value = try parameters.required("number").double("argument of round")
      let digits = try parameters.optionalInt("ndigits")
      let scale = power(10, Double(digits ?? 0))
      let rounded = (value * scale).rounded(.toNearestOrEven) / scale
      if digits != nil { return .float(rounded) }
      guard let integer = Int(exactly: rounded) else { throw Diagnostic("\(value) is no integer") }
      return .int(integer)
    }
    add("sqrt", "x") { .float(try $0.required("x").double("argument of sqrt").squareRoot()) }
  }

  private static func extreme(
    _ arguments: Arguments, _ order: BinaryOrder, _ name: String
  ) throws -> Value {
    let items =
      arguments.positional.count == 1
      ? try Evaluator.iterated(arguments.positional[0]) : arguments.positional
    guard var best = items.first else { throw Diagnostic("\(name) of nothing") }
    for item in items.dropFirst() {
      let (a, b) = (try item.double("argument of \(name)"), try best.double("argument of \(name)"))
      if order == .greater ? a > b : a < b { best = item }
    }
    return best
  }

  private enum BinaryOrder {
    case greater, less
  }
}
