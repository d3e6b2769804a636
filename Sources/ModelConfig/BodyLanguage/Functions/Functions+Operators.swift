import Diagnostics
import LiftedScan
import Python

extension FunctionTable {
  /// Python's `operator`.
  static var operators: FunctionTable {
    var table = FunctionTable()
    let names: [(String, BinaryOperator)] = [
      ("add", .add), ("sub", .subtract), ("mul", .multiply), ("truediv", .divide),
      ("floordiv", .floorDivide), ("mod", .modulo), ("pow", .power), ("matmul", .matmul),
      ("and_", .and), ("or_", .or), ("xor", .xor), ("lshift", .shiftLeft),
      ("rshift", .shiftRight),
    ]
    for (name, operation) in names {
      table.add(variadic: name) { arguments in
        let values = try arguments.required(["a", "b"], of: name)
        return try Evaluator.binary(operation, values[0], values[1])
      }
    }
    table.add("neg", "a") { try Evaluator.unary(.minus, $0.required("a")) }
    table.add("itemgetter", "item") { parameters in
      let item = try parameters.required("item")
      return .leaf(
        .function(
          Function("itemgetter") {
            try Evaluator.item(of: $0.required(["obj"], of: "itemgetter")[0], item)
          }))
    }
    return table
  }

  /// Python's `functools`.
  static func functools(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.add(variadic: "partial") { try partial($0) }
    table.add("reduce", "function iterable initial") { parameters in
      let function = try parameters.callable("function")
      var items = try Evaluator.iterated(parameters.required("iterable"))
      if let initial = parameters["initial"] { items.insert(initial, at: 0) }
      guard let first = items.first else { throw Diagnostic("reduce of nothing") }
      return try items.dropFirst().reduce(first) { try function(Arguments([$0, $1]), namespace) }
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
    case .leaf(.module(let module)):
      return .leaf(
        .function(
          Function(module.module.typeName) {
            try module.requireBound().call("__call__", joined($0))
          }))
    default: throw Diagnostic("partial takes a function or a module type", got: callee.text)
    }
  }

  /// Python's `itertools`.
  static func itertools(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.add("product", "", rest: "iterables", keywords: "repeat") { parameters in
      let columns = try Evaluator.iterated(parameters.required("iterables")).map(Evaluator.iterated)
      let rounds = try parameters.optionalInt("repeat") ?? 1
      guard (0...16).contains(rounds) else { throw Diagnostic("repeat of product makes no sense") }
      var rows: [[Value]] = [[]]
      for column in Array(repeating: columns, count: rounds).joined() {
        guard rows.count * max(column.count, 1) <= Evaluator.sequenceLimit else {
          throw Diagnostic("a list of more than \(Evaluator.sequenceLimit) items")
        }
        rows = rows.flatMap { row in column.map { row + [$0] } }
      }
      return .list(rows.map { .tuple($0) })
    }
    table.add(variadic: "chain") { arguments in
      .list(try arguments.positional.flatMap { try Evaluator.iterated($0) })
    }
    table.add("accumulate", "iterable func") { parameters in
      let function = try parameters["func"] == nil ? nil : parameters.callable("func")
      var sums: [Value] = []
      for item in try Evaluator.iterated(parameters.required("iterable")) {
        guard let last = sums.last else {
          sums.append(item)
          continue
        }
        sums.append(
          try function.map { try $0(Arguments([last, item]), namespace) }
            ?? Evaluator.binary(.add, last, item))
      }
      return .list(sums)
    }
    table.add("repeat", "object times") { parameters in
      .list(
        Array(repeating: parameters["object"] ?? .none, count: try parameters.count("times")))
    }
    table.add(variadic: "zip_longest") { arguments in
      let columns = try arguments.positional.map { try Evaluator.iterated($0) }
      let fill = arguments.keywords.first { $0.name == "fillvalue" }?.value ?? .none
      return .list(
        (0..<(columns.map(\.count).max() ?? 0)).map { row in
          .tuple(columns.map { row < $0.count ? $0[row] : fill })
        })
    }
    return table
  }
}
