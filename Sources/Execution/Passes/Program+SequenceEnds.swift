import Arrays
import ProgramIR

extension Program {
  /// This program with what is known of its scans' sequences: before each scan whose steps don't matter
  /// from some step on, other for each sequence, how many do.
  ///
  /// A step doesn't matter where a mask in the body keeps the carry as it is and the ys are known, or
  /// where nobody reads what it makes.
  func findingSequenceEnds() throws -> Program {
    var findings: [Int: SequenceFinding] = [:]
    for (index, equation) in equations.enumerated().reversed() {
      guard case .scan(let scan) = equation.primitive, scan.length > 1, scan.sequences == nil
      else { continue }
      let unread = UnreadSteps(in: self, findings)
      guard let finding = SequenceSearch(scan, equation, unread).run() else { continue }
      findings[index] = finding
      if isCircular(index, findings) { findings[index] = nil }
    }
    if findings.isEmpty { return self }
    var writer = SequenceWriter(self, findings)
    return try writer.run()
  }

  /// Whether what tells the ends of a scan's sequences depends on the scan.
  private func isCircular(_ index: Int, _ findings: [Int: SequenceFinding]) -> Bool {
    let made = dependents(of: index)
    return atoms(of: index, findings).contains { $0.variable.map { made.contains($0.id) } ?? false }
  }

  /// The values that tell the ends of a scan's sequences.
  fileprivate func atoms(of index: Int, _ findings: [Int: SequenceFinding]) -> [Atom] {
    guard let finding = findings[index], case .scan(let scan) = equations[index].primitive else {
      return []
    }
    func atoms(_ end: SequenceEnd) -> [Atom] {
      switch end {
      case .mask(let atom, _, _, _), .places(let atom, _): return [atom]
      case .indices(let atom, let ends): return [atom] + (ends ?? []).flatMap(atoms)
      case .reader(let other): return self.atoms(of: other, findings)
      case .stepMask(let variable, _, _):
        return scan.inputs(readFor: variable).map { equations[index].inputs[$0] }
      }
    }
    return finding.ends.flatMap(atoms)
  }
}

extension Scan {
  /// Positions of the inputs that a value of the body depends on.
  fileprivate func inputs(readFor variable: Variable) -> [Int] {
    let equations = body.equations(for: variable)
    let read = Set(equations.flatMap(\.inputs).compactMap { $0.variable?.id } + [variable.id])
    return body.inputs.indices.filter { read.contains(body.inputs[$0].id) }
  }
}

/// Writes a program with the lengths of its scans' sequences.
private struct SequenceWriter {
  private let program: Program
  private let findings: [Int: SequenceFinding]
  private var writer: ReorderingRewriter
  /// The lengths written so far, by the index of the scan's equation.
  private var lengths: [Int: Atom] = [:]

  init(_ program: Program, _ findings: [Int: SequenceFinding]) {
    (self.program, self.findings) = (program, findings)
    writer = ReorderingRewriter(program)
  }

  mutating func run() throws -> Program {
    for index in program.equations.indices {
      // One that was needed further up is left as it is.
      if let finding = findings[index], !writer.isWritten[index] {
        try write(index, finding)
      } else {
        writer.write(index)
      }
    }
    return writer.result()
  }

  /// Writes a scan with the lengths as one more constant.
  private mutating func write(_ index: Int, _ finding: SequenceFinding) throws {
    var equation = program.equations[index]
    guard case .scan(var scan) = equation.primitive else { return }
    let lengths = try lengths(of: index)
    let position = scan.constantCount
    scan.body.inputs.insert(
      Variable(id: scan.body.variableCount, type: lengths.type), at: position)
    scan.constantCount += 1
    scan.sequences = ScannedSequences(
      lengths: position, batch: finding.batch, paddings: finding.paddings,
      needsAllSteps: finding.needsAllSteps)
    equation.primitive = .scan(scan)
    equation.inputs.insert(lengths, at: position)
    writer.write(equation, for: index)
  }

  /// Writes how many steps of each sequence matter, `int32[B]`, and what tells it.
  private mutating func lengths(of index: Int) throws -> Atom {
    if let known = lengths[index] { return known }
    writer.writeMakers(of: program.atoms(of: index, findings))
    guard let finding = findings[index], case .scan(let scan) = program.equations[index].primitive
    else { return .zero }
    let lengths = try length(
      finding.ends, of: scan, program.equations[index].inputs, steps: scan.length,
      finding.axis.size)
    self.lengths[index] = lengths
    return lengths
  }

  /// The largest of the lengths that reasons tell of `count` sequences.
  private mutating func length(
    _ ends: [SequenceEnd], of scan: Scan, _ operands: [Atom], steps: Int, _ count: Int
  ) throws -> Atom {
    var largest: Atom?
    var seen: Set<SequenceEnd> = []
    for end in ends where seen.insert(end).inserted {
      let length = try length(end, of: scan, operands, steps: steps, count)
      largest =
        try largest.map { try writer.rewriter.append(.binary(.max), [$0, length]) } ?? length
    }
    return largest ?? .zero
  }

  private mutating func length(
    _ end: SequenceEnd, of scan: Scan, _ operands: [Atom], steps: Int, _ count: Int
  ) throws -> Atom {
    switch end {
    case .mask(let mask, let axis, let batch, let isActive):
      return try writer.rewriter.lastStep(mask, steps: axis, batch: batch, isActive: isActive)
    case .stepMask(let variable, let batch, let isActive):
      let mask = try scan.writeAllSteps(of: variable, operands, to: &writer.rewriter)
      return try writer.rewriter.lastStep(mask, steps: 0, batch: batch + 1, isActive: isActive)
    case .places(let places, let stepsAreOuter):
      return try writer.rewriter.lastStep(
        atPlaces: places, steps: steps, batch: count, stepsAreOuter: stepsAreOuter)
    case .indices(let indices, let ends):
      let matter = try ends.map {
        try length($0, of: scan, operands, steps: indices.type.shape[1], count)
      }
      return try writer.rewriter.lastStep(atIndices: indices, steps: steps, upTo: matter)
    case .reader(let other): return try lengths(of: other)
    }
  }
}
