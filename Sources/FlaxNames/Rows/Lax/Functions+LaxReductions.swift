import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Adds the functions of `lax` that reduce axes.
  mutating func addLaxReductions() {
    let reductions: [(String, Reduction, String)] = [
      ("reduce_sum", .sum, "Sum along axes."),
      ("reduce_prod", .prod, "Product along axes."),
      ("reduce_max", .max, "Largest element along axes."),
      ("reduce_min", .min, "Smallest element along axes."),
      ("reduce_and", .and, "Whether all elements along axes are true."),
      ("reduce_or", .or, "Whether an element along axes is true."),
    ]
    for (name, reduction, summary) in reductions {
      let further = reduction == .sum ? ", *, out_sharding=None" : ""
      add(name, "(operand, axes\(further))", summary) {
        .tensor(
          try $0.tensor("operand").reduced(reduction, axes: $0.required("axes").ints("axes")))
      }
    }
    for (name, isMaximum, word) in [("argmax", true, "largest"), ("argmin", false, "smallest")] {
      add(
        name, "(operand, axis, index_dtype)", "Index of the \(word) element along an axis."
      ) { parameters in
        .tensor(
          try parameters.tensor("operand").argReduced(
            isMaximum: isMaximum, axis: parameters.int("axis")
          ).converted(to: parameters.required("index_dtype").dtype()))
      }
    }
    for (name, reduction, summary) in [
      ("cumsum", Reduction.sum, "Sums of the elements so far."),
      ("cumprod", .prod, "Products of the elements so far."),
      ("cummax", .max, "Largest element so far."), ("cummin", .min, "Smallest element so far."),
    ] {
      add(name, "(operand, axis=0, reverse=False)", summary) { parameters in
        .tensor(
          try parameters.backwards { x, axis in
            try x.cumulative(reduction, axis: axis)
          })
      }
    }
    add(
      "cumlogsumexp", "(operand, axis=0, reverse=False)",
      "Logarithms of the sums of exponentials so far."
    ) { parameters in
      .tensor(
        try parameters.backwards { x, axis in
          var sums: [Tensor] = []
          for index in 0..<x.shape[axis] {
            let term = try x.indexed(axis: axis, index)
            sums.append(try sums.last.map { try $0.logAddExp(term) } ?? term)
          }
          return sums.isEmpty ? x : try .stack(sums, axis: axis)
        })
    }
    add(
      "sort", "(operand, dimension=-1, is_stable=True, num_keys=1)",
      "Arrays sorted together along an axis."
    ) { parameters in
      let axis = try parameters.optionalInt("dimension") ?? -1
      let operand = try parameters.required("operand")
      guard operand.elements != nil else {
        return .tensor(try parameters.tensor("operand").sorted(axis: axis))
      }
      let operands = try parameters.tensors("operand")
      let keys = try parameters.optionalInt("num_keys") ?? 1
      guard (1...max(operands.count, 1)).contains(keys) else {
        throw Diagnostic("num_keys of sort makes no sense", got: "\(keys)")
      }
      return .tuple(
        try Tensor.sort(operands, axis: axis, keyCount: keys).map { .tensor($0) })
    }
    add(
      "top_k", "(operand, k, *, axis=-1)", "The k largest elements and their indices."
    ) { parameters in
      let (values, places) = try parameters.tensor("operand").largest(
        parameters.count("k"), axis: parameters.optionalInt("axis") ?? -1)
      return .list([.tensor(values), .tensor(places)])
    }
    // Exact, as JAX's are on a CPU.
    for (name, isMaximum, word) in [
      ("approx_max_k", true, "largest"), ("approx_min_k", false, "smallest"),
    ] {
      add(
        name,
        "(operand, k, reduction_dimension=-1, recall_target=0.95, "
          + "reduction_input_size_override=-1, aggregate_to_topk=True)",
        "The k \(word) elements and their indices, exactly.",
        ignoring: ["recall_target", "reduction_input_size_override", "aggregate_to_topk"]
      ) { parameters in
        let x = try parameters.tensor("operand")
        let axis = try parameters.optionalInt("reduction_dimension") ?? -1
        let (_, places) = try (isMaximum ? x : -x).largest(parameters.count("k"), axis: axis)
        return .list([
          .tensor(try x.takenAlong(axis: axis, places, mode: .clip)), .tensor(places),
        ])
      }
    }
  }
}

extension CallParameters {
  /// `body` of the operand along its axis, reversed before and after if `reverse` is set.
  fileprivate func backwards(_ body: (Tensor, Int) throws -> Tensor) throws -> Tensor {
    let x = try tensor("operand")
    let axis = try x.shape.axis(optionalInt("axis") ?? 0)
    guard try optionalBool("reverse") ?? false else { return try body(x, axis) }
    return try body(x.reversed(axes: [axis]), axis).reversed(axes: [axis])
  }
}
