import Arrays
import ProgramIR

extension Scan {
  /// The body with its sums in another order: what is known before the loop is added first, then what
  /// depends on the xs, then what depends on the carry, so that all but the last addition can leave
  /// the loop.
  ///
  /// Floats are rounded differently: this may change the last bits of a sum.
  func bodyReorderingSums() throws -> Program {
    let sums = BodySums(of: self)
    if sums.areAlone { return body }
    var rewriter = ProgramRewriter(body)
    for var equation in body.equations {
      guard let terms = sums.reorderedTerms(of: equation) else {
        equation.inputs = equation.inputs.map(rewriter.current)
        rewriter.append(equation)
        continue
      }
      var sum = rewriter.current(terms[0])
      for term in terms.dropFirst() {
        sum = try rewriter.append(.binary(.add), [sum, rewriter.current(term)])
      }
      rewriter.replace(equation.outputs[0], by: sum)
    }
    return rewriter.program(inputs: body.inputs, outputs: body.outputs).eliminatingDeadCode()
  }
}

/// The sums of a scan's body.
private struct BodySums {
  private let dependences: Dependences
  /// The equations, by the ids of their results.
  private var equations: [Int: Equation] = [:]
  /// The ids of sums that are terms of another, and that nothing else reads.
  private var inner: Set<Int> = []

  init(of scan: Scan) {
    dependences = Dependences(of: scan)
    let uses = scan.body.useCounts
    for equation in scan.body.equations where equation.isSum {
      equations[equation.outputs[0].id] = equation
    }
    for equation in equations.values {
      for case .variable(let variable) in equation.inputs
      where uses[variable.id] == 1 && equations[variable.id] != nil
        && variable.type == equation.outputs[0].type
      {
        inner.insert(variable.id)
      }
    }
  }

  /// Whether no sum is a term of another.
  var areAlone: Bool { inner.isEmpty }

  /// The terms of a sum in the order in which they are known; `nil` for other equations, for terms of
  /// another sum, and where the order is of no use.
  func reorderedTerms(of equation: Equation) -> [Atom]? {
    guard equation.isSum, !inner.contains(equation.outputs[0].id) else { return nil }
    let terms = equation.inputs.flatMap(terms)
    guard terms.count > 2, Set(terms.map { dependences[$0] }).count > 1 else { return nil }
    return terms.sorted(by: dependences)
  }

  private func terms(of atom: Atom) -> [Atom] {
    guard let variable = atom.variable, inner.contains(variable.id),
      let sum = equations[variable.id]
    else { return [atom] }
    return sum.inputs.flatMap(terms)
  }
}

extension Equation {
  /// Whether this adds two floats.
  fileprivate var isSum: Bool {
    primitive == .binary(.add) && outputs[0].type.dtype.isFloating
      && outputs[0].type.dtype.byteCount >= 4
  }
}

extension [Atom] {
  /// The terms of a sum in the order in which they are known.
  fileprivate func sorted(by dependences: Dependences) -> [Atom] {
    enumerated().sorted { a, b in
      let (first, second) = (dependences[a.element], dependences[b.element])
      return first == second ? a.offset < b.offset : first < second
    }.map(\.element)
  }
}
