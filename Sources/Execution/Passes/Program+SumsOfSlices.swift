import Arrays
import ProgramIR

extension Program {
  /// This program with sums of slices made slices of one sum, where two arrays are read by nothing
  /// but sums of the same slices of both, which make up all of them: the parts of cells whose dots
  /// are made for all parts at once.
  ///
  /// One sum is less to do, and can be moved as a whole.
  func mergingSumsOfSlices() throws -> Program {
    let groups = SumOfSlices.groups(of: self)
    var rewriter = ProgramRewriter(self)
    var sums: [[Atom]: Atom] = [:]
    for equation in equations {
      var copy = equation
      copy.inputs = copy.inputs.map(rewriter.current)
      guard let part = groups[equation.outputs[0].id] else {
        rewriter.append(copy)
        continue
      }
      let sum =
        try sums[part.terms]
        ?? rewriter.append(.binary(.add), part.terms.map(rewriter.current))
      sums[part.terms] = sum
      rewriter.replace(equation.outputs[0], by: try rewriter.append(part.slice, [sum]))
    }
    return rewriter.program(inputs: inputs, outputs: outputs).eliminatingDeadCode()
  }
}

/// A sum of the same slice of two arrays.
private struct SumOfSlices {
  let slice: Primitive
  /// The two arrays.
  let terms: [Atom]
  let elementCount: Int

  /// By the sum's variable, those that can be merged.
  static func groups(of program: Program) -> [Int: SumOfSlices] {
    let uses = program.useCounts
    var slices: [Int: Equation] = [:]
    var found: [Int: SumOfSlices] = [:]
    for equation in program.equations {
      if case .slice = equation.primitive { slices[equation.outputs[0].id] = equation }
      guard equation.primitive == .binary(.add) else { continue }
      let read = equation.inputs.compactMap { $0.variable }.filter { uses[$0.id] == 1 }
        .compactMap { slices[$0.id] }
      guard read.count == 2, read[0].primitive == read[1].primitive else { continue }
      let terms = read.map { $0.inputs[0] }
      guard terms[0].type == terms[1].type, terms[0] != terms[1] else { continue }
      found[equation.outputs[0].id] = SumOfSlices(
        slice: read[0].primitive, terms: terms,
        elementCount: equation.outputs[0].type.shape.elementCount)
    }
    let byTerms = Dictionary(grouping: found.values, by: \.terms)
    return found.filter { _, part in
      let group = byTerms[part.terms] ?? []
      return part.terms.allSatisfy { $0.variable.map { uses[$0.id] } == group.count }
        && group.map(\.elementCount).reduce(0, +) == part.terms[0].type.shape.elementCount
    }
  }
}
