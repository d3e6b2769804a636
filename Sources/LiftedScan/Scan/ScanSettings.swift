import Arrays
import Diagnostics
import ProgramIR

/// Axis along which a value is scanned, or broadcast.
public enum ScanAxis: Hashable, Sendable {
  case axis(Int)
  case broadcast
}

/// Axes of a value's parts: a prefix tree of the value.
public typealias AxisTree = Tree<ScanAxis>

/// The arguments of `flax.linen.scan`.
public struct ScanSettings {
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
  /// Axes of the arguments after the carry, as a prefix tree of the tuple of arguments.
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

  /// Whether the steps don't depend on each other (`nn.vmap`): there is no carry, and the body is
  /// traced once.
  public var isMap = false

  /// Changes variables and keys on their way into a step.
  public var dataTransform: DataTransform?

  /// Metadata for the partitioned variables of scanned collections: under `partition_name` the name
  /// of the axis of the steps, or `nil` for none.
  public var metadataParams: [String: String?] = [:]

  /// Locations of the arguments in the config or Python file, by name, for errors about them; under
  /// `wholePlace` that of the scan.
  public var places: [String: SourceLocation] = [:]

  /// The name in `places` of the scan itself.
  public static let wholePlace = "scan"

  /// Notation of axes in errors: a config's or Python's.
  public var notation = Notation.python

  /// A way to write axes.
  public enum Notation: Sendable {
    /// With lists and tuples, each of which fits its like only.
    case python
    /// With lists only, which fit lists and tuples.
    case config
  }

  /// The axis of the steps in a scanned collection.
  public struct VariableAxes: Hashable, Sendable {
    /// Axis of the inputs that is sliced; `nil` for a broadcast.
    public var input: Int?
    /// Axis of the results that is stacked.
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

extension ScanSettings {
  /// Name in errors of the number of steps, or of the slices of a map.
  var lengthName: String { isMap ? "axis_size" : "length" }

  /// Word for a step in errors.
  var stepWord: String { isMap ? "slice" : "step" }

  /// Notation of a value that is broadcast.
  var broadcastWord: String { isMap && notation == .python ? "None" : "'broadcast'" }

  /// Word for a sequence of axes.
  var sequenceWord: String { notation == .config ? "list" : "tuple" }
}

extension ScanSettings {
  /// Runs `body`; its errors point at the argument `name` where they point nowhere yet.
  func locating<R>(_ name: String, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as Diagnostic {
      throw error.located(at: places[name])
    }
  }
}
