import Arrays
import ProgramIR

/// Follows what reads an array `[steps, …, sequences, …]` to where only some of its steps are taken.
struct UnreadSteps {
  private let program: Program
  private let readers: [[Int]]
  private let outputs: Set<Int>
  private let makers: [Int: Equation]
  /// Known ends of the scans among the equations, by their indices.
  private let findings: [Int: SequenceFinding]

  init(in program: Program, _ findings: [Int: SequenceFinding]) {
    (self.program, self.findings) = (program, findings)
    readers = program.readers
    outputs = Set(program.outputs.compactMap { $0.variable?.id })
    makers = program.makers
  }

  /// Whether nothing reads a variable.
  func isUnread(_ variable: Variable) -> Bool {
    readers[variable.id].isEmpty && !outputs.contains(variable.id)
  }

  /// The reasons why steps of an array aren't read, or no matter.
  struct Reading {
    var ends: [SequenceEnd] = []
    /// Whether nothing is computed of the steps that don't matter.
    var takesOnly = true

    /// Both.
    mutating func add(_ other: Reading) {
      ends += other.ends
      takesOnly = takesOnly && other.takesOnly
    }
  }

  /// Why not all steps of an array are read; `nil` if they may be.
  ///
  /// - Parameters:
  ///   - steps: the axis of the steps.
  ///   - batch: that of the sequences.
  func reading(of variable: Variable, steps: Int, batch: Int) -> Reading? {
    if outputs.contains(variable.id) { return nil }
    var result = Reading()
    for index in readers[variable.id] {
      let equation = program.equations[index]
      for (operand, atom) in equation.inputs.enumerated() where atom == .variable(variable) {
        guard let reading = reading(of: operand, index, steps: steps, batch: batch) else {
          return nil
        }
        result.add(reading)
      }
    }
    return result
  }

  private func reading(of operand: Int, _ index: Int, steps: Int, batch: Int) -> Reading? {
    let equation = program.equations[index]
    switch equation.primitive {
    case .select where operand > 0 && equation.inputs[0].type.shape.rank > 0:
      if let end = mask(equation.inputs[0], steps, batch, isActive: operand == 1) {
        return Reading(ends: [end])
      }
      return moved(operand, equation, steps, batch)
    case .gather(axis: steps, batchCount: 1, _) where operand == 0 && batch == 0 && steps == 1:
      return taken(equation)
    case .reshape where abs(steps - batch) == 1:
      return places(equation, steps, batch) ?? moved(operand, equation, steps, batch)
    case .scan(let scan):
      guard let finding = findings[index], scan.scannedInputs.contains(operand), steps == 0,
        finding.axis.inputs[operand] == batch - 1
      else { return nil }
      return Reading(ends: [.reader(index)], takesOnly: false)
    default: return moved(operand, equation, steps, batch)
    }
  }

  /// Readers of the results of an equation that leaves both axes alone.
  private func moved(_ operand: Int, _ equation: Equation, _ steps: Int, _ batch: Int) -> Reading? {
    guard equation.primitive.bodies.isEmpty else { return nil }
    let links = equation.axisLinks
    guard let newSteps = links(operand, steps).result, let newBatch = links(operand, batch).result
    else { return nil }
    var result = Reading(takesOnly: equation.primitive.onlyMoves)
    for output in equation.outputs {
      guard let reading = reading(of: output, steps: newSteps, batch: newBatch) else { return nil }
      result.add(reading)
    }
    return result
  }

  /// Reading of a mask, from the smallest value that it repeats.
  private func mask(_ atom: Atom, _ steps: Int, _ batch: Int, isActive: Bool) -> SequenceEnd? {
    guard let variable = atom.variable else { return nil }
    let shown = ShownMask(variable, makers)
    guard let ownSteps = shown.axes[steps], let ownBatch = shown.axes[batch] else {
      return .mask(atom, steps: steps, batch: batch, isActive: isActive)
    }
    return .mask(.variable(shown.source), steps: ownSteps, batch: ownBatch, isActive: isActive)
  }

  /// `x[b, indices[b, n]]`, of which the result's readers may take only some.
  private func taken(_ equation: Equation) -> Reading? {
    let indices = equation.inputs[1]
    guard indices.type.shape.rank == 2 else {
      return Reading(ends: [.indices(indices, of: nil)])
    }
    let inner = reading(of: equation.outputs[0], steps: 1, batch: 0)
    let ends = inner.flatMap { $0.ends.isEmpty ? nil : $0.ends }
    return Reading(ends: [.indices(indices, of: ends)], takesOnly: inner?.takesOnly ?? true)
  }

  /// `x.reshape(steps * sequences, …)[places]`.
  private func places(_ equation: Equation, _ steps: Int, _ batch: Int) -> Reading? {
    let (old, output) = (equation.inputs[0].type.shape.sizes, equation.outputs[0])
    let axis = min(steps, batch)
    let flat = old[..<axis] + [old[steps] * old[batch]] + old[(axis + 2)...]
    guard Array(flat) == output.type.shape.sizes, !outputs.contains(output.id) else { return nil }
    var result = Reading()
    for index in readers[output.id] {
      let reader = program.equations[index]
      guard case .gather(axis: axis, batchCount: 0, _) = reader.primitive,
        reader.inputs[1] != .variable(output),
        reader.inputs[1].type.shape.elementCount * old[batch] <= Self.mostComparisons
      else { return nil }
      result.ends.append(.places(reader.inputs[1], stepsAreOuter: steps < batch))
    }
    return result
  }

  /// How many places are looked for at most, for all sequences together.
  private static let mostComparisons = 1 << 22
}
