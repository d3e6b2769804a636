import Diagnostics
import ProgramIR

/// Padding of the axes that a window moves over (`padding` of Flax's layers).
public enum Padding: Hashable, Sendable {
  /// `SAME`, `VALID`, `CIRCULAR` or another word; each layer knows some.
  case named(String)
  /// The same number of places before and after each axis.
  case uniform(Int)
  /// Places before and after, axis by axis.
  case sizes([Sizes])

  /// Numbers of places before and after an axis; negative cuts off.
  public struct Sizes: Hashable, Sendable {
    /// Before the first element.
    public var low: Int
    /// After the last element.
    public var high: Int

    /// Padding by `low` places before and `high` places after an axis.
    public init(_ low: Int, _ high: Int) { (self.low, self.high) = (low, high) }

    /// Whether the sums of the sizes and an axis fit an `Int`.
    fileprivate var isPossible: Bool { max(low.magnitude, high.magnitude) <= UInt(Int32.max) }
  }

  /// Default padding of Flax's layers, `SAME`.
  public static let same = named("SAME")
  /// None.
  public static let valid = named("VALID")

  /// The padding of a window's axes, of which only the sizes, the strides and the dilations matter,
  /// over axes of these sizes. Words are those of `lax`.
  ///
  /// - Parameter others: the words the layer knows besides.
  /// - Throws: for another word, or another number of axes.
  func sizes(
    of window: [WindowAxis], over axes: [Int], others: [String] = []
  ) throws -> [Sizes] {
    switch self {
    case .uniform(let size):
      return try Padding.sizes(window.map { _ in Sizes(size, size) }).sizes(
        of: window, over: axes)
    case .sizes(let sizes):
      guard sizes.count == window.count else {
        throw Diagnostic(
          "padding needs a size or a pair of sizes for each spatial axis", path: "padding",
          expected: "\(window.count)", got: "\(sizes.count)")
      }
      guard sizes.allSatisfy(\.isPossible) else {
        throw Diagnostic(
          "padding must be less than 2³¹", path: "padding",
          got: sizes.map { "(\($0.low), \($0.high))" }.joined(separator: ", "))
      }
      return sizes
    case .named(let word):
      let sides = try Self.sides(of: word, others)
      guard window.allSatisfy({ $0.baseDilation == 1 }) else {
        throw Diagnostic(
          "padding '\(word)' has no meaning between dilated inputs", path: "padding",
          hint: "give numbers, or use ConvTranspose")
      }
      return zip(window, axes).map { axis, size in
        sides.map { $0(axis.missing(over: size)) } ?? Sizes(0, 0)
      }
    }
  }

  /// Split of the padding of an axis into both sides, for a padding of `lax` by name; `nil` for
  /// `VALID`, which adds none.
  private static func sides(
    of word: String, _ others: [String]
  ) throws -> ((Int) -> Sizes)? {
    switch word.uppercased() {
    case "VALID": return nil
    case "SAME": return { Sizes($0 / 2, $0 - $0 / 2) }
    case "SAME_LOWER": return { Sizes($0 - $0 / 2, $0 / 2) }
    default:
      let words = ["SAME", "VALID", "SAME_LOWER"] + others
      throw Diagnostic(
        "unknown padding '\(word)'", path: "padding",
        expected: "\(words.joined(separator: ", ")) or numbers",
        hint: closestMatch(to: word, among: words).map { "did you mean '\($0)'?" })
    }
  }
}

extension WindowAxis {
  /// Distance from the first element under the window to the one after the last.
  var reach: Int { (size - 1) * windowDilation + 1 }

  /// Number of places to add to an axis so that the window has ⌈count / stride⌉ positions.
  fileprivate func missing(over count: Int) -> Int {
    let steps = count / stride + (count % stride == 0 ? 0 : 1)
    return max((steps - 1) * stride + reach - count, 0)
  }

  /// With other padding.
  func padded(_ sizes: Padding.Sizes) -> WindowAxis {
    var axis = self
    (axis.low, axis.high) = (sizes.low, sizes.high)
    return axis
  }

  /// Window axes of these sizes, called `name` in errors; strides and dilations are 1 unless given.
  ///
  /// - Throws: when there are more or fewer of them, or any isn't a number a window can have.
  static func axes(
    _ name: String, _ sizes: [Int], strides: [Int]? = nil, baseDilations: [Int]? = nil,
    windowDilations: [Int]? = nil
  ) throws -> [WindowAxis] {
    func checked(_ numbers: [Int]?, _ field: String) throws -> [Int] {
      let numbers = numbers ?? sizes.map { _ in 1 }
      guard numbers.count == sizes.count else {
        throw Diagnostic(
          "\(field) needs a number for each axis of \(name)", path: field,
          expected: "\(sizes.count)", got: "\(numbers.count)")
      }
      guard numbers.allSatisfy(limits.contains) else {
        throw Diagnostic(
          "\(field) must be positive, and less than 2³¹", path: field,
          got: numbers.map(String.init).joined(separator: ", "))
      }
      return numbers
    }
    let sizes = try checked(sizes, name)
    let strides = try checked(strides, "strides")
    let baseDilations = try checked(baseDilations, "input_dilation")
    let windowDilations = try checked(windowDilations, "kernel_dilation")
    return sizes.indices.map {
      WindowAxis(
        sizes[$0], stride: strides[$0], baseDilation: baseDilations[$0],
        windowDilation: windowDilations[$0])
    }
  }

  /// Range of valid sizes, strides and dilations: products of two fit an `Int`.
  private static let limits = 1...Int(Int32.max)
}

extension Tensor {
  /// Result of `body` for the inputs with all batch axes merged, with the batch axes restored: all
  /// axes but the last `windowRank + 1`. An axis of size 1 stands for none.
  func withOneBatchAxis(
    windowRank: Int, of layer: String, _ body: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let batchRank = rank - windowRank - 1
    guard batchRank >= 0 else {
      throw Diagnostic(
        "\(layer) needs inputs with \(windowRank) spatial axes and one of features",
        path: "inputs", got: "shape \(shape)")
    }
    let batch = Array(shape.sizes[..<batchRank])
    let result = try body(reshaped(to: [batch.reduce(1, *)] + shape.sizes[batchRank...]))
    return try result.reshaped(to: batch + result.shape.sizes.dropFirst())
  }
}
