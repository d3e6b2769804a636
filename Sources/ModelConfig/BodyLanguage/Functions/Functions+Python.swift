import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension FunctionTable {
  /// Python's built-in functions.
  static func python(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.addSequences()
    table.addHigherOrder(namespace)
    table.addNumbers()
    table.addObjects(namespace)
    return table
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
      for (name, value) in arguments.keywords {
        guard name == "strict" else { throw Diagnostic("zip has no parameter '\(name)'") }
        if try value.isTrue(), columns.contains(where: { $0.count != count }) {
          throw Diagnostic("zip of sequences of different lengths")
        }
      }
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
    add("iter", "object") { .list(try Evaluator.iterated($0.required("object"))) }
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
    add(variadic: "slice") { arguments in
      let bounds = try arguments.positional.map { $0.isNone ? nil : try $0.int("bound of a slice") }
      switch bounds.count {
      case 1: return .leaf(.slice(nil, bounds[0], nil))
      case 2: return .leaf(.slice(bounds[0], bounds[1], nil))
      case 3: return .leaf(.slice(bounds[0], bounds[1], bounds[2]))
      default: throw Diagnostic("slice takes one to three bounds")
      }
    }
  }

  /// The entries of a dict, or of a sequence of pairs.
  static func dictEntries(_ value: Value) throws -> [(String, Value)] {
    if let fields = value.fields { return fields.pairs.map { ($0.key, $0.value) } }
    return try Evaluator.iterated(value).map { entry in
      let parts = try Evaluator.iterated(entry)
      guard parts.count == 2 else { throw Diagnostic("dict takes pairs", got: entry.text) }
      return (try parts[0].dictionaryKey(), parts[1])
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

  private mutating func addHigherOrder(_ namespace: Namespace) {
    add(variadic: "map") { arguments in
      guard let function = arguments.positional.first, arguments.keywords.isEmpty else {
        throw Diagnostic("map takes a function and sequences")
      }
      let columns = try arguments.positional.dropFirst().map { try Evaluator.iterated($0) }
      return .list(
        try (0..<(columns.map(\.count).min() ?? 0)).map { row in
          try Evaluator.call(function, Arguments(columns.map { $0[row] }), in: namespace)
        })
    }
    add(variadic: "filter") { arguments in
      let values = try arguments.required(["function", "iterable"], of: "filter")
      return .list(
        try Evaluator.iterated(values[1]).filter { item in
          try
            (values[0].isNone
            ? item : Evaluator.call(values[0], Arguments([item]), in: namespace)).isTrue()
        })
    }
    add(variadic: "sorted") { .list(try Evaluator.sorted($0, namespace)) }
    add(variadic: "max") { try Self.extreme($0, .greater, "max", namespace) }
    add(variadic: "min") { try Self.extreme($0, .less, "min", namespace) }
    add("sum", "iterable start") { parameters in
      try Evaluator.iterated(parameters.required("iterable"))
        .reduce(parameters["start"] ?? .int(0)) { try Evaluator.binary(.add, $0, $1) }
    }
    add("all", "iterable") {
      .bool(try Evaluator.iterated($0.required("iterable")).allSatisfy { try $0.isTrue() })
    }
    add("any", "iterable") {
      .bool(try Evaluator.iterated($0.required("iterable")).contains { try $0.isTrue() })
    }
  }

  /// The greatest or least of the arguments, or of the items of the only one.
  private static func extreme(
    _ arguments: Arguments, _ order: ComparisonOperator, _ name: String, _ namespace: Namespace
  ) throws -> Value {
    var key: Value?
    var fallback: Value?
    for (keyword, value) in arguments.keywords {
      switch keyword {
      case "key": key = value
      case "default": fallback = value
      default: throw Diagnostic("\(name) has no parameter '\(keyword)'")
      }
    }
    let items =
      arguments.positional.count == 1
      ? try Evaluator.iterated(arguments.positional[0]) : arguments.positional
    let ranks = try items.map { (item: Value) -> Value in
      try key.map { try Evaluator.call($0, Arguments([item]), in: namespace) } ?? item
    }
    guard var best = items.indices.first else {
      if let fallback { return fallback }
      throw Diagnostic("\(name) of nothing")
    }
    for index in items.indices.dropFirst()
    where try Evaluator.compare(order, ranks[index], ranks[best]).isTrue() {
      best = index
    }
    return items[best]
  }

  private mutating func addNumbers() {
    add("int", "x base") { parameters in
      let value = parameters["x"] ?? .int(0)
      if case .leaf(.string(let text)) = value {
        guard let number = Int(text, radix: try parameters.radix()) else {
          throw Diagnostic("'\(text)' is no integer")
        }
        return .int(number)
      }
      guard let number = value.knownNumber else {
        throw Diagnostic("int takes a number that is known while tracing", got: value.text)
      }
      if case .int(let value) = number { return .int(value) }
      guard let value = Int(exactly: number.double.rounded(.towardZero)) else {
        throw Diagnostic("\(number.double) is no integer")
      }
      return .int(value)
    }
    add("float", "x") { parameters in
      let value = parameters["x"] ?? .float(0)
      guard case .leaf(.string(let text)) = value else {
        return .float(try value.double("argument of float"))
      }
      guard let number = Double(text.lowercased() == "infinity" ? "inf" : text.lowercased()) else {
        throw Diagnostic("'\(text)' is no number")
      }
      return .float(number)
    }
    add("bool", "x") { .bool(try ($0["x"] ?? .none).isTrue()) }
    add("abs", "x") { parameters in
      let value = try parameters.required("x")
      return try value.double("argument of abs") < 0 ? Evaluator.unary(.minus, value) : value
    }
    add("pow", "base exp mod") { parameters in
      let power = try Evaluator.binary(
        .power, parameters.required("base"), parameters.required("exp"))
      return try parameters["mod"].map { try Evaluator.binary(.modulo, power, $0) } ?? power
    }
    add("divmod", "x y") { parameters in
      let (x, y) = (try parameters.required("x"), try parameters.required("y"))
      return .tuple([
        try Evaluator.binary(.floorDivide, x, y), try Evaluator.binary(.modulo, x, y),
      ])
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
  }

  private mutating func addObjects(_ namespace: Namespace) {
    add("str", "object") { .string($0.isGiven("object") ? ($0["object"] ?? .none).formatted : "") }
    add("repr", "object") { .string(($0["object"] ?? .none).represented) }
    add(variadic: "print") { arguments in
      let text = arguments.positional.map(\.formatted).joined(separator: " ")
      namespace.trace?.warnings.add("print: \(text)")
      return .none
    }
    add("type", "object") { parameters in try (parameters["object"] ?? .none).pythonType(namespace)
    }
    add(variadic: "isinstance") { arguments in
      let values = try arguments.required(["object", "class"], of: "isinstance")
      let types = if case .tuple(let types) = values[1] { types } else { [values[1]] }
      return .bool(try types.contains { try values[0].isInstance(of: $0) })
    }
    add("callable", "object") { parameters in
      switch parameters["object"] {
      case .leaf(.function), .leaf(.module), .leaf(.moduleType), .leaf(.dtype): .bool(true)
      default: .bool(false)
      }
    }
    add(variadic: "getattr") { arguments in
      let values = try arguments.matched(to: ["object", "name", "default"], of: "getattr")
      let name = try (values[1] ?? .none).string("name of an attribute")
      do {
        return try Evaluator.attribute(name, of: values[0] ?? .none, in: namespace)
      } catch let error as Diagnostic {
        guard let fallback = values[2] else { throw error }
        return fallback
      }
    }
    add(variadic: "hasattr") { arguments in
      let values = try arguments.required(["object", "name"], of: "hasattr")
      let name = try values[1].string("name of an attribute")
      return .bool((try? Evaluator.attribute(name, of: values[0], in: namespace)) != nil)
    }
    for name in [
      "ValueError", "TypeError", "RuntimeError", "NotImplementedError", "AssertionError",
      "KeyError", "IndexError", "Exception",
    ] {
      add(variadic: name) { arguments in
        let text = arguments.positional.map(\.formatted).joined(separator: ", ")
        return .string(text.isEmpty ? "\(name) is raised" : text)
      }
    }
  }
}

extension CallParameters {
  fileprivate func radix() throws -> Int {
    let base = try optionalInt("base") ?? 10
    guard (2...36).contains(base) else { throw Diagnostic("int has no base \(base)") }
    return base
  }
}

extension Evaluator {
  /// `sorted(items, key=…, reverse=…)`.
  static func sorted(_ arguments: Arguments, _ namespace: Namespace) throws -> [Value] {
    var key: Value?
    var isReversed = false
    for (name, value) in arguments.keywords {
      switch name {
      case "key": key = value.isNone ? nil : value
      case "reverse": isReversed = try value.isTrue()
      default: throw Diagnostic("sorted has no parameter '\(name)'")
      }
    }
    guard let items = arguments.positional.first, arguments.positional.count == 1 else {
      throw Diagnostic("sorted takes one sequence")
    }
    let ranked = try iterated(items).map { item in
      (rank: try key.map { try call($0, Arguments([item]), in: namespace) } ?? item, item: item)
    }
    let order = try ranked.sorted { a, b in
      try compare(isReversed ? .greater : .less, a.rank, b.rank).isTrue()
    }
    return order.map(\.item)
  }
}

extension Tree where Leaf == Object {
  /// What `type(…)` gives: what makes such values.
  func pythonType(_ namespace: Namespace) throws -> Value {
    func named(_ name: String) -> Value { namespace.value(of: name) ?? .string(name) }
    switch self {
    case .none: return .string("NoneType")
    case .tuple: return named("tuple")
    case .list: return named("list")
    case .dict: return named("dict")
    case .leaf(.int): return named("int")
    case .leaf(.float): return named("float")
    case .leaf(.bool): return named("bool")
    case .leaf(.string): return named("str")
    case .leaf(.module(let reference)): return reference.module.type(namespace)
    case .leaf(.tensor): return try namespace.value(at: ["jnp", "ndarray"]) ?? .string("ndarray")
    default: throw Diagnostic("type of \(text) is not supported")
    }
  }

  /// Whether this is a value of a type.
  fileprivate func isInstance(of type: Value) throws -> Bool {
    if case .leaf(.moduleType(let type)) = type {
      guard case .leaf(.module(let reference)) = self else { return false }
      return type.name == "Module"
        || reference.module.views.contains { $0.typeName == type.name }
    }
    if case .leaf(.string("NoneType")) = type { return isNone }
    guard case .leaf(.function(let function)) = type else {
      throw Diagnostic("isinstance takes a type or a tuple of types", got: type.text)
    }
    switch (function.name, self) {
    case ("int", .leaf(.int)), ("int", .leaf(.bool)), ("float", .leaf(.float)),
      ("bool", .leaf(.bool)), ("str", .leaf(.string)), ("tuple", .tuple), ("list", .list),
      ("dict", .dict), ("FrozenDict", .dict), ("ndarray", .leaf(.tensor)):
      return true
    case ("int", _), ("float", _), ("bool", _), ("str", _), ("tuple", _), ("list", _),
      ("dict", _), ("FrozenDict", _), ("ndarray", _):
      return false
    default:
      throw Diagnostic("isinstance can't tell whether a value is a \(function.name)")
    }
  }
}

extension Module {
  /// The class of this module.
  fileprivate func type(_ namespace: Namespace) -> Value {
    if let type = namespace.value(of: typeName) { return type }
    guard let lifted = self as? LiftedModule,
      case .leaf(.moduleType(let type)) = lifted.target.type(namespace)
    else { return .string(typeName) }
    return .leaf(.moduleType(type.mapping(name: typeName) { lifted.replacing(target: $0) }))
  }
}
