import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

// Lists and dicts that change in place. Values don't change, so the place that holds a list is given
// a changed copy; where that could be seen, because something else holds the same list, it is an
// error.

extension Evaluator {
  /// `d['key'] = value` and `items[0] = value`.
  static func setItem(
    _ base: Expression, _ index: Expression, to value: Value, in frame: Frame
  ) throws {
    let key = try evaluate(index, in: frame)
    try replace(base, in: frame) { container in
      switch container {
      case .dict(var fields):
        fields[try key.dictionaryKey()] = value
        return .dict(fields)
      case .list(let parts):
        return .list(try parts.replacingItem(key, with: value))
      case .leaf(.tensor(let tensor)):
        // An array of NumPy's can be changed; one that depends on an input is never such a one.
        guard tensor.isStatic else {
          throw Diagnostic(
            "arrays can't be changed in place", hint: "use x = x.at[…].set(…) or jnp.where")
        }
        return .tensor(try tensor.updated(at: key.indices, .set, value.tensor()))
      default:
        throw Diagnostic("items of \(container.text) can't be set")
      }
    }
  }

  /// Puts what `change` makes of the value of a place back into it: a name, an attribute, or an item
  /// of one.
  static func replace(
    _ place: Expression, in frame: Frame, _ change: (Value) throws -> Value
  ) throws {
    let old = try evaluate(place, in: frame)
    let new = try located(place.focus, frame) { try change(old) }
    switch place.kind {
    case .name(let name):
      try located(place.focus, frame) { try frame.checkNotShared(name) }
      frame.rebind(name, to: new)
    case .attribute(let base, let name):
      try located(place.focus, frame) {
        try setAttribute(name, of: evaluate(base, in: frame), to: new)
      }
    case .subscript(let base, let index): try setItem(base, index, to: new, in: frame)
    default:
      throw Diagnostic(
        "only an item of a name can be set", hint: "name the list or dict first")
    }
  }

  /// `items.append(x)`, `d.update(…)` and their like. `nil` for any other call.
  static func change(
    _ callee: Expression, _ arguments: [Argument], in frame: Frame
  ) throws -> Value? {
    guard case .attribute(let base, let method) = callee.kind, base.isPlace,
      listMethods.contains(method) || dictMethods.contains(method), let root = base.rootName,
      frame.bound(root) != nil
    else { return nil }
    let container = try evaluate(base, in: frame)
    switch container {
    case .list where listMethods.contains(method): break
    case .dict where dictMethods.contains(method): break
    default: return nil
    }
    let given = try values(of: arguments, in: frame)
    var result = Value.none
    try replace(base, in: frame) { container in
      switch container {
      case .list(var parts):
        result = try change(&parts, method, given, frame.code.globals)
        return .list(parts)
      case .dict(var fields):
        result = try change(&fields, method, given)
        return .dict(fields)
      default: return container
      }
    }
    return result
  }

  private static let listMethods = [
    "append", "extend", "insert", "pop", "remove", "clear", "reverse", "sort",
  ]
  private static let dictMethods = ["update", "pop", "setdefault", "clear"]

  /// Calls a method that changes a list; gives its result.
  private static func change(
    _ parts: inout [Value], _ method: String, _ arguments: Arguments, _ namespace: Namespace
  ) throws -> Value {
    func given(_ names: String...) throws -> [Value] {
      try arguments.required(names, of: method)
    }
    switch method {
    case "append": parts += try given("object")
    case "extend": parts += try iterated(given("iterable")[0])
    case "insert":
      let values = try given("index", "object")
      let index = try values[0].int("index")
      let place = index < 0 ? max(0, index + parts.count) : min(index, parts.count)
      parts.insert(values[1], at: place)
    case "pop":
      let index = try arguments.matched(to: ["index"], of: method)[0] ?? .int(-1)
      return parts.remove(at: try position(of: index, in: parts.count))
    case "remove":
      let value = try given("value")[0]
      guard let index = parts.firstIndex(where: { isEqual($0, value) }) else {
        throw Diagnostic("\(value.text) is not in the list")
      }
      parts.remove(at: index)
    case "clear": parts = []
    case "reverse": parts.reverse()
    default:
      parts = try sorted(Arguments([.list(parts)], keywords: arguments.keywords), namespace)
    }
    return .none
  }

  /// Calls a method that changes a dict; gives its result.
  private static func change(
    _ fields: inout Value.Fields, _ method: String, _ arguments: Arguments
  ) throws -> Value {
    switch method {
    case "update":
      for other in arguments.positional {
        for (key, value) in try FunctionTable.dictEntries(other) { fields[key] = value }
      }
      for (name, value) in arguments.keywords { fields[name] = value }
      return .none
    case "clear":
      fields = .init()
      return .none
    default:
      let values = try arguments.matched(to: ["key", "default"], of: method)
      let key = try (values[0] ?? .none).dictionaryKey()
      if let value = fields[key] {
        if method == "pop" { fields[key] = nil }
        return value
      }
      guard method == "pop" else {
        fields[key] = values[1] ?? Value.none
        return values[1] ?? .none
      }
      guard let fallback = values[1] else { throw noKey(key, in: fields) }
      return fallback
    }
  }

  static func noKey(_ key: String, in fields: Value.Fields) -> Diagnostic {
    Diagnostic(
      "the dict has no key '\(Value.key(key).formatted)'",
      hint: fields.pairs.isEmpty ? nil : suggestion(for: key, among: fields.keys))
  }
}

extension Expression {
  /// Whether this is a name, an attribute of a place, or an item of one.
  fileprivate var isPlace: Bool { rootName != nil }

  /// The name a place begins with.
  fileprivate var rootName: String? {
    switch kind {
    case .name(let name): name
    case .attribute(let base, _), .subscript(let base, _): base.rootName
    default: nil
    }
  }
}

extension Array where Element == Value {
  /// With another value, or others, in the place an index means.
  fileprivate func replacingItem(_ index: Value, with value: Value) throws -> [Value] {
    var parts = self
    guard case .leaf(.slice(let lower, let upper, let step)) = index else {
      parts[try Evaluator.position(of: index, in: count)] = value
      return parts
    }
    let places = try Evaluator.positions(lower, upper, step, count: count)
    let values = try Evaluator.iterated(value)
    if step ?? 1 == 1 {
      let start = places.first ?? Swift.min(Swift.max(lower ?? 0, 0), count)
      parts.replaceSubrange(start..<start + places.count, with: values)
      return parts
    }
    guard values.count == places.count else {
      throw Diagnostic("\(places.count) items can't be replaced by \(values.count)")
    }
    for (place, value) in zip(places, values) { parts[place] = value }
    return parts
  }
}

extension Tree where Leaf == Object {
  /// Whether this is a list or a dict, which change in place.
  var isContainer: Bool {
    switch self {
    case .list, .dict: true
    default: false
    }
  }

  /// Without the item an index or a key means.
  func removingItem(_ index: Value) throws -> Value {
    switch self {
    case .list(var parts):
      if case .leaf(.slice(let lower, let upper, let step)) = index {
        let places = Set(try Evaluator.positions(lower, upper, step, count: parts.count))
        return .list(parts.enumerated().filter { !places.contains($0.offset) }.map(\.element))
      }
      parts.remove(at: try Evaluator.position(of: index, in: parts.count))
      return .list(parts)
    case .dict(var fields):
      let key = try index.dictionaryKey()
      guard fields[key] != nil else { throw Evaluator.noKey(key, in: fields) }
      fields[key] = nil
      return .dict(fields)
    default: throw Diagnostic("items of \(text) can't be deleted")
    }
  }
}
