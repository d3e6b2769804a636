import Arrays
import ProgramIR

/// The inputs of a scan's body that a value depends on, in the order in which such values are known.
enum Dependence: Int, Comparable {
  /// The constants only: the same in every step.
  case invariant
  /// The xs too, but not the carry: known for all steps at once.
  case input
  /// Parts of the carry that are linear in themselves too: known for a block of steps at once, when
  /// the steps before it are done.
  case linearCarry
  /// The rest of the carry: known step by step.
  case carry

  static func < (a: Dependence, b: Dependence) -> Bool { a.rawValue < b.rawValue }
}

/// The dependence of every variable of a scan's body, by id.
struct Dependences {
  private var levels: [Dependence]

  /// Follows values from the scan's inputs to its outputs.
  ///
  /// - Parameters:
  ///   - linear: the parts of the carry that are to count as linear.
  ///   - ofBlocks: whether equations that can't be computed for a block of steps at once count as
  ///     depending on the carry, unless they are invariant.
  init(of scan: Scan, linear: Set<Int> = [], ofBlocks: Bool = false) {
    levels = [Dependence](repeating: .invariant, count: scan.body.variableCount)
    for (part, index) in scan.carryInputs.enumerated() {
      levels[scan.body.inputs[index].id] = linear.contains(part) ? .linearCarry : .carry
    }
    for index in scan.scannedInputs { levels[scan.body.inputs[index].id] = .input }
    for equation in scan.body.equations {
      var level = self[equation]
      if ofBlocks, level > .invariant, !canBeBatched(equation) { level = .carry }
      for output in equation.outputs { levels[output.id] = level }
    }
  }

  /// The dependence of an atom.
  subscript(_ atom: Atom) -> Dependence { atom.variable.map { self[$0] } ?? .invariant }

  /// The dependence of a variable.
  subscript(_ variable: Variable) -> Dependence { levels[variable.id] }

  /// The dependence of an equation's results.
  subscript(_ equation: Equation) -> Dependence {
    equation.inputs.map { self[$0] }.max() ?? .invariant
  }

  /// Whether an equation of the body can be computed for a block of steps at once.
  func canBeBatched(_ equation: Equation) -> Bool {
    equation.canBeBatched { self[$0] > .invariant }
  }
}

extension Primitive {
  /// Whether the result shows the operand's elements, each where it is or repeated: it needs no
  /// work, whoever reads it knows where to look.
  var isView: Bool {
    switch self {
    case .broadcast, .reshape, .transpose, .slice, .reverse: true
    default: false
    }
  }
}
