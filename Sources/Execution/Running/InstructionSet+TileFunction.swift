import Kernels

extension InstructionSet {
  /// The kernel of this name.
  func kernel(_ function: TileFunction) -> TileKernel {
    switch function {
    case .unary(let name): kernel(name)
    case .binary(let name): kernel(name)
    case .ternary(let name): kernel(name)
    case .compare(let name): kernel(name)
    case .compareIntegers(let name): integerKernel(name)
    case .integer(let name): integerKernel(name)
    case .logical(let name): logicalKernel(name)
    case .select: select
    case .reduce(let name): reduction(name)
    case .convert(let format): conversion(to: format)
    case .widen(let format): conversion(from: format)
    }
  }
}
