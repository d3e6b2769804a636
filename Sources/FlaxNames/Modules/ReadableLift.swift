import Arrays
import Diagnostics
import LiftedScan

/// A lift whose arguments are given by name, in a config or in a call in a body.
package protocol ReadableLift: Lift {
  /// Name of the lift: `scan` in a config, `nn.scan` in a body.
  static var liftName: String { get }

  /// Flax's parameters after the target, as Python writes them.
  static var parameters: String { get }

  /// Description of the lift, in a line.
  static var summary: String { get }

  /// The names of its arguments, in the order Flax has them.
  static var argumentNames: [String] { get }

  /// The names of arguments that are expressions of the body language in a config.
  static var expressionNames: Set<String> { get }

  /// Flax's defaults.
  init()

  /// Sets one argument.
  ///
  /// - Throws: when the value makes no sense for it.
  mutating func set(_ name: String, to value: Value) throws

  /// Notes where an argument was written.
  mutating func place(_ name: String, at location: SourceLocation)

  /// Takes axes as a config writes them.
  mutating func read(_ notation: ScanSettings.Notation)
}

/// The lifts that a config or a call in a body can ask for.
package enum ReadableLifts {
  /// All lifts, by name.
  package static var all: [(name: String, type: any ReadableLift.Type)] {
    [
      ("scan", ScanSettings.self), ("remat_scan", RematScan.self), ("remat", Remat.self),
      ("checkpoint", Remat.self), ("jit", Jit.self), ("vmap", Vmap.self),
      ("map_variables", MapVariables.self), ("fold_rngs", FoldRNGs.self),
    ]
  }
}

extension ReadableLift {
  /// The signature of its function, `nn.scan` and its siblings.
  static var signature: String { "(target, \(parameters))" }

  /// The names in a text of parameters.
  static func names(in parameters: String) -> [String] {
    RowSignature("(\(parameters))").names
  }

  package static var expressionNames: Set<String> { [] }

  /// The names of its arguments with their defaults, as Python writes them.
  package static var defaults: [(name: String, text: String?)] {
    RowSignature("(\(parameters))").parsed().signature.parameters.map {
      ($0.name, $0.defaultText)
    }
  }

  package mutating func place(_ name: String, at location: SourceLocation) {}

  package mutating func read(_ notation: ScanSettings.Notation) {}

  /// The arguments by name, `methods` aside.
  init(_ arguments: [(name: String, value: Value)]) throws {
    self.init()
    for (name, value) in arguments where name != "methods" { try set(name, to: value) }
  }

  /// Error for an unknown argument.
  func noArgument(_ name: String) -> Diagnostic {
    Diagnostic(
      "\(Self.liftName) has no argument '\(name)'",
      hint: suggestion(for: name, among: Self.argumentNames))
  }
}

extension Remat: ReadableLift {
  package static let liftName = "remat"

  package static let parameters =
    "variables=True, rngs=True, concrete=False, prevent_cse=True, static_argnums=(), "
    + "policy=None, methods=None"

  package static let summary =
    "A module whose values are computed anew for gradients; here, the module."

  package static let argumentNames = names(in: parameters)

  package mutating func set(_ name: String, to value: Value) throws {
    try setRemat(name, to: value)
  }
}

extension SingleCall where Self: ReadableLift {
  /// Sets the target of the lift, if that is the argument.
  fileprivate mutating func setLifted(_ name: String, to value: Value) throws -> Bool {
    switch name {
    case "variables": variables = try Filter(value)
    case "rngs": rngs = try Filter(value)
    default: return false
    }
    return true
  }

  /// Sets an argument of `nn.remat`.
  fileprivate mutating func setRemat(_ name: String, to value: Value) throws {
    if try value.isNone || setLifted(name, to: value) { return }
    switch name {
    // These decide how gradients are computed.
    case "prevent_cse": _ = try value.bool("value of prevent_cse")
    case "static_argnums": _ = try value.ints("value of static_argnums")
    case "policy": break
    case "concrete":
      guard try !value.bool("value of concrete") else {
        throw Diagnostic("concrete is deprecated in Flax", hint: "leave it out")
      }
    default: throw noArgument(name)
    }
  }
}

extension StaticRemat: ReadableLift {
  package static let liftName = Remat.liftName
  package static let parameters = Remat.parameters
  package static let summary = Remat.summary
  package static let argumentNames = Remat.argumentNames

  package mutating func set(_ name: String, to value: Value) throws {
    try setRemat(name, to: value)
  }
}

extension Jit: ReadableLift {
  package static let liftName = "jit"

  package static let parameters =
    "variables=True, rngs=True, static_argnums=(), static_argnames=(), "
    + "donate_argnums=(), device=None, backend=None, methods=None"

  package static let summary =
    "A module that JAX compiles; here, the module."

  package static let argumentNames = names(in: parameters)

  package mutating func set(_ name: String, to value: Value) throws {
    if try value.isNone || setLifted(name, to: value) { return }
    switch name {
    // These decide how JAX compiles.
    case "static_argnums", "donate_argnums": _ = try value.ints("value of \(name)")
    case "static_argnames", "device", "backend": break
    default: throw noArgument(name)
    }
  }
}

extension FoldRNGs: ReadableLift {
  package static let liftName = "fold_rngs"

  package static let parameters =
    "variables=True, rngs=True"

  package static let summary =
    "A module whose random streams are folded first."

  package static let argumentNames = names(in: parameters)

  package mutating func set(_ name: String, to value: Value) throws {
    guard Self.argumentNames.contains(name) else { throw noArgument(name) }
    if !value.isNone { _ = try setLifted(name, to: value) }
  }
}

extension RematScan: ReadableLift {
  package static let liftName = "remat_scan"

  package static let parameters =
    "lengths=(), policy=None, variable_broadcast=False, variable_carry=False, "
    + "variable_axes={True: 0}, split_rngs={True: True}"

  package static let summary =
    "Scans within scans over layers, each of them rematerialized."

  package static let argumentNames = names(in: parameters)

  package init() { self.init(lengths: []) }

  package mutating func set(_ name: String, to value: Value) throws {
    if value.isNone { return }
    switch name {
    case "lengths":
      lengths = try value.ints("lengths")
      guard !lengths.isEmpty, lengths.allSatisfy({ $0 >= 0 }) else {
        throw Diagnostic("lengths are the numbers of steps of each scan", got: value.text)
      }
    case "policy": break
    case "variable_broadcast", "variable_carry", "variable_axes", "split_rngs":
      try settings.set(name, to: value)
    default: throw noArgument(name)
    }
  }

  package mutating func place(_ name: String, at location: SourceLocation) {
    settings.place(name, at: location)
  }

  package mutating func read(_ notation: ScanSettings.Notation) { settings.read(notation) }
}

extension Vmap: ReadableLift {
  package static let liftName = "vmap"

  package static let parameters =
    "variable_axes={}, split_rngs={}, in_axes=0, out_axes=0, axis_size=None, "
    + "axis_name=None, spmd_axis_name=None, metadata_params={}, methods=None"

  package static let summary =
    "A module over a new axis of its inputs, variables and random streams."

  package static let argumentNames = names(in: parameters)

  package mutating func set(_ name: String, to value: Value) throws {
    switch name {
    case "in_axes": settings.inAxes = try value.axisTree(noneIsBroadcast: true)
    case "out_axes": settings.outAxes = try value.axisTree(noneIsBroadcast: true)
    case "variable_axes": try setVariableAxes(value)
    case "axis_size": try settings.set("length", to: value)
    case "split_rngs", "metadata_params": try settings.set(name, to: value)
    case "axis_name", "spmd_axis_name":
      // A name that collective operations could use, of which there are none here.
      if !value.isNone { _ = try value.string("value of \(name)") }
    default: throw noArgument(name)
    }
  }

  /// Collections by their axes; `None` shares one with all slices. The first match wins.
  private mutating func setVariableAxes(_ value: Value) throws {
    if value.isNone { return }
    var earlier = Filter.none
    for (filter, axis) in try value.entries(of: "variable_axes") {
      let remaining = filter.intersection(earlier.complement)
      if axis.isNone {
        settings.variableBroadcast = settings.variableBroadcast.union(remaining)
      } else {
        settings.variableAxes.append((remaining, try ScanSettings.VariableAxes(axis)))
      }
      earlier = earlier.union(filter)
    }
  }

  package mutating func place(_ name: String, at location: SourceLocation) {
    settings.place(name == "axis_size" ? "length" : name, at: location)
  }

  package mutating func read(_ notation: ScanSettings.Notation) { settings.read(notation) }
}

extension MapVariables: ReadableLift {
  package static let liftName = "map_variables"

  package static let parameters =
    "mapped_collections=True, trans_in_fn=lambda x: x, trans_out_fn=lambda x: x, "
    + "init=False, mutable=False, rngs=True, variables=True, methods=None"

  package static let summary =
    "A module that sees its variables through functions."

  package static let argumentNames = names(in: parameters)

  package static let expressionNames: Set = ["trans_in_fn", "trans_out_fn"]

  package mutating func set(_ name: String, to value: Value) throws {
    if value.isNone { return }
    switch name {
    case "mapped_collections": mappedCollections = try Filter(value)
    case "trans_in_fn": transformIn = try Self.transform(value, name)
    case "trans_out_fn": transformOut = try Self.transform(value, name)
    case "init": makesVariables = try value.bool("value of init")
    case "mutable": isMutable = try value.bool("value of mutable")
    case "rngs": rngs = try Filter(value)
    case "variables": variables = try Filter(value)
    default: throw noArgument(name)
    }
  }

  /// A function of a dict of collections.
  private static func transform(_ value: Value, _ name: String) throws -> Transform {
    guard case .leaf(.function(let function)) = value else {
      throw Diagnostic("\(name) is a function of a dict of collections", got: value.text)
    }
    return { collections in
      let result = try function(Arguments([collections.tree.value]))
      guard let fields = result.fields, fields.values.allSatisfy({ $0.fields != nil }) else {
        throw Diagnostic("\(name) must return a dict of collections", got: result.text)
      }
      return Collections(try result.tensors("variable"))
    }
  }
}
