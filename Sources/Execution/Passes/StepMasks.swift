import Arrays
import ProgramIR

/// The masks in a scan's body that keep its carry as it is, or make its ys known, whatever the rest of
/// the body computes.
struct StepMasks {
  private let scan: Scan
  private let axis: IndependentAxis
  private let makers: [Int: Equation]
  /// In which counters of steps count as linear.
  private let dependences: Dependences

  init(of scan: Scan, along axis: IndependentAxis) {
    (self.scan, self.axis) = (scan, axis)
    makers = scan.body.makers
    let counters = scan.stepCounters
    let counted = (0..<scan.carryCount).filter { part in
      counters[scan.body.inputs[scan.constantCount + part].id] != nil
    }
    dependences = Dependences(of: scan, linear: Set(counted))
  }

  /// The part of the carry with this position before a step.
  private func before(_ part: Int) -> Atom {
    .variable(scan.body.inputs[scan.constantCount + part])
  }

  /// Why a part of the carry stays as it is; none if it always does. `nil` if it needn't.
  func ends(ofCarry part: Int) -> [SequenceEnd]? {
    let next = scan.body.outputs[part]
    if next == before(part) { return [] }
    guard let choice = choice(next) else { return nil }
    if choice.onFalse == before(part) { return end(choice.mask, isActive: true).map { [$0] } }
    if choice.onTrue == before(part) { return end(choice.mask, isActive: false).map { [$0] } }
    return nil
  }

  /// Why slices of a y are known, and what they are; `nil` if they aren't.
  func end(ofY output: Int) -> (ends: [SequenceEnd], padding: ScannedSequences.Padding)? {
    let y = scan.body.outputs[output]
    for part in 0..<scan.carryCount where y == before(part) || y == scan.body.outputs[part] {
      if let ends = ends(ofCarry: part) { return (ends, .carry(part)) }
    }
    guard let choice = choice(y) else { return nil }
    for (value, isActive) in [(choice.onFalse, true), (choice.onTrue, false)] {
      if let scalar = scalar(value), let end = end(choice.mask, isActive: isActive) {
        return ([end], .value(scalar))
      }
    }
    return nil
  }

  // MARK: Reading the body

  private struct Choice { var mask, onTrue, onFalse: Atom }

  /// The choice that a value is, looked for through what only moves its elements nowhere else.
  private func choice(_ atom: Atom) -> Choice? {
    guard let maker = atom.variable.flatMap({ makers[$0.id] }), case .select = maker.primitive
    else { return nil }
    return Choice(mask: maker.inputs[0], onTrue: maker.inputs[1], onFalse: maker.inputs[2])
  }

  /// The number that all elements of a value are, if it is a constant.
  private func scalar(_ atom: Atom) -> NDArray? {
    switch atom {
    case .constant(let array, _): return array.shape == .scalar ? array : nil
    case .variable(let variable):
      guard let maker = makers[variable.id], case .broadcast = maker.primitive else { return nil }
      return scalar(maker.inputs[0])
    }
  }

  /// End of the sequences by a mask known before the scan, read from the smallest value that it repeats.
  private func end(_ mask: Atom, isActive: Bool) -> SequenceEnd? {
    guard var variable = mask.variable, dependences[variable] < .carry else { return nil }
    let source = ShownMask(variable, makers).source
    if axis.position(in: source) != nil { variable = source }
    guard let batch = axis.position(in: variable),
      scan.body.equations(for: variable).allSatisfy({ $0.canBeBatched { _ in true } })
    else { return nil }
    return .stepMask(variable, batch: batch, isActive: isActive)
  }
}

extension Scan {
  /// The parts of the carry to which each step adds a number, which is known: the ids of their variables,
  /// and the numbers.
  var stepCounters: [Int: NDArray] {
    let makers = body.makers
    var counters: [Int: NDArray] = [:]
    for (part, index) in carryInputs.enumerated() {
      let variable = body.inputs[index]
      guard variable.type.dtype == .int32, variable.type.shape == .scalar,
        let maker = body.outputs[part].variable.flatMap({ makers[$0.id] }),
        maker.primitive == .binary(.add)
      else { continue }
      for (own, other) in [(0, 1), (1, 0)] where maker.inputs[own] == .variable(variable) {
        if case .constant(let number, _) = maker.inputs[other] { counters[variable.id] = number }
      }
    }
    return counters
  }
}

extension Program {
  /// The equation that makes each variable, by id.
  var makers: [Int: Equation] {
    var makers: [Int: Equation] = [:]
    for equation in equations {
      for output in equation.outputs { makers[output.id] = equation }
    }
    return makers
  }

  /// The equations that a variable depends on, in order.
  func equations(for variable: Variable) -> [Equation] {
    var needed: Set<Int> = [variable.id]
    var found: [Equation] = []
    for equation in equations.reversed()
    where equation.outputs.contains(where: { needed.contains($0.id) }) {
      found.append(equation)
      needed.formUnion(equation.inputs.compactMap { $0.variable?.id })
    }
    return found.reversed()
  }
}
