import Arrays
import Diagnostics

extension Primitive {
  /// Types of the results for operands of these types.
  ///
  /// - Throws: when there is no result: a rank, a size, a dtype or a count that doesn't fit.
  public func resultTypes(of operands: [ArrayType]) throws -> [ArrayType] {
    let types = try ruledTypes(of: operands)
    for type in types where !type.shape.isPossible {
      throw mismatch("makes an array that can't be", got: "shape \(type.shape)")
    }
    return types
  }

  private func ruledTypes(of operands: [ArrayType]) throws -> [ArrayType] {
    if let count = operandCount, operands.count != count {
      throw mismatch("takes \(count) operands", got: "\(operands.count)")
    }
    switch self {
    case .unary(let operation): return [try unaryType(operation, operands[0])]
    case .binary(let operation): return [try binaryType(operation, operands)]
    case .compare(let comparison):
      try requireOneDType(operands)
      guard !operands[0].dtype.isComplex || comparison == .eq || comparison == .ne else {
        throw mismatch("orders real numbers", got: "\(operands[0])")
      }
      return [ArrayType(.bool, try elementwiseShape(operands))]
    case .select:
      guard operands[0].dtype == .bool else {
        throw mismatch("chooses by a bool", got: "\(operands[0])")
      }
      try requireOneDType(Array(operands[1...]))
      return [
        ArrayType(
          operands[1].dtype, try elementwiseShape(operands),
          isWeak: operands[1].isWeak && operands[2].isWeak)
      ]
    case .convert(let dtype, let isWeak):
      guard !dtype.isComplex, !operands[0].dtype.isComplex else {
        throw mismatch("computes with real numbers only", got: "\(operands[0].dtype) to \(dtype)")
      }
      return [ArrayType(dtype, operands[0].shape, isWeak: isWeak)]
    case .bitcast(let dtype):
      let from = operands[0].dtype
      guard dtype.byteCount == from.byteCount, dtype == from || (dtype != .bool && from != .bool)
      else { throw mismatch("needs numbers of one size", got: "\(from) to \(dtype)") }
      return [operands[0].with(dtype: dtype)]
    case .broadcast, .reshape, .transpose, .slice, .reverse, .pad, .concatenate, .iota:
      return [try rearrangedType(operands)]
    case .gather, .dynamicSlice, .dynamicUpdateSlice, .sort: return try indexedTypes(operands)
    case .conv, .reduceWindow: return [try windowedType(operands)]
    case .reduce, .argReduce, .cumulative: return [try reducedType(operands[0])]
    case .dot(let dimensions): return [try dotType(dimensions, operands[0], operands[1])]
    case .threefry2x32:
      guard operands.allSatisfy({ $0.dtype == .uint32 }) else {
        throw mismatch("takes uint32 words", got: "\(operands.map(\.description))")
      }
      let type = ArrayType(.uint32, try elementwiseShape(operands))
      return [type, type]
    case .qr:
      let shape = operands[0].shape
      guard shape.rank == 2, operands[0].dtype == .float32 else {
        throw mismatch("takes a float32 matrix", got: "\(operands[0])")
      }
      let rank = min(shape[0], shape[1])
      return [
        ArrayType(.float32, [shape[0], rank]), ArrayType(.float32, [rank, shape[1]]),
      ]
    case .decompose(let decomposition): return try decomposedTypes(decomposition, operands)
    case .scan(let scan): return try scan.resultTypes(of: operands)
    case .whileLoop(let loop): return try loop.resultTypes(of: operands)
    case .cond(let conditional): return try conditional.resultTypes(of: operands)
    }
  }

  /// Number of operands of the primitive; `nil` when it varies.
  var operandCount: Int? {
    switch self {
    case .iota: 0
    case .binary, .compare, .dot, .pad, .gather, .conv, .reduceWindow: 2
    case .select: 3
    case .threefry2x32: 4
    case .concatenate, .scan, .whileLoop, .cond, .dynamicSlice, .dynamicUpdateSlice, .sort,
      .decompose:
      nil
    default: 1
    }
  }

  func mismatch(_ rule: String, got: String) -> Diagnostic {
    Diagnostic("\(name) \(rule)", got: got)
  }

  // MARK: Elementwise

  /// The shape the operands share, scalars aside.
  private func elementwiseShape(_ operands: [ArrayType]) throws -> Shape {
    let shapes = operands.map(\.shape).filter { $0.rank > 0 }
    guard let shape = shapes.first else { return .scalar }
    guard shapes.allSatisfy({ $0 == shape }) else {
      throw mismatch(
        "takes operands of one shape",
        got: operands.map(\.shape.description).joined(separator: " and "))
    }
    return shape
  }

  func requireOneDType(_ operands: [ArrayType]) throws {
    guard operands.allSatisfy({ $0.dtype == operands[0].dtype }) else {
      throw mismatch(
        "takes operands of one dtype",
        got: operands.map(\.dtype.rawValue).joined(separator: " and "))
    }
  }

  private func unaryType(_ operation: UnaryOperation, _ operand: ArrayType) throws -> ArrayType {
    let dtype = operand.dtype
    switch operation {
    case .isFinite where dtype.isFloating: return ArrayType(.bool, operand.shape)
    case .not where dtype == .bool || dtype.isInteger: return operand
    case .neg where dtype.isFloating || dtype.isInteger,
      .abs where dtype.isFloating || dtype.isInteger,
      .sign where dtype.isFloating || dtype.isInteger,
      .square where dtype.isFloating || dtype.isInteger:
      return operand
    case .not, .isFinite: throw mismatch("can't take \(dtype)", got: "\(operand)")
    default:
      guard dtype.isFloating else { throw mismatch("takes floats", got: "\(operand)") }
      return operand
    }
  }

  private func binaryType(
    _ operation: BinaryOperation, _ operands: [ArrayType]
  ) throws -> ArrayType {
    try requireOneDType(operands)
    let dtype = operands[0].dtype
    let isAllowed =
      switch operation {
      case .and, .or, .xor: dtype == .bool || dtype.isInteger
      case .shiftLeft, .shiftRightLogical, .shiftRightArithmetic: dtype.isInteger
      case .atan2, .nextAfter: dtype.isFloating
      case .add, .mul, .max, .min: !dtype.isComplex
      case .sub, .div, .rem, .pow: dtype.isFloating || dtype.isInteger
      }
    guard isAllowed else { throw mismatch("can't take \(dtype)", got: "\(operands[0])") }
    return ArrayType(
      dtype, try elementwiseShape(operands), isWeak: operands.allSatisfy(\.isWeak))
  }

  // MARK: Reductions and dot products

  private func reducedType(_ operand: ArrayType) throws -> ArrayType {
    func checked(_ axes: [Int], _ reduction: Reduction? = nil) throws {
      guard reduction?.isDefined(for: operand.dtype) ?? !operand.dtype.isComplex else {
        throw mismatch("can't take \(operand.dtype)", got: "\(operand)")
      }
      guard axes.allSatisfy(operand.shape.sizes.indices.contains), Set(axes).count == axes.count
      else { throw mismatch("has no axes \(axes)", got: "shape \(operand.shape)") }
    }
    switch self {
    case .reduce(let reduction, let axes):
      try checked(axes, reduction)
      let kept = operand.shape.sizes.indices.filter { !axes.contains($0) }
      return operand.with(shape: Shape(kept.map { operand.shape[$0] }))
    case .argReduce(_, let axis):
      try checked([axis])
      guard operand.shape[axis] > 0 else {
        throw mismatch("needs at least one element", got: "shape \(operand.shape)")
      }
      return ArrayType(.int32, operand.shape.removing(axis: axis))
    case .cumulative(let reduction, let axis, _):
      try checked([axis], reduction)
      return operand
    default: return operand
    }
  }

  private func dotType(
    _ dimensions: DotDimensions, _ left: ArrayType, _ right: ArrayType
  ) throws -> ArrayType {
    try requireOneDType([left, right])
    guard !left.dtype.isComplex, dimensions.isPaired else {
      throw mismatch("pairs up axes of real arrays", got: "\(left), \(right), \(dimensions)")
    }
    let pairs =
      zip(dimensions.leftContracting, dimensions.rightContracting).map { ($0, $1, "contracted") }
      + zip(dimensions.leftBatch, dimensions.rightBatch).map { ($0, $1, "batch") }
    for (l, r, role) in pairs {
      guard left.shape.sizes.indices.contains(l), right.shape.sizes.indices.contains(r),
        left.shape[l] == right.shape[r]
      else {
        throw mismatch(
          "needs equal \(role) sizes", got: "\(left.shape) axis \(l) and \(right.shape) axis \(r)"
        ).raising("TypeError")
      }
    }
    let free = dimensions.freeAxes(leftRank: left.shape.rank, rightRank: right.shape.rank)
    let sizes =
      dimensions.leftBatch.map { left.shape[$0] } + free.left.map { left.shape[$0] }
      + free.right.map { right.shape[$0] }
    return ArrayType(left.dtype, Shape(sizes), isWeak: left.isWeak && right.isWeak)
  }
}

extension Reduction {
  /// Whether elements of `dtype` can be made one.
  func isDefined(for dtype: DType) -> Bool {
    switch self {
    case .sum, .prod: dtype.isFloating || dtype.isInteger
    case .max, .min: !dtype.isComplex
    case .and, .or: dtype == .bool || dtype.isInteger
    }
  }
}

extension DotDimensions {
  /// The axes of each side that are neither contracted nor batch, in order.
  public func freeAxes(leftRank: Int, rightRank: Int) -> (left: [Int], right: [Int]) {
    (
      (0..<leftRank).filter { !leftContracting.contains($0) && !leftBatch.contains($0) },
      (0..<rightRank).filter { !rightContracting.contains($0) && !rightBatch.contains($0) }
    )
  }

  /// Whether each axis of the one side goes with one of the other.
  fileprivate var isPaired: Bool {
    let (left, right) = (leftContracting + leftBatch, rightContracting + rightBatch)
    return leftContracting.count == rightContracting.count && left.count == right.count
      && Set(left).count == left.count && Set(right).count == right.count
  }
}

extension Shape {
  /// Whether no size is negative and the bytes of an array can be counted.
  public var isPossible: Bool {
    var bytes = DType.complex128.byteCount
    for size in sizes where size != 0 {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
      if overflows || size < 0 { return false }
      bytes = product
    }
    return true
  }
}
