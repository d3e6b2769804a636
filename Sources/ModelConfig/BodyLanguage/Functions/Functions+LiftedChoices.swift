import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `nn.cond` and `nn.switch`, whose branches take a module first; and what isn't to be had.
  mutating func addLiftedChoices() {
    let options = "variables rngs"
    add("cond", "pred true_fun false_fun mdl", rest: "operands", keywords: options) { parameters in
      // Flax traces the branch for true first.
      let (onTrue, onFalse) = (
        try parameters.function("true_fun"), try parameters.function("false_fun")
      )
      return try Self.liftedChoice([onTrue, onFalse], parameters) { place in
        place == 0
          ? nil : try Tensor.compare(.eq, parameters.tensor("pred").isTrue(), Tensor(false))
      }
    }
    add("switch", "index branches mdl", rest: "operands", keywords: options) { parameters in
      let branches = try Evaluator.iterated(parameters.required("branches")).map { branch in
        guard case .leaf(.function(let function)) = branch else {
          throw Diagnostic("the branches of switch must be functions", got: branch.text)
        }
        return function
      }
      return try Self.liftedChoice(branches, parameters) { try parameters.isIndex(from: $0) }
    }
    add(variadic: "while_loop") { _ in
      throw Diagnostic(
        "nn.while_loop is not supported: a loop's length can't depend on an array's values",
        hint: "use nn.scan with a length, and jnp.where(condition, new, old)")
    }
    for name in ["grad", "value_and_grad", "vjp", "jvp", "custom_vjp"] {
      add(variadic: name) { _ in
        throw Diagnostic(
          "nn.\(name) is not supported: swiftscan runs models and doesn't differentiate them")
      }
    }
  }

  private static func liftedChoice(
    _ branches: [Function], _ parameters: CallParameters, _ test: (Int) throws -> Tensor?
  ) throws -> Value {
    let module = try parameters.module("mdl")
    var choice = Choice()
    if let variables = parameters["variables"] { choice.variables = try Filter(variables) }
    if let rngs = parameters["rngs"] { choice.rngs = try Filter(rngs) }
    return try choice.call(
      branches.map { liftable($0, on: module) },
      Arguments(Evaluator.iterated(parameters["operands"] ?? .tuple([]))), in: module
    ) { results in
      try chosen(results.map { try $0.tensors("result of a branch") }, test).value
    }
  }
}
