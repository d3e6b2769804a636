import Arrays
import ProgramIR

// `lax.cond` is traced as all of its branches and a selection of one's results. What only one side of
// selections by one scalar reads is a branch again, which runs if that side is selected.

extension Program {
  /// This program with choices of branches in place of selections by a scalar whose sides are worth
  /// it; those within the branches are left alone.
  ///
  /// - Parameters:
  ///   - smallestCost: from how much work on that one side does alone a step of its own pays.
  ///   - resultCost: how much work there must be at least for each element of the results: more than
  ///     a few operations, which are done in one tile with the selection.
  func choosingBranches(
    from smallestCost: Int = 1 << 15, perResult resultCost: Int = 32
  ) -> Program {
    guard cost >= smallestCost || equations.contains(where: \.mayNotEnd) else { return self }
    var program = self
    var settled: Set<Variable> = []
    while let selection = program.lastSelection(besides: settled) {
      let branches = Branches(selection, in: program)
      if branches.areWorthChoosing(from: smallestCost, perResult: resultCost) {
        program = branches.chosen()
      } else {
        settled.formUnion(selection.members.map { program.equations[$0].outputs[0] })
      }
    }
    return program
  }

  /// The last selections by one scalar none of which depends on another, without those that are
  /// settled.
  private func lastSelection(besides settled: Set<Variable>) -> Selection? {
    var selection: Selection?
    var isNeeded = [Bool](repeating: false, count: variableCount)
    for (index, equation) in equations.enumerated().reversed() {
      let isAncestor = equation.outputs.contains { isNeeded[$0.id] }
      if !isAncestor {
        guard equation.primitive == .select, case .variable(let test) = equation.inputs[0],
          test.type.shape == .scalar, !settled.contains(equation.outputs[0]),
          selection.map({ $0.test == test }) ?? true
        else { continue }
        selection = selection ?? Selection(test: test, members: [])
        selection?.members.append(index)
      }
      for case .variable(let variable) in equation.inputs { isNeeded[variable.id] = true }
    }
    return selection.map { Selection(test: $0.test, members: $0.members.reversed()) }
  }
}

/// Selections by one scalar.
private struct Selection {
  let test: Variable
  /// The indices of their equations.
  var members: [Int]
}

/// Equations that only one side of a selection reads.
private struct Branches {
  /// Who reads a value, or what an equation makes.
  private enum Reader { case nobody, onFalse, onTrue, others }

  private let program: Program
  private let selection: Selection
  /// For each equation, the side that it belongs to.
  private let readers: [Reader]

  init(_ selection: Selection, in program: Program) {
    (self.selection, self.program) = (selection, program)
    var ofValues = [Reader](repeating: .nobody, count: program.variableCount)
    func note(_ atom: Atom, _ reader: Reader) {
      guard let variable = atom.variable else { return }
      let known = ofValues[variable.id]
      ofValues[variable.id] = known == .nobody || known == reader ? reader : .others
    }
    for atom in program.outputs { note(atom, .others) }
    let members = Set(selection.members)
    var readers = [Reader](repeating: .others, count: program.equations.count)
    for (index, equation) in program.equations.enumerated().reversed() {
      if members.contains(index) {
        for (atom, reader) in zip(equation.inputs, [Reader.others, .onTrue, .onFalse]) {
          note(atom, reader)
        }
        continue
      }
      let own = Set(equation.outputs.map { ofValues[$0.id] }).subtracting([.nobody])
      readers[index] = own.count == 1 ? own.first ?? .others : own.isEmpty ? .nobody : .others
      guard readers[index] != .nobody else { continue }
      for atom in equation.inputs { note(atom, readers[index]) }
    }
    self.readers = readers
  }

  private var selects: [Equation] { selection.members.map { program.equations[$0] } }

  private func equations(_ side: Reader) -> [Equation] {
    zip(program.equations, readers).filter { $1 == side }.map(\.0)
  }

  // MARK: Costs

  /// Whether one side does much that the other one doesn't need, or may never end.
  func areWorthChoosing(from smallestCost: Int, perResult resultCost: Int) -> Bool {
    let sides = [equations(.onFalse), equations(.onTrue)]
    if sides.contains(where: { $0.contains(where: \.mayNotEnd) }) { return true }
    let results = selects.map { $0.outputs[0].type.shape.elementCount }.reduce(0, +)
    let smallest = max(smallestCost, min(results, Int.max >> 6) * resultCost)
    return sides.contains {
      Program(inputs: [], equations: $0, outputs: []).cost >= smallest
    }
  }

  // MARK: Writing

  /// The program with the choice in place of the last selection: what reads a selection's result
  /// follows it.
  func chosen() -> Program {
    var rewriter = ProgramRewriter(program)
    let members = Set(selection.members)
    var isLate = [Bool](repeating: false, count: program.variableCount)
    var late: [Equation] = []
    for (index, equation) in program.equations.enumerated() {
      if index == selection.members.last {
        writeChoice(to: &rewriter)
        for equation in late { rewriter.append(equation) }
        late = []
      } else if members.contains(index) {
        isLate[equation.outputs[0].id] = true
      } else if readers[index] == .others {
        let reads = equation.inputs.contains { $0.variable.map { isLate[$0.id] } ?? false }
        if reads, index < selection.members.last ?? 0 {
          for output in equation.outputs { isLate[output.id] = true }
          late.append(equation)
        } else {
          rewriter.append(equation)
        }
      }
    }
    return rewriter.program(inputs: program.inputs, outputs: program.outputs)
  }

  private func writeChoice(to rewriter: inout ProgramRewriter) {
    let sides = [equations(.onFalse), equations(.onTrue)]
    let results = [2, 1].map { side in selects.map { $0.inputs[side] } }
    var bound = Set(sides.joined().flatMap(\.outputs).map(\.id))
    bound.insert(selection.test.id)
    var operands: [Variable] = []
    for case .variable(let variable) in sides.joined().flatMap(\.inputs) + results.joined()
    where bound.insert(variable.id).inserted {
      operands.append(variable)
    }
    let branches = zip(sides, results).enumerated().map { place, side in
      branch(operands, side.0, side.1, test: place == 1)
    }
    rewriter.append(
      Equation(
        .cond(Conditional(branches: branches)),
        inputs: [.variable(selection.test)] + operands.map(Atom.variable),
        outputs: selects.map { $0.outputs[0] }))
  }

  /// The program of a branch, in which it is known what the selection is by.
  private func branch(
    _ operands: [Variable], _ equations: [Equation], _ results: [Atom], test: Bool
  ) -> Program {
    let whole = Program(inputs: program.inputs, equations: program.equations, outputs: [])
    var rewriter = ProgramRewriter(whole)
    rewriter.replace(selection.test, by: .constant(NDArray(test), isWeak: false))
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      rewriter.append(equation)
    }
    let outputs = zip(selects, results).map { select, result in
      rewriter.spread(result, to: select.outputs[0].type.shape)
    }
    return rewriter.program(inputs: operands, outputs: outputs)
  }
}

extension ProgramRewriter {
  /// The result of a selection's side, which may be a scalar in place of an array.
  fileprivate mutating func spread(_ atom: Atom, to shape: Shape) -> Atom {
    guard atom.type.shape != shape else { return atom }
    let type = atom.type.with(shape: shape)
    let output = fresh(type)
    append(
      Equation(
        .broadcast(shape: shape, dimensions: []), inputs: [current(atom)], outputs: [output]))
    return .variable(output)
  }
}

extension Equation {
  /// Whether it repeats something for as long as that says.
  fileprivate var mayNotEnd: Bool {
    if case .whileLoop = primitive { return true }
    return primitive.bodies.contains { $0.equations.contains(where: \.mayNotEnd) }
  }
}
