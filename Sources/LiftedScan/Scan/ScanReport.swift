import Arrays
import ProgramIR

/// Treatment of each value that goes into a lifted scan or comes out, for a user to read.
///
/// Recorded while a model is traced (`Trace.scans`, `TracedCall.scans`), outer scans before those
/// inside them.
public struct ScanReport: Hashable, Sendable {
  /// The scope the scan runs on, as Flax prints it: `/ScanLSTMCell_0`.
  public var path: String
  /// Name of the scanned class, method or function: `ScanLSTMCell`, `DeepRNN.__call__`.
  public var name: String
  /// Whether the steps don't depend on each other (`nn.vmap`).
  public var isMap: Bool
  /// Number of other scans that this one is in the body of.
  public var depth: Int
  /// Number of steps.
  public var length: Int
  /// Whether the last step goes first.
  public var isReversed: Bool
  /// Whether the body was traced once more, to find broadcast values (`check_constancy_invariants`).
  public var checksConstancy: Bool
  /// The arrays that go from step to step: `carry`, `carry[0].h`.
  public var carry: [Part]
  /// Arrays among the arguments after the carry, under the body's names.
  public var arguments: [Part]
  /// The arrays of the result after the carry: `ys`, `ys[1]`.
  public var outputs: [Part]
  /// The collections that have variables outside or inside the scan, by name.
  public var collections: [Collection]
  /// Streams outside the scan, by name.
  public var streams: [Stream]

  /// An array that goes in or comes out.
  public struct Part: Hashable, Sendable {
    /// Path of the value as a user writes it.
    public var path: String
    /// Type of the value outside the scan, the axis of the steps included.
    public var type: ArrayType
    /// Axis of the steps, not negative; `nil` for a broadcast value.
    public var axis: Int?
  }

  /// Lifting of a collection of variables.
  public struct Collection: Hashable, Sendable {
    /// `params`, `batch_stats`, …
    public var name: String
    /// Role of the variables inside a step; `nil` if a step sees none.
    public var input: VariableRole?
    /// Role of the variables after a step; `nil` if a step can't change them.
    public var output: VariableRole?
  }

  /// Lifting of a random stream.
  public struct Stream: Hashable, Sendable {
    /// `params`, `dropout`, …
    public var name: String
    /// Whether each step has a key of its own; `nil` if steps can't draw from the stream.
    public var isSplit: Bool?
  }
}

extension LiftedScan {
  /// Report of the scan after its trace.
  func report(
    _ arguments: ScannedArguments, carry: Value, ys: Value, made: Collections, length: Int
  ) throws -> ScanReport {
    let names = Set(scopes.collections.keys).union(made.keys).sorted()
    let streamNames = Set(scopes.roots.flatMap(\.streams.keys)).sorted()
    return ScanReport(
      path: pack.pathText, name: method.name, isMap: settings.isMap, depth: scopes.depth,
      length: length, isReversed: settings.isReversed,
      checksConstancy: settings.checksConstancy && !settings.isMap,
      carry: carry.arrayParts(root: "carry"), arguments: arguments.parts,
      outputs: try ys.arrayParts(root: "ys", axes: settings.outAxes),
      collections: names.map {
        .init(
          name: $0, input: pack.lifting.inputRole(of: $0),
          output: scopes.roots[0].mutable.contains($0) ? pack.lifting.outputRole(of: $0) : nil)
      },
      streams: streamNames.map { name in
        .init(name: name, isSplit: settings.splitRNGs.first { $0.filter.contains(name) }?.isSplit)
      })
  }
}

extension Tree where Leaf == Object {
  /// The arrays in this value.
  fileprivate func arrayParts(root: String) -> [ScanReport.Part] {
    leavesWithPaths.compactMap { path, object in
      object.asTensor.map { .init(path: path.text(root: root), type: $0.type) }
    }
  }

  /// The arrays in this value with their axes.
  func arrayParts(root: String, axes: AxisTree) throws -> [ScanReport.Part] {
    let spread = try axes.spread(over: self, matchesAllSequences: true)
    return zip(arrayParts(root: root), spread.leaves).map { part, axis in
      var part = part
      if case .axis(let axis) = axis { part.axis = axis < 0 ? part.type.shape.rank + axis : axis }
      return part
    }
  }
}
