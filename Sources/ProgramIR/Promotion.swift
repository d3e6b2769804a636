import Arrays

/// JAX's type promotion: the least upper bound on a lattice of dtypes and the weak types of
/// Python scalars (`jax.dtypes`, the JEP 9407 lattice), with 64-bit types switched off unless an
/// operand has one.
public enum Promotion {
  /// A point of the lattice: a dtype, or a Python scalar's kind.
  private enum Point: Hashable {
    case strong(DType)
    case weakInt, weakFloat, weakComplex

    init(_ type: (dtype: DType, isWeak: Bool)) {
      switch type.dtype {
      case let dtype where dtype == .bool || !type.isWeak: self = .strong(dtype)
      case let dtype where dtype.isFloating: self = .weakFloat
      case let dtype where dtype.isComplex: self = .weakComplex
      default: self = .weakInt
      }
    }

    /// The points directly above.
    var next: [Point] {
      switch self {
      case .weakInt: [.strong(.uint8), .strong(.int8)]
      case .weakFloat: [.strong(.bfloat16), .strong(.float16), .weakComplex]
      case .weakComplex: [.strong(.complex64)]
      case .strong(let dtype): Self.above(dtype)
      }
    }

    private static func above(_ dtype: DType) -> [Point] {
      switch dtype {
      case .bool: [.weakInt]
      case .uint8: [.strong(.int16), .strong(.uint16)]
      case .uint16: [.strong(.int32), .strong(.uint32)]
      case .uint32: [.strong(.int64), .strong(.uint64)]
      case .int8: [.strong(.int16)]
      case .int16: [.strong(.int32)]
      case .int32: [.strong(.int64)]
      case .uint64, .int64: [.weakFloat]
      case .bfloat16, .float16: [.strong(.float32)]
      case .float32: [.strong(.float64), .strong(.complex64)]
      case .float64: [.strong(.complex128)]
      case .complex64: [.strong(.complex128)]
      case .complex128: []
      }
    }

    /// The dtypes that this one promotes to, itself included.
    var upperBounds: Set<Point> { Self.allUpperBounds[self] ?? [self] }

    /// The upper bounds of every point: computed once, since every operation on arrays asks for some.
    private static let allUpperBounds: [Point: Set<Point>] = {
      var known: [Point: Set<Point>] = [:]
      func bounds(of point: Point) -> Set<Point> {
        if let found = known[point] { return found }
        let found = point.next.reduce(into: Set([point])) { $0.formUnion(bounds(of: $1)) }
        known[point] = found
        return found
      }
      let weak = [Point.weakInt, .weakFloat, .weakComplex]
      for point in weak + DType.allCases.map({ Point.strong($0) }) { _ = bounds(of: point) }
      return known
    }()

    /// The dtype that stands for this point.
    var dtype: DType {
      switch self {
      case .strong(let dtype): dtype
      case .weakInt: .int32
      case .weakFloat: .float32
      case .weakComplex: .complex64
      }
    }
  }

  /// The dtype that operands of these types are converted to, and whether it is weak
  /// (`jnp.result_type`). At least one type.
  public static func result(
    of types: [(dtype: DType, isWeak: Bool)]
  ) -> (dtype: DType, isWeak: Bool) {
    let allWeak = types.allSatisfy(\.isWeak)
    if let first = types.first, types.allSatisfy({ $0.dtype == first.dtype }) {
      return (first.dtype, allWeak && first.dtype != .bool)
    }
    let points = types.map { Point((dtype: $0.dtype, isWeak: $0.isWeak && !allWeak)) }
    let bound = leastUpperBound(points)
    let isWeak =
      switch bound {
      case .strong: allWeak
      default: true
      }
    // With 64 bits among the operands, as NumPy's arrays have them, there are 64 in the result.
    guard types.contains(where: { !$0.isWeak && $0.dtype != $0.dtype.canonical }) else {
      return (bound.dtype.canonical, isWeak && bound.dtype != .bool)
    }
    if case .weakFloat = bound { return (.float64, false) }
    return (bound.dtype, false)
  }

  /// The dtype that these types are converted to, and whether it is weak.
  public static func result(of types: [ArrayType]) -> (dtype: DType, isWeak: Bool) {
    result(of: types.map { ($0.dtype, $0.isWeak) })
  }

  /// The floating dtype that functions such as `exp` compute in for operands of `dtype`.
  public static func inexact(_ dtype: DType) -> DType {
    if dtype.isFloating || dtype.isComplex { return dtype }
    return dtype == dtype.canonical ? .float32 : .float64
  }

  private static func leastUpperBound(_ points: [Point]) -> Point {
    let common = points.dropFirst().reduce(points[0].upperBounds) {
      $0.intersection($1.upperBounds)
    }
    // The lattice has one least element among any common upper bounds: the one below all others.
    return common.first { $0.upperBounds.isSuperset(of: common) } ?? .strong(.complex128)
  }
}
