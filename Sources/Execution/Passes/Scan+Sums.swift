import Arrays
import ProgramIR

extension Scan {
  /// The body with its sums in another order: what is known before the loop is added first, then what
  /// depends on the xs, then what depends on the carry, so that all but the last addition can leave
  /// the loop.
  ///
  /// Floats are rounded differently: this may change the last bits of a sum.
  func bodyReorderingSums() throws -> Program {
    let dependences = Dependences(of: self)
    let uses = body.useCounts
    var sums = [Int: Equation]()
    for equation in body.equations where equation.isSum { sums[equation.outputs[0].id] = equation }
    var inner = Set<Int>()
    for equation in sums.values {
      for case .variable(let variable) in equation.inputs
      where uses[variable.id] == 1 && sums[variable.id] != nil
        && variable.type == equation.outputs[0].type
      {
        inner.insert(variable.id)
      }
    }
    if inner.isEmpty { return body }

    func terms(of atom: Atom) -> [Atom] {
      guard let variable = atom.variable, inner.contains(variable.id), let sum = sums[variable.id]
      else { return [atom] }
      return sum.inputs.flatMap(terms)
    }
    var rewriter = ProgramRewriter(body)
    for equation in body.equations {
      let output = equation.outputs[0]
      var copy = equation
      copy.inputs = copy.inputs.map(rewriter.current)
      guard equation.isSum, !inner.contains(output.id) else {
        rewriter.append(copy)
        continue
      }
      let all = equation.inputs.flatMap(terms)
      let sorted = all.sorted(by: dependences)
      guard all.count > 2, Set(all.map { dependences[$0] }).count > 1 else {
        rewriter.append(copy)
        continue
      }
      var sum = rewriter.current(sorted[0])
      for term in sorted.dropFirst() {
        sum = try rewriter.append(.binary(.add), [sum, rewriter.current(term)])
      }
      rewriter.replace(output, by: sum)
    }
    return rewriter.program(inputs: body.inputs, outputs: body.outputs).eliminatingDeadCode()
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
