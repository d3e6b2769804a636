import Diagnostics

/// The sizes of an array's axes, outermost first.
public struct Shape: Hashable, Codable, Sendable {
  /// Size of each axis; none is negative.
  public var sizes: [Int]

  /// A shape with these axis sizes.
  public init(_ sizes: [Int]) { self.sizes = sizes }

  /// The shape of a scalar.
  public static let scalar = Shape([])

  /// Number of axes.
  public var rank: Int { sizes.count }

  /// Number of elements; of shapes larger than any memory only that there are more than
  /// `maximumElementCount`.
  public var elementCount: Int {
    sizes.reduce(1) { count, size in
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
      return isTooLarge ? 1 << 56 : min(product, 1 << 56)
    }
  }

  /// More elements than any array can have.
  public static let maximumElementCount = 1 << 42

  /// Elements between neighbours along each axis, in C order.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in sizes.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* sizes[axis + 1]
    }
    return strides
  }

  /// The size of an axis in `0..<rank`.
  public subscript(axis: Int) -> Int {
    get { sizes[axis] }
    set { sizes[axis] = newValue }
  }

  /// The size of the last axis, or 1 for a scalar.
  public var lastSize: Int { sizes.last ?? 1 }

  /// `axis` counted from the front: a negative one counts from the end.
  ///
  /// - Throws: when there is no such axis.
  public func axis(_ axis: Int) throws(Diagnostic) -> Int {
    guard axis >= -rank, axis < rank else {
      throw Diagnostic(
        "axis \(axis) is out of range",
        expected: rank == 0 ? "no axis at all: it is a scalar" : "\(-rank)...\(rank - 1)",
        got: "shape \(self)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// The shape without one axis.
  public func removing(axis: Int) -> Shape {
    var sizes = sizes
    sizes.remove(at: axis)
    return Shape(sizes)
  }

  /// The shape with one axis replaced by others.
  public func replacing(axis: Int, with others: ArraySlice<Int>) -> Shape {
    var sizes = sizes
    sizes.replaceSubrange(axis...axis, with: others)
    return Shape(sizes)
  }

  /// The shape with a new axis of `size` at position `axis`.
  public func inserting(_ size: Int, at axis: Int) -> Shape {
    var sizes = sizes
    sizes.insert(size, at: axis)
    return Shape(sizes)
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// A shape with these axis sizes.
  public init(arrayLiteral sizes: Int...) { self.init(sizes) }
}

extension Shape: CustomStringConvertible {
  /// The shape as NumPy prints it: `(2, 3)`, `(2,)`, `()`.
  public var description: String {
    rank == 1 ? "(\(sizes[0]),)" : "(\(sizes.map(String.init).joined(separator: ", ")))"
  }
}
