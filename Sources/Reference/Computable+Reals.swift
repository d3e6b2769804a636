import Arrays
import ProgramIR

/// A floating-point type with the functions of the C library.
protocol RealElement: Computable, BinaryFloatingPoint {
  /// The C library's function for `operation`, if it has one.
  static func elementary(_ operation: UnaryOperation) -> ((Self) -> Self)?
  static func power(_ base: Self, _ exponent: Self) -> Self
  static func angle(_ y: Self, _ x: Self) -> Self
  static func nextAfter(_ x: Self, _ y: Self) -> Self
  static func exponential(_ x: Self) -> Self
  static func erfInverse(_ x: Self) -> Self
  /// Adds `factor * row` to `sums`.
  static func accumulate(
    _ sums: UnsafeMutableBufferPointer<Self>, _ factor: Self, _ row: UnsafeBufferPointer<Self>)
}

extension RealElement {
  static func unary(_ operation: UnaryOperation, _ x: NDArray) throws -> NDArray {
    switch operation {
    case .neg: mapped(x) { (x: Self) in -x }
    case .abs: mapped(x) { (x: Self) in x.magnitude }
    case .sign: mapped(x) { (x: Self) in x == 0 || x.isNaN ? x : Self(signOf: x, magnitudeOf: 1) }
    case .floor: mapped(x) { (x: Self) in x.rounded(.down) }
    case .ceil: mapped(x) { (x: Self) in x.rounded(.up) }
    case .round: mapped(x) { (x: Self) in x.rounded(.toNearestOrEven) }
    case .sqrt: mapped(x) { (x: Self) in x.squareRoot() }
    case .rsqrt: mapped(x) { (x: Self) in 1 / x.squareRoot() }
    case .square: mapped(x) { (x: Self) in x * x }
    case .exp2: mapped(x) { (x: Self) in exponential(x * Self(ln2)) }
    case .logistic: mapped(x) { (x: Self) in 1 / (1 + exponential(-x)) }
    case .erfInv: mapped(x) { (x: Self) in erfInverse(x) }
    case .isFinite: mapped(x) { (x: Self) in x.isFinite }
    default:
      if let function = elementary(operation) {
        mapped(x, function)
      } else {
        throw Primitive.refusal(operation.rawValue, dtype)
      }
    }
  }

  static func binary(_ operation: BinaryOperation, _ a: NDArray, _ b: NDArray) throws -> NDArray {
    switch operation {
    case .add: zipped(a, b) { (a: Self, b: Self) in a + b }
    case .sub: zipped(a, b) { (a: Self, b: Self) in a - b }
    case .mul: zipped(a, b) { (a: Self, b: Self) in a * b }
    case .div: zipped(a, b) { (a: Self, b: Self) in a / b }
    case .rem: zipped(a, b) { (a: Self, b: Self) in a.truncatingRemainder(dividingBy: b) }
    case .pow: zipped(a, b) { (a: Self, b: Self) in power(a, b) }
    case .max: zipped(a, b) { (a: Self, b: Self) in larger(a, b) }
    case .min: zipped(a, b) { (a: Self, b: Self) in smaller(a, b) }
    case .atan2: zipped(a, b) { (a: Self, b: Self) in angle(a, b) }
    case .nextAfter: zipped(a, b) { (a: Self, b: Self) in nextAfter(a, b) }
    case .and, .or, .xor, .shiftLeft, .shiftRightLogical, .shiftRightArithmetic:
      throw Primitive.refusal(operation.rawValue, dtype)
    }
  }

  /// Sums are kept in `Double`, so that long ones are as good as any order of adding.
  static func fold(_ reduction: Reduction, _ rows: Rows) throws -> NDArray {
    switch reduction {
    case .sum: rows.folded(from: 0.0, { $0 + Double($1) }, result: { Self($0) })
    case .prod: rows.folded(from: 1) { (a: Self, b: Self) in a * b }
    case .max: rows.folded(from: -.infinity) { (a: Self, b: Self) in larger(a, b) }
    case .min: rows.folded(from: .infinity) { (a: Self, b: Self) in smaller(a, b) }
    case .and, .or: throw Primitive.refusal(reduction.rawValue, dtype)
    }
  }

  static func dot(_ matrices: MatrixPair) -> NDArray { matrices.product(accumulate) }

  // MARK: Elements

  /// NaN if either is; 0 is larger than -0.
  private static func larger(_ a: Self, _ b: Self) -> Self {
    if a > b || a.isNaN { return a }
    return a == b && b.sign == .minus ? a : b
  }

  /// NaN if either is; -0 is smaller than 0.
  private static func smaller(_ a: Self, _ b: Self) -> Self {
    if a < b || a.isNaN { return a }
    return a == b && a.sign == .minus ? a : b
  }
}

/// The natural logarithm of 2; `lax.exp2` is a product with it and an `exp`.
let ln2 = 0.6931471805599453
