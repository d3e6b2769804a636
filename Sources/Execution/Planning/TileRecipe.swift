import Arrays
import Kernels
import ProgramIR

/// How an elementwise equation is computed over tiles.
struct TileRecipe {
  var name: String
  /// `nil` when the result is the operand, in other words or none.
  var function: TileFunction?
  var form: TileGroup.Form
  /// The rounding of the result after the kernel.
  var rounding: TileFunction?
  /// A scalar operand after the equation's own.
  var extraOperand: NDArray?

  private init(
    _ name: String, _ function: TileFunction?, _ form: TileGroup.Form,
    rounding: TileFunction? = nil, extraOperand: NDArray? = nil
  ) {
    self.name = name
    self.function = function
    self.form = form
    self.rounding = rounding
    self.extraOperand = extraOperand
  }
}

extension TileGroup.Form {
  /// The form of elements of a dtype; `nil` if tiles can't have it.
  init?(_ dtype: DType) {
    switch dtype {
    case .float32, .bfloat16, .float16: self = .float
    case .int32, .uint32: self = .word
    case .bool, .uint8: self = .byte
    default: return nil
    }
  }
}

extension DType {
  /// `bfloat16` or `float16`.
  var isNarrowFloat: Bool { self == .bfloat16 || self == .float16 }
}

extension TileRecipe {
  /// The recipe of an elementwise equation; `nil` if there are no kernels for it.
  init?(_ equation: Equation) {
    guard equation.outputs.count == 1,
      let recipe = Self.recipe(
        equation.primitive, equation.inputs.last?.type.dtype ?? .float32,
        rounding: .rounding(to: equation.outputs[0].type.dtype))
    else { return nil }
    self = recipe
  }

  private static func recipe(
    _ primitive: Primitive, _ dtype: DType, rounding: TileFunction?
  ) -> TileRecipe? {
    let isFloat = TileGroup.Form(dtype) == .float
    let name = primitive.name
    switch primitive {
    case .unary(.isFinite) where isFloat: return TileRecipe(name, .unary(.isFinite), .byte)
    case .unary(.not) where dtype == .bool:
      return TileRecipe(name, .logical(.xor), .byte, extraOperand: NDArray(true))
    case .unary(.exp2) where dtype.isNarrowFloat: return nil
    case .unary(let operation) where isFloat:
      guard let kernel = UnaryKernel(rawValue: operation.rawValue) else { return nil }
      return TileRecipe(name, .unary(kernel), .float, rounding: rounding)
    case .binary(let operation): return recipe(operation, dtype, rounding)
    case .compare(let comparison):
      guard let kernel = CompareKernel(rawValue: comparison.rawValue) else { return nil }
      let isEquality = comparison == .eq || comparison == .ne
      if isFloat { return TileRecipe(name, .compare(kernel), .byte) }
      guard dtype == .int32 || (dtype == .uint32 && isEquality) else { return nil }
      return TileRecipe(name, .compareIntegers(kernel), .byte)
    case .select:
      guard let form = TileGroup.Form(dtype), form != .byte else { return nil }
      return TileRecipe(name, .select, form)
    case .convert(let target, _): return conversionRecipe(from: dtype, to: target)
    case .bitcast(let target):
      guard let form = TileGroup.Form(target), form != .byte, !dtype.isNarrowFloat else {
        return nil
      }
      return target.isNarrowFloat ? nil : TileRecipe(name, nil, form)
    default: return nil
    }
  }

  private static func recipe(
    _ operation: BinaryOperation, _ dtype: DType, _ rounding: TileFunction?
  ) -> TileRecipe? {
    let name = operation.rawValue
    switch dtype {
    case .float32, .bfloat16, .float16:
      guard let kernel = BinaryKernel(rawValue: name),
        !(dtype.isNarrowFloat && kernel == .nextAfter)
      else { return nil }
      return TileRecipe(name, .binary(kernel), .float, rounding: rounding)
    case .int32, .uint32:
      guard let kernel = IntegerKernel(rawValue: name),
        dtype == .int32 || (kernel != .max && kernel != .min)
      else { return nil }
      return TileRecipe(name, .integer(kernel), .word)
    case .bool:
      switch operation {
      case .or, .add, .max: return TileRecipe(name, .logical(.or), .byte)
      case .and, .mul, .min: return TileRecipe(name, .logical(.and), .byte)
      case .xor: return TileRecipe(name, .logical(.xor), .byte)
      default: return nil
      }
    default: return nil
    }
  }

  private static func conversionRecipe(from source: DType, to target: DType) -> TileRecipe? {
    let name = "convert"
    guard let from = TileGroup.Form(source), let to = TileGroup.Form(target) else { return nil }
    switch (source, target) {
    case (_, _) where source == target: return TileRecipe(name, nil, to)
    case (.int32, .uint32), (.uint32, .int32): return TileRecipe(name, nil, to)
    case (_, _) where from == .float && to == .float:
      return TileRecipe(name, .rounding(to: target), .float)
    case (_, .int32) where from == .float: return TileRecipe(name, .convert(to: .int32), .word)
    case (_, .bool) where from == .float: return TileRecipe(name, .convert(to: .bool), .byte)
    case (_, .uint8) where from == .float: return TileRecipe(name, .convert(to: .uint8), .byte)
    case (.int32, _) where to == .float:
      return TileRecipe(name, .widen(from: .int32), .float, rounding: .rounding(to: target))
    case (.bool, _) where to == .float:
      return TileRecipe(name, .widen(from: .bool), .float, rounding: .rounding(to: target))
    case (.uint8, _) where to == .float:
      return TileRecipe(name, .widen(from: .uint8), .float, rounding: .rounding(to: target))
    default: return nil
    }
  }
}
