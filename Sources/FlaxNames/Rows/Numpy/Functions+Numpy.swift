import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FunctionTable {
  /// `numpy`, as JAX takes its arrays: `jax.numpy`'s functions, of lists, too, whose results are
  /// never weak. Of numbers alone they give numbers that are known while tracing.
  static func numpy(_ jnp: FunctionTable) -> FunctionTable {
    var table = jnp
    for (name, row) in jnp.rows {
      guard case .leaf(.function(let function)) = row.value else { continue }
      table.replace(name) { arguments in
        if let known = try staticResult(name, arguments) { return known }
        let takesList = listFunctions.contains(name)
        var converted = arguments
        if let first = arguments.positional.first, first.elements != nil, takesList {
          converted.positional[0] = .tensor(try array(first))
        }
        return try function(converted).map { object in
          guard case .tensor(let tensor) = object else { return object }
          return .tensor(try tensor.strong)
        }
      }
    }
    return table
  }

  /// Those whose first argument may be a list.
  private static let listFunctions = [
    "sum", "prod", "max", "min", "mean", "var", "std", "cumsum", "cumprod", "argmax", "argmin",
    "sqrt", "exp", "log", "sin", "cos", "abs", "power", "maximum", "minimum", "reshape",
    "transpose", "tile", "repeat", "flip", "sort", "argsort", "triu", "tril", "diag", "expand_dims",
    "outer", "dot", "matmul", "pad", "roll",
  ]

  /// A function of numbers alone.
  private static func staticResult(_ name: String, _ arguments: Arguments) throws -> Value? {
    guard arguments.keywords.isEmpty, let first = arguments.positional.first else { return nil }
    if let reduction = reductions[name], arguments.positional.count == 1,
      let numbers = first.elements?.compactMap(\.knownNumber),
      numbers.count == first.elements?.count, !numbers.isEmpty
    {
      let result = numbers.map(\.double).dropFirst().reduce(numbers[0].double, reduction)
      let isWhole = numbers.allSatisfy { if case .int = $0 { true } else { false } }
      let whole = isWhole ? Int32(exactly: result) : nil
      return .tensor(whole.map { Tensor(NDArray($0)) } ?? Tensor(NDArray(Float(result))))
    }
    let numbers = arguments.positional.compactMap(\.knownNumber)
    guard numbers.count == arguments.positional.count else { return nil }
    switch numbers.count {
    case 1:
      guard let function = functions[name] else { return nil }
      return .tensor(Tensor(NDArray(Float(function(numbers[0].double)))))
    case 2:
      guard let reduction = reductions[name], name != "prod", name != "sum" else { return nil }
      let result = reduction(numbers[0].double, numbers[1].double)
      if case .int = numbers[0], case .int = numbers[1], let whole = Int32(exactly: result) {
        return .tensor(Tensor(NDArray(whole)))
      }
      return .tensor(Tensor(NDArray(Float(result))))
    default: return nil
    }
  }

  private static let reductions: [String: @Sendable (Double, Double) -> Double] = [
    "prod": { $0 * $1 }, "sum": { $0 + $1 }, "max": { max($0, $1) }, "min": { min($0, $1) },
    "maximum": { max($0, $1) }, "minimum": { min($0, $1) },
  ]

  private static let functions: [String: @Sendable (Double) -> Double] = [
    "sqrt": { $0.squareRoot() }, "exp": { exp($0) }, "log": { log($0) }, "log2": { log2($0) },
    "log10": { log10($0) }, "sin": { sin($0) }, "cos": { cos($0) }, "tanh": { tanh($0) },
    "ceil": { $0.rounded(.up) }, "floor": { $0.rounded(.down) },
  ]
}
