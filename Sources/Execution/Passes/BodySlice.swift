import ProgramIR

/// The part of a scan's body that makes some values.
struct BodySlice {
  let equations: [Equation]
  /// Values that it reads and doesn't make: inputs of the body, and results of other slices.
  let inputs: [Variable]
  let targets: [Atom]

  /// - Parameters:
  ///   - equations: those of the body, in order.
  ///   - given: the ids of values that needn't be made.
  init(of equations: [Equation], making targets: [Atom], given: Set<Int> = []) {
    var needed = Set(targets.compactMap { $0.variable?.id }).subtracting(given)
    var kept: [Equation] = []
    for equation in equations.reversed()
    where equation.outputs.contains(where: { needed.contains($0.id) }) {
      kept.append(equation)
      needed.formUnion(
        equation.inputs.compactMap { $0.variable?.id }.filter { !given.contains($0) })
    }
    self.equations = kept.reversed()
    self.targets = targets
    var seen = Set(kept.flatMap(\.outputs).map(\.id))
    var inputs: [Variable] = []
    for case .variable(let variable) in self.equations.flatMap(\.inputs) + targets
    where seen.insert(variable.id).inserted {
      inputs.append(variable)
    }
    self.inputs = inputs
  }

  /// Nothing.
  static let empty = BodySlice(of: [], making: [])

  /// Results other than views.
  var made: [Variable] {
    equations.filter { !$0.primitive.isView }.flatMap(\.outputs)
  }

  var program: Program { Program(inputs: inputs, equations: equations, outputs: targets) }
}

extension Scan {
  /// The positions of the parts of the carry among these variables.
  func carryParts(among variables: [Variable]) -> Set<Int> {
    let ids = Set(variables.map(\.id))
    return Set((0..<carryCount).filter { ids.contains(body.inputs[constantCount + $0].id) })
  }
}
