import Arrays
import ProgramIR

/// Operations of a program, counted as XLA counts them (`HloCostAnalysis`): a sum of products is
/// two operations for each product; an operation on each element, one for each element; exp, tanh
/// and their like are counted apart. What moves elements, draws random bits or sorts isn't counted.
struct Costs: Equatable {
  /// Additions, multiplications, comparisons and the like.
  var flops = 0
  /// Elements of exp, log, tanh and other functions that take many operations each.
  var transcendentals = 0

  /// Zero operations.
  init() {}

  /// Operations of one run of a program. Of a scan, one step or all of them; of a while loop, one
  /// round, as the number of rounds isn't known; of a choice, its dearest branch.
  init(_ program: Program, countingSteps: Bool) {
    for equation in program.equations {
      if case .scan(let scan) = equation.primitive {
        let step = Costs(scan.body, countingSteps: countingSteps)
        add(step, times: countingSteps ? scan.length : 1)
      } else if !equation.primitive.bodies.isEmpty {
        let bodies = equation.primitive.bodies.map { Costs($0, countingSteps: countingSteps) }
        add(bodies.max { $0.flops < $1.flops } ?? Costs())
      } else {
        add(Costs(equation))
      }
    }
  }

  /// Operations of an equation that is no loop.
  private init(_ equation: Equation) {
    let inputs = equation.inputs.map(\.type.shape)
    let count = equation.outputs.first?.type.shape.elementCount ?? 0
    let inputCount = inputs.first?.elementCount ?? 0
    switch equation.primitive {
    case .unary(.logistic): (flops, transcendentals) = (3 * count, count)
    case .unary(let operation):
      (flops, transcendentals) = operation.isTranscendental ? (0, count) : (count, 0)
    case .binary(.pow), .binary(.atan2): transcendentals = count
    case .binary, .compare, .select: flops = count
    case .reduce, .cumulative, .argReduce: flops = inputCount
    case .dot(let dimensions):
      let summed = dimensions.leftContracting.map { inputs[0][$0] }.reduce(1, *)
      flops = 2 * count * summed
    case .conv:
      let kernel = inputs[1]
      flops = 2 * count * (kernel.elementCount / max(kernel.lastSize, 1))
    case .reduceWindow(_, let window): flops = count * window.map(\.size).reduce(1, *)
    case .convert, .bitcast, .broadcast, .reshape, .transpose, .slice, .reverse, .pad,
      .concatenate, .gather, .dynamicSlice, .dynamicUpdateSlice, .sort, .iota, .threefry2x32, .qr,
      .decompose, .scan, .whileLoop, .cond:
      break
    }
  }

  private mutating func add(_ other: Costs, times count: Int = 1) {
    flops = flops.saturatingSum(other.flops.saturatingProduct(count))
    transcendentals = transcendentals.saturatingSum(
      other.transcendentals.saturatingProduct(count))
  }
}

extension UnaryOperation {
  fileprivate var isTranscendental: Bool {
    switch self {
    case .neg, .abs, .sign, .floor, .ceil, .round, .not, .square, .isFinite: false
    default: true
    }
  }
}

extension Int {
  fileprivate func saturatingSum(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }

  fileprivate func saturatingProduct(_ other: Int) -> Int {
    let (product, isTooLarge) = multipliedReportingOverflow(by: other)
    return isTooLarge ? .max : product
  }
}
