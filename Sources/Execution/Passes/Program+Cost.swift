import ProgramIR

extension Scan {
  /// About how many operations it takes, in elements made and products added.
  var cost: Int {
    let (steps, overflows) = length.multipliedReportingOverflow(by: body.cost)
    return overflows ? .max : steps
  }
}

extension Program {
  /// The most rows that a product has at once. Of few, reading the matrix takes the time, which
  /// ranges would have to do each.
  var largestRowCount: Int {
    equations.map { equation in
      guard case .dot(let dimensions) = equation.primitive else { return 0 }
      let (left, right) = (equation.inputs[0].type.shape, equation.inputs[1].type.shape)
      let columns = dimensions.freeAxes(leftRank: left.rank, rightRank: right.rank).right
        .map { right[$0] }.reduce(1, *)
      return equation.outputs[0].type.shape.elementCount / max(columns, 1)
    }.max() ?? 0
  }

  /// About how many operations it takes.
  var cost: Int {
    var total = 0
    for equation in equations {
      let count = equation.outputs[0].type.shape.elementCount
      let cost: Int
      switch equation.primitive {
      case .scan(let scan): cost = scan.cost
      case .whileLoop(let loop): cost = loop.body.cost
      case .cond(let conditional): cost = conditional.branches.map(\.cost).max() ?? 0
      case .dot(let dimensions):
        let shape = equation.inputs[0].type.shape
        let depth = dimensions.leftContracting.map { shape[$0] }.reduce(1, *)
        cost = count.multipliedReportingOverflow(by: depth).partialValue
      case let primitive where primitive.isView: cost = 0
      default: cost = 8 * count
      }
      total = total.addingReportingOverflow(cost).partialValue
    }
    return max(total, 0)
  }
}

extension Scan {
  /// Whether each step multiplies by other matrices: every range has to pack them again.
  var readsMatricesOfSteps: Bool {
    let dependences = Dependences(of: self)
    return body.equations.contains { equation in
      if case .dot = equation.primitive {
        dependences[equation.inputs[1]] != .invariant
      } else {
        false
      }
    }
  }
}
