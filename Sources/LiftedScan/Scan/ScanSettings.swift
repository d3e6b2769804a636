import Arrays
import Diagnostics

/// Along which axis a value is scanned, or that every step gets all of it.
public enum ScanAxis: Hashable, Sendable {
  case axis(Int)
  case broadcast
}

/// Axes for the parts of a value: one for all of it, or a tree of them.
public typealias AxisTree = Tree<ScanAxis>

/// The arguments of `flax.linen.scan`.
public struct ScanSettings: Sendable {
  /// Collections with a slice for each step, and the axis of the steps, on the way in and out;
  /// `nil` where they go one way only (`nn.In`, `nn.Out`). The first match wins.
  public var variableAxes: [(filter: Filter, axes: VariableAxes)] = []
  /// Collections that every step shares.
  public var variableBroadcast = Filter.none
  /// Collections that go from step to step.
  public var variableCarry = Filter.none
  /// Streams that steps may draw from, and whether each step gets a key of its own. The first
  /// match wins.
  public var splitRNGs: [(filter: Filter, isSplit: Bool)] = []
  /// The axes of the arguments after the carry; a prefix of the tuple of them.
  public var inAxes = AxisTree.leaf(.axis(0))
  /// The axes of the result after the carry.
  public var outAxes = AxisTree.leaf(.axis(0))
  /// Number of steps, where no scanned value tells.
  public var length: Int?
  /// Whether the last step goes first.
  public var isReversed = false
  /// Whether the body is traced once more, to find broadcast values that depend on the loop and to
  /// let it make broadcast variables and outputs.
  public var checksConstancy = true

  /// The axis of the steps in a scanned collection.
  public struct VariableAxes: Hashable, Sendable {
    /// Where slices are taken from.
    public var input: Int?
    /// Where slices are put.
    public var output: Int?

    /// The same axis both ways by default.
    public init(input: Int?, output: Int?) {
      self.input = input
      self.output = output
    }
  }

  /// Flax's defaults.
  public init() {}
}
