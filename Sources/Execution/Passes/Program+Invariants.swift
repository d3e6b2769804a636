import Arrays
import ProgramIR

extension Program {
  /// This program with what is the same in every step of a scan computed before it.
  ///
  /// Views stay with those who read them.
  func hoistingInvariants() -> Program {
    guard containsScan else { return self }
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      if case .scan(let scan) = equation.primitive {
        rewriter.appendHoisting(from: scan, equation)
      } else {
        rewriter.append(equation)
      }
    }
    return rewriter.program(inputs: inputs, outputs: outputs).eliminatingDeadCode()
  }

  var containsScan: Bool {
    equations.contains { if case .scan = $0.primitive { true } else { false } }
  }
}

extension ProgramRewriter {
  /// Writes the invariant equations of a scan's body, then the scan without them.
  fileprivate mutating func appendHoisting(from scan: Scan, _ equation: Equation) {
    let hoisted = scan.invariantEquations
    guard hoisted.contains(true) else {
      append(equation)
      return
    }
    // What the body's variables are called outside.
    var outside = [Atom?](repeating: nil, count: scan.body.variableCount)
    for index in 0..<scan.constantCount {
      outside[scan.body.inputs[index].id] = equation.inputs[index]
    }
    var results: [Variable] = []
    for (inner, isHoisted) in zip(scan.body.equations, hoisted) where isHoisted {
      var copy = inner
      copy.inputs = inner.inputs.map { atom in atom.variable.flatMap { outside[$0.id] } ?? atom }
      copy.outputs = inner.outputs.map { fresh($0.type) }
      append(copy)
      for (old, new) in zip(inner.outputs, copy.outputs) { outside[old.id] = .variable(new) }
      results += inner.outputs
    }
    var new = scan
    new.body.inputs.insert(contentsOf: results, at: scan.constantCount)
    new.constantCount += results.count
    new.body.equations = zip(scan.body.equations, hoisted).filter { !$1 }.map(\.0)
    var outer = equation
    outer.primitive = .scan(new)
    outer.inputs.insert(contentsOf: results.compactMap { outside[$0.id] }, at: scan.constantCount)
    append(outer)
  }
}

extension Scan {
  /// For each equation of the body, whether it can be computed before the loop and is worth it: a
  /// view, or numbers of steps, only if an equation that is needs it.
  fileprivate var invariantEquations: [Bool] {
    let dependences = Dependences(of: self)
    var needed = [Bool](repeating: false, count: body.variableCount)
    var hoisted = [Bool](repeating: false, count: body.equations.count)
    let readers = body.readers
    for (index, equation) in body.equations.enumerated().reversed() {
      guard dependences[equation] == .invariant else { continue }
      let isNeeded = equation.outputs.contains { needed[$0.id] }
      let costsNothing = equation.primitive.isView || body.isOfScansOnly(equation, readers)
      guard isNeeded || !costsNothing else { continue }
      hoisted[index] = true
      for case .variable(let variable) in equation.inputs { needed[variable.id] = true }
    }
    return hoisted
  }
}
