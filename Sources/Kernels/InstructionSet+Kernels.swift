import CKernels

/// float32 to float32, element by element; named as in `jax.lax`. `is_finite` gives bytes 0 and 1.
public enum UnaryKernel: String, Codable, Sendable, CaseIterable {
  case copy
  case neg, abs, sign, floor, ceil, round, square, sqrt, rsqrt
  case exp, exp2, expm1, log, log1p, cbrt
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
  case logistic, erf, erfc
  case erfInv = "erf_inv"
  case isFinite = "is_finite"
  /// To the nearest bfloat16, kept as float32.
  case roundToBFloat16
  /// To the nearest float16, kept as float32.
  case roundToFloat16

  fileprivate var index: CKUnary {
    switch self {
    case .copy: CKUnaryCopy
    case .neg: CKUnaryNeg
    case .abs: CKUnaryAbs
    case .sign: CKUnarySign
    case .floor: CKUnaryFloor
    case .ceil: CKUnaryCeil
    case .round: CKUnaryRound
    case .square: CKUnarySquare
    case .sqrt: CKUnarySqrt
    case .rsqrt: CKUnaryRsqrt
    case .exp: CKUnaryExp
    case .exp2: CKUnaryExp2
    case .expm1: CKUnaryExpm1
    case .log: CKUnaryLog
    case .log1p: CKUnaryLog1p
    case .cbrt: CKUnaryCbrt
    case .sin: CKUnarySin
    case .cos: CKUnaryCos
    case .tan: CKUnaryTan
    case .asin: CKUnaryAsin
    case .acos: CKUnaryAcos
    case .atan: CKUnaryAtan
    case .sinh: CKUnarySinh
    case .cosh: CKUnaryCosh
    case .tanh: CKUnaryTanh
    case .asinh: CKUnaryAsinh
    case .acosh: CKUnaryAcosh
    case .atanh: CKUnaryAtanh
    case .logistic: CKUnaryLogistic
    case .erf: CKUnaryErf
    case .erfc: CKUnaryErfc
    case .erfInv: CKUnaryErfInv
    case .isFinite: CKUnaryIsFinite
    case .roundToBFloat16: CKUnaryRoundToBFloat16
    case .roundToFloat16: CKUnaryRoundToFloat16
    }
  }
}

/// float32, float32 to float32, element by element; named as in `jax.lax`.
public enum BinaryKernel: String, Codable, Sendable, CaseIterable {
  case add, sub, mul, div, rem, pow, max, min, atan2
  case nextAfter = "nextafter"

  fileprivate var index: CKBinary {
    switch self {
    case .add: CKBinaryAdd
    case .sub: CKBinarySub
    case .mul: CKBinaryMul
    case .div: CKBinaryDiv
    case .rem: CKBinaryRem
    case .pow: CKBinaryPow
    case .max: CKBinaryMax
    case .min: CKBinaryMin
    case .atan2: CKBinaryAtan2
    case .nextAfter: CKBinaryNextAfter
    }
  }
}

/// float32 × 3 to float32, element by element, rounded once where the processor can.
public enum TernaryKernel: String, Codable, Sendable, CaseIterable {
  /// a·b + c.
  case multiplyAdd
  /// a·b − c.
  case multiplySubtract
  /// c − a·b.
  case subtractProduct

  fileprivate var index: CKTernary {
    switch self {
    case .multiplyAdd: CKTernaryMultiplyAdd
    case .multiplySubtract: CKTernaryMultiplySubtract
    case .subtractProduct: CKTernarySubtractProduct
    }
  }
}

/// Pairs of float32 or int32 to bytes 0 and 1; named as in `jax.lax`.
public enum CompareKernel: String, Codable, Sendable, CaseIterable {
  case eq, ne, lt, le, gt, ge

  fileprivate var index: CKCompare {
    switch self {
    case .eq: CKCompareEq
    case .ne: CKCompareNe
    case .lt: CKCompareLt
    case .le: CKCompareLe
    case .gt: CKCompareGt
    case .ge: CKCompareGe
    }
  }
}

/// int32, int32 to int32, wrapping around; named as in `jax.lax`.
public enum IntegerKernel: String, Codable, Sendable, CaseIterable {
  case add, sub, mul, max, min, and, or, xor

  fileprivate var index: CKInteger {
    switch self {
    case .add: CKIntegerAdd
    case .sub: CKIntegerSub
    case .mul: CKIntegerMul
    case .max: CKIntegerMax
    case .min: CKIntegerMin
    case .and: CKIntegerAnd
    case .or: CKIntegerOr
    case .xor: CKIntegerXor
    }
  }
}

/// Pairs of bytes 0 and 1 to the same; `not` is `xor` with 1.
public enum LogicalKernel: String, Codable, Sendable, CaseIterable {
  case and, or, xor

  fileprivate var index: CKLogical {
    switch self {
    case .and: CKLogicalAnd
    case .or: CKLogicalOr
    case .xor: CKLogicalXor
    }
  }
}

/// Reduction of each row to one element; the length of the row decides the order of the sums.
public enum ReductionKernel: String, Codable, Sendable, CaseIterable {
  case sum, max, min, prod
  case sumOfSquares

  fileprivate var index: CKReduce {
    switch self {
    case .sum: CKReduceSum
    case .max: CKReduceMax
    case .min: CKReduceMin
    case .prod: CKReduceProd
    case .sumOfSquares: CKReduceSumOfSquares
    }
  }
}

/// An element format that float32 is converted to and from.
public enum ElementFormat: String, Codable, Sendable, CaseIterable {
  case bfloat16, float16, int32, uint8, bool

  fileprivate var index: CKFormat {
    switch self {
    case .bfloat16: CKFormatBFloat16
    case .float16: CKFormatFloat16
    case .int32: CKFormatInt32
    case .uint8: CKFormatUInt8
    case .bool: CKFormatBool
    }
  }
}

extension InstructionSet {
  /// Kernel of an operation with one operand of float32.
  public func kernel(_ operation: UnaryKernel) -> TileKernel {
    TileKernel(CKUnaryFunction(table, Int(operation.index.rawValue)), operandCount: 1)
  }

  /// Two operands of float32.
  public func kernel(_ operation: BinaryKernel) -> TileKernel {
    TileKernel(CKBinaryFunction(table, Int(operation.index.rawValue)), operandCount: 2)
  }

  /// Three operands of float32.
  public func kernel(_ operation: TernaryKernel) -> TileKernel {
    TileKernel(CKTernaryFunction(table, Int(operation.index.rawValue)), operandCount: 3)
  }

  /// Two operands of float32.
  public func kernel(_ comparison: CompareKernel) -> TileKernel {
    TileKernel(CKCompareFunction(table, Int(comparison.index.rawValue)), operandCount: 2)
  }

  /// Two operands of int32.
  public func integerKernel(_ comparison: CompareKernel) -> TileKernel {
    TileKernel(CKCompareIntegersFunction(table, Int(comparison.index.rawValue)), operandCount: 2)
  }

  /// Two operands of int32.
  public func integerKernel(_ operation: IntegerKernel) -> TileKernel {
    TileKernel(CKIntegerFunction(table, Int(operation.index.rawValue)), operandCount: 2)
  }

  /// Two operands of bytes.
  public func logicalKernel(_ operation: LogicalKernel) -> TileKernel {
    TileKernel(CKLogicalFunction(table, Int(operation.index.rawValue)), operandCount: 2)
  }

  /// `predicate` (bytes), `onTrue`, `onFalse` (of any type of four bytes).
  public var select: TileKernel { TileKernel(table.pointee.select, operandCount: 3) }

  /// Kernel of a reduction over each row of one float32 operand; the result is a column, its
  /// elements `rowStride` apart.
  public func reduction(_ reduction: ReductionKernel) -> TileKernel {
    TileKernel(
      CKReduceFunction(table, Int(reduction.index.rawValue)), operandCount: 1, isReduction: true)
  }

  /// From float32, as XLA converts: to the nearest float, ties to even; to an integer toward zero,
  /// clamped to its range, NaN to 0; to `bool`, whether it isn't 0.
  public func conversion(to format: ElementFormat) -> TileKernel {
    TileKernel(CKFromFloatFunction(table, Int(format.index.rawValue)), operandCount: 1)
  }

  /// To float32, the nearest.
  public func conversion(from format: ElementFormat) -> TileKernel {
    TileKernel(CKToFloatFunction(table, Int(format.index.rawValue)), operandCount: 1)
  }
}
