import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Adds `nn.cond`, `nn.switch` and `nn.while_loop`, whose functions take a module first, and the
  /// unsupported lifts.
  mutating func addLiftedChoices() {
    add(
      "cond", "(pred, true_fun, false_fun, mdl, *operands, variables=True, rngs=True)",
      "Calls one of two functions of a module, as pred says."
    ) { parameters in
      try parameters.checkPredicate()
      // Flax traces the branch for true first.
      let (onTrue, onFalse) = (
        try parameters.function("true_fun"), try parameters.function("false_fun")
      )
      return try Self.liftedChoice([onTrue, onFalse], first: 1, parameters) { place in
        place == 0
          ? nil : try Tensor.compare(.eq, parameters.tensor("pred").isTrue(), Tensor(false))
      }
    }
    add(
      "switch", "(index, branches, mdl, *operands, variables=True, rngs=True)",
      "Calls the function of a module that index names."
    ) { parameters in
      let branches = try Evaluator.iterated(parameters.required("branches")).map { branch in
        guard case .leaf(.function(let function)) = branch else {
          throw Diagnostic("the branches of switch must be functions", got: branch.text)
        }
        return function
      }
      try parameters.checkIndex()
      return try Self.liftedChoice(branches, parameters) { try parameters.isIndex(from: $0) }
    }
    add(
      "while_loop",
      "(cond_fn, body_fn, mdl, init, carry_variables=False, broadcast_variables=True, "
        + "split_rngs={})",
      "Repeats a function of a module while a condition holds."
    ) { try Self.liftedWhile($0) }
    // What goes forward where nothing is differentiated is the first of its functions.
    add(
      "custom_vjp", "(fn, forward_fn, backward_fn, grad_vars='params', nondiff_argnums=())",
      "A function with gradients of its own, which are not used here.",
      ignoring: ["grad_vars", "nondiff_argnums"]
    ) { parameters in
      for name in ["forward_fn", "backward_fn"] { _ = try parameters.function(name) }
      return .leaf(.function(try parameters.function("fn")))
    }
    for name in ["grad", "value_and_grad", "vjp", "jvp"] {
      refuse(
        name,
        Diagnostic(
          "nn.\(name) is not supported: swiftscan runs models and doesn't differentiate them"))
    }
  }

  private static func liftedWhile(_ parameters: CallParameters) throws -> Value {
    let module = try parameters.module("mdl")
    var loop = While()
    if let carried = parameters["carry_variables"] { loop.carriedVariables = try Filter(carried) }
    if let broadcast = parameters["broadcast_variables"] {
      loop.broadcastVariables = try Filter(broadcast)
    }
    if let splits = parameters["split_rngs"] {
      loop.splitRNGs = try splits.entries(of: "split_rngs").map {
        ($0, try $1.bool("value of a stream in split_rngs"))
      }
    }
    return try loop.call(
      liftable(parameters.function("cond_fn"), on: module),
      liftable(parameters.function("body_fn"), on: module), initial: parameters.required("init"),
      in: module)
  }

  private static func liftedChoice(
    _ branches: [Function], first: Int = 0, _ parameters: CallParameters,
    _ test: (Int) throws -> Tensor?
  ) throws -> Value {
    let module = try parameters.module("mdl")
    var choice = Choice()
    if let variables = parameters["variables"] { choice.variables = try Filter(variables) }
    if let rngs = parameters["rngs"] { choice.rngs = try Filter(rngs) }
    return try choice.call(
      branches.map { liftable($0, on: module) },
      Arguments(Evaluator.iterated(parameters["operands"] ?? .tuple([]))), in: module
    ) { results in
      try chosen(results.map { try $0.tensors("result of a branch") }, first: first, test).value
    }
  }
}
