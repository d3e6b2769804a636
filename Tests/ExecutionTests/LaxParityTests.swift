import Arrays
import ProgramIR
import TestSupport
import Testing

/// Every primitive that computes, on special and ordinary values, against `jax.lax`.
struct LaxParityTests {
  @Test func fixturesAreComplete() {
    let names = Set(LaxCase.all.map { "\($0.name) \($0.parameters.first ?? "")" })
    for operation in UnaryOperation.allCases {
      #expect(names.contains("unary \(operation.rawValue)"))
    }
    for operation in BinaryOperation.allCases {
      #expect(names.contains("binary \(operation.rawValue)"))
    }
    #expect(LaxCase.all.count > 500)
    #expect(LaxCase.all.allSatisfy { !$0.operands.isEmpty && !$0.results.isEmpty })
  }

  @Test(arguments: LaxCase.all)
  func agreesWithLax(_ lax: LaxCase) throws {
    let results = try evaluate(#require(lax.primitive), lax.operands)
    #expect(results.count == lax.results.count)
    for (result, expected) in zip(results, lax.results) {
      if lax.name == "qr" {
        #expect(largestDifference(result, expected) <= 1e-6)
      } else if result.dtype.isFloating {
        #expect(
          ulpDistance(result, expected) <= lax.ulpTolerance(result.dtype),
          "\(result.floats), not \(expected.floats)")
      } else {
        #expect(result == expected)
      }
    }
  }
}

extension LaxCase {
  /// None where IEEE 754 says how to round; a few units where XLA has approximations and the C
  /// library better ones; more for `sinh` and `cosh`, which XLA makes from `exp(x - log 2)`.
  fileprivate func ulpTolerance(_ dtype: DType) -> Float {
    let exact: Set = ["neg", "abs", "sign", "floor", "ceil", "round", "sqrt", "square"]
    switch name {
    case "unary" where exact.contains(parameters[0]): return 0
    case "unary" where dtype != .float32: return 1
    case "unary": return ["sinh", "cosh"].contains(parameters[0]) ? 32 : 4
    case "binary" where ["pow", "atan2"].contains(parameters[0]): return dtype == .float32 ? 4 : 1
    default: return 0
    }
  }
}
