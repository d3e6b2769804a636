import Arrays
import Diagnostics
import LiftedScan

extension ScanSettings: ReadableLift {
  package static let liftName = "scan"

  package static let parameters =
    "variable_axes={}, variable_broadcast=False, variable_carry=False, split_rngs={}, "
    + "in_axes=0, out_axes=0, length=None, reverse=False, unroll=1, data_transform=None, "
    + "metadata_params={}, methods=None, _split_transpose=False, "
    + "check_constancy_invariants=True"

  package static let summary =
    "A module over the steps of its inputs, with a carry."

  package static let argumentNames = names(in: parameters)

  package mutating func set(_ name: String, to value: Value) throws {
    // Of axes, None is an axis of None, and of nothing else.
    if value.isNone, name != "in_axes", name != "out_axes" { return }
    switch name {
    case "variable_axes":
      variableAxes = try value.entries(of: name).map {
        ($0, try VariableAxes($1))
      }
    case "variable_broadcast": variableBroadcast = try Filter(value)
    case "variable_carry": variableCarry = try Filter(value)
    case "split_rngs":
      splitRNGs = try value.entries(of: name).map {
        ($0, try $1.bool("value of a stream in split_rngs"))
      }
    case "in_axes": inAxes = try value.axisTree()
    case "out_axes": outAxes = try value.axisTree()
    case "length":
      let count = try value.int("length")
      guard count >= 0 else { throw Diagnostic("length is negative", got: "\(count)") }
      length = count
    case "reverse": isReversed = try value.bool("value of reverse")
    case "unroll":
      // How many steps XLA compiles as one; the numbers are the same.
      guard case .int(let steps) = value.staticNumber, steps >= 0 else {
        throw Diagnostic("unroll is a number of steps, or True or False", got: value.text)
      }
    case "_split_transpose":
      // How gradients are computed.
      _ = try value.bool("value of _split_transpose")
    case "data_transform": dataTransform = try value.dataTransform()
    case "metadata_params": metadataParams = try value.metadataParams()
    case "check_constancy_invariants": checksConstancy = try value.bool("value of \(name)")
    default: throw noArgument(name)
    }
  }

  package mutating func place(_ name: String, at location: SourceLocation) {
    places[name] = location
  }

  package mutating func read(_ notation: Notation) { self.notation = notation }
}

extension Tree where Leaf == Object {
  /// The entries of a dict whose keys are filters.
  func entries(of name: String) throws -> [(Filter, Value)] {
    guard let fields else {
      throw Diagnostic("\(name) maps collections or streams, such as {params: …}", got: text)
    }
    return try fields.pairs.map { (try Filter(key: $0.key), $0.value) }
  }

  /// Name of the new axis in `metadata_params`.
  func metadataParams() throws -> [String: String?] {
    let known = [MetadataAxes.partitionNameKey]
    var result: [String: String?] = [:]
    for (key, name) in fields?.pairs ?? [] {
      guard known.contains(key) else {
        throw Diagnostic(
          "metadata_params has no key '\(key)'", hint: suggestion(for: key, among: known))
      }
      result[key] = .some(name.isNone ? nil : try name.string(key))
    }
    guard fields != nil else {
      throw Diagnostic("metadata_params is a map such as {partition_name: layers}", got: text)
    }
    return result
  }

  /// A prefix tree of axes: integers and `broadcast` in tuples and dicts.
  func axisTree(noneIsBroadcast: Bool = false) throws -> AxisTree {
    let tree = noneIsBroadcast ? replacingNone : self
    return try tree.map { object in
      switch object {
      case .int(let axis): return .axis(axis)
      case .string("broadcast"), .string("nn.broadcast"): return .broadcast
      case .string(let text) where text.hasPrefix("("):
        throw Diagnostic(
          "axes of several arguments are a list", expected: "[0, broadcast]", got: "'\(text)'")
      default:
        throw Diagnostic(
          "an axis is an integer or 'broadcast'", got: object.text,
          hint: "negative axes count from the end; broadcast hands all of a value to every step")
      }
    }
  }

  /// The tree with `None` replaced by `broadcast`, for `vmap`'s notation.
  private var replacingNone: Value {
    switch self {
    case .none: .string("broadcast")
    case .list(let parts): .list(parts.map(\.replacingNone))
    case .tuple(let parts): .tuple(parts.map(\.replacingNone))
    case .dict(let fields): .dict(.init(fields.pairs.map { ($0.key, $0.value.replacingNone) }))
    case .leaf: self
    }
  }

}

extension ScanSettings.VariableAxes {
  /// An axis both ways, or `{in: axis}`, `{out: axis}`.
  init(_ value: Value) throws {
    if case .leaf(.int(let axis)) = value {
      self.init(input: axis, output: axis)
      return
    }
    guard let fields = value.fields, let (key, axis) = fields.pairs.first, fields.pairs.count == 1,
      key == "in" || key == "out"
    else {
      throw Diagnostic(
        "a collection's axis is an integer, {in: axis} or {out: axis}", got: value.text)
    }
    let position = try axis.int("axis")
    self.init(input: key == "in" ? position : nil, output: key == "out" ? position : nil)
  }
}

extension Tree where Leaf == Object {
  /// The name of a collection or a stream.
  fileprivate func collectionName() throws -> String {
    let name = try string("name in a filter")
    guard name.contains(where: { "()[]{}'\",".contains($0) }) else { return name }
    throw Diagnostic(
      "not a name of a collection or a stream", expected: "a name, or a list: [params, cache]",
      got: "'\(name)'")
  }
}

extension Filter {
  /// `True`, `False`, a name, a list of names, `{deny: filter}`.
  init(_ value: Value) throws {
    switch value {
    case .leaf(.bool(let isAll)): self = isAll ? .all : .none
    case .leaf(.string): self = .only([try value.collectionName()])
    case .list(let parts), .tuple(let parts):
      self = .only(Set(try parts.map { try $0.collectionName() }))
    case .dict(let fields) where fields.keys == ["deny"]:
      self = try Filter(fields["deny"] ?? .none).complement
    default:
      throw Diagnostic(
        "a filter is true, false, a name, a list of names or {deny: filter}", got: value.text)
    }
  }

  /// A filter as the key of a map, where it is text: a name, `true`, `false`, `[params, cache]` or
  /// `{deny: params}`.
  package init(key: String) throws {
    switch key {
    case "true": self = .all
    case "false": self = .none
    case _ where key.hasPrefix("[") && key.hasSuffix("]"):
      let names = key.dropFirst().dropLast().split(separator: ",")
      self = try Filter(.list(names.map { .string($0.trimmed) }))
    case _ where key.hasPrefix("{") && key.hasSuffix("}"):
      let sides = key.dropFirst().dropLast().split(separator: ":", maxSplits: 1)
      guard sides.count == 2, sides[0].trimmed == "deny" else {
        throw Diagnostic("not a filter", expected: "{deny: params}", got: "'\(key)'")
      }
      self = try Filter(key: sides[1].trimmed).complement
    default: self = try .only([Value.string(key).collectionName()])
    }
  }
}

extension Substring {
  /// The text without the blanks and the quotes at its ends.
  fileprivate var trimmed: String {
    let text = drop { $0 == " " }
    let inner = text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)]
    guard let quote = inner.first, "'\"".contains(quote), inner.count > 1, inner.last == quote
    else {
      return String(inner)
    }
    return String(inner.dropFirst().dropLast())
  }
}
