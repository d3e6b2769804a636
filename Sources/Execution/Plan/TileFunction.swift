import Arrays
import Kernels

/// The name of a kernel over tiles.
enum TileFunction: Hashable, Codable, Sendable {
  case unary(UnaryKernel)
  case binary(BinaryKernel)
  case ternary(TernaryKernel)
  case compare(CompareKernel)
  case compareIntegers(CompareKernel)
  case integer(IntegerKernel)
  case logical(LogicalKernel)
  case select
  case reduce(ReductionKernel)
  /// From float32.
  case convert(to: ElementFormat)
  /// To float32.
  case widen(from: ElementFormat)
}

extension TileFunction {
  /// Rounds float32 to a narrower float, kept as float32; `nil` for other dtypes.
  static func rounding(to dtype: DType) -> TileFunction? {
    switch dtype {
    case .bfloat16: .unary(.roundToBFloat16)
    case .float16: .unary(.roundToFloat16)
    default: nil
    }
  }

  /// Widens elements of a narrow float to float32; `nil` for other dtypes.
  static func widening(from dtype: DType) -> TileFunction? {
    ElementFormat(narrowFloat: dtype).map { .widen(from: $0) }
  }

  /// Stores float32 as a narrower float; `nil` for other dtypes.
  static func narrowing(to dtype: DType) -> TileFunction? {
    ElementFormat(narrowFloat: dtype).map { .convert(to: $0) }
  }
}

extension ElementFormat {
  /// The format of `bfloat16` or `float16`; `nil` for other dtypes.
  fileprivate init?(narrowFloat dtype: DType) {
    switch dtype {
    case .bfloat16: self = .bfloat16
    case .float16: self = .float16
    default: return nil
    }
  }
}
