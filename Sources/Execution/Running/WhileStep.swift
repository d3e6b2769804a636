import Arrays

/// Runs a loop for as long as its body says.
final class WhileStep: Step {
  private let body, preheader: StepList
  private let carry: [LoopStep.Carry]
  private let ends: [LoopStep.CarryEnds]
  /// Whether there is a first round, and where the body says whether there is another.
  private let first, next: View

  init(
    _ body: StepList, preheader: StepList, carry: [LoopStep.Carry], ends: [LoopStep.CarryEnds],
    first: View, next: View
  ) {
    self.body = body
    self.preheader = preheader
    self.carry = carry
    self.ends = ends
    self.first = first
    self.next = next
  }

  override func run(_ frame: Frame) throws {
    let addresses = frame.addresses
    var goesOn = frame.address(first).load(as: UInt8.self) != 0
    if goesOn { try preheader.run(frame) }
    for (part, end) in zip(carry, ends) {
      addresses[part.input] = addresses[part.first.slot]
      addresses[part.output] = addresses[part.second.slot]
      end.start.run(frame)
    }
    while goesOn {
      try body.run(frame)
      goesOn = frame.address(next).load(as: UInt8.self) != 0
      for part in carry { swap(&addresses[part.input], &addresses[part.output]) }
    }
    for end in ends { end.end.run(frame) }
  }

  override var ownSteps: [StepList] { [preheader, body] }

  override var lines: [String] {
    (preheader.lines.below("before:") + body.lines.below("round:")).below("while \(next)")
  }
}
