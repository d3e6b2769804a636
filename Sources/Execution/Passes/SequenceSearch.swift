import Arrays
import ProgramIR

/// Looks for an axis of a scan along which sequences end, as far as their steps matter.
struct SequenceSearch {
  private let scan: Scan
  private let equation: Equation
  private let unread: UnreadSteps

  /// A search for that of the scan that an equation is.
  init(_ scan: Scan, _ equation: Equation, _ unread: UnreadSteps) {
    (self.scan, self.equation, self.unread) = (scan, equation, unread)
  }

  /// Known ends of the sequences along the first axis that has some; `nil` if there is none.
  func run() -> SequenceFinding? {
    for part in 0..<scan.carryCount {
      let sizes = scan.body.inputs[scan.constantCount + part].type.shape.sizes
      for place in sizes.indices where sizes[place] > 1 {
        guard let axis = scan.independentAxis(ofCarry: part, place),
          let finding = finding(.init(part: part, axis: place), axis), !finding.ends.isEmpty
        else { continue }
        return finding
      }
    }
    return nil
  }

  private func finding(
    _ batch: ScannedSequences.BatchAxis, _ axis: IndependentAxis
  ) -> SequenceFinding? {
    let masks = StepMasks(of: scan, along: axis)
    var result = SequenceFinding(
      ends: [], batch: batch, axis: axis, paddings: [], needsAllSteps: false)
    for part in 0..<scan.carryCount {
      let isUnread = unread.isUnread(equation.outputs[part])
      guard axis.inputs[scan.constantCount + part] != nil else {
        // What all sequences share goes on as long as there are steps; backwards it begins before.
        let isConstant =
          scan.body.outputs[part]
          == .variable(
            scan.body.inputs[scan.constantCount + part])
        if !isConstant, !isUnread || scan.isReversed { result.needsAllSteps = true }
        continue
      }
      // Backwards, what is behind the end comes before what matters.
      if isUnread, !scan.isReversed { continue }
      guard let ends = masks.ends(ofCarry: part) else { return nil }
      result.ends += ends
    }
    for output in scan.body.outputs.indices.dropFirst(scan.carryCount) {
      guard let place = axis.outputs[output] else { return nil }
      if let known = masks.end(ofY: output) {
        result.ends += known.ends
        result.paddings.append(known.padding)
      } else if let reading = unread.reading(
        of: equation.outputs[output], steps: 0, batch: place + 1)
      {
        result.ends += reading.ends
        result.paddings.append(reading.takesOnly ? .unread : .zero(scan.body.outputs[output].type))
      } else {
        return nil
      }
    }
    return result
  }
}

extension ScannedSequences.Padding {
  /// Zeros of a dtype.
  fileprivate static func zero(_ type: ArrayType) -> ScannedSequences.Padding {
    .value(NDArray(Int32(0)).converted(to: type.dtype))
  }
}
