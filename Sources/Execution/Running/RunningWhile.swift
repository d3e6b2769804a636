/// Runs a `WhileStep`.
final class RunningWhile: RunningStep {
  private let body, preheader: RunningSteps
  private let carry: [LoopStep.Carry]
  private let ends: [RunningLoop.CarryEnds]
  private let first, next: View

  init(_ step: WhileStep) {
    body = RunningSteps(step.body)
    preheader = RunningSteps(step.preheader)
    carry = step.carry
    ends = step.ends.map(RunningLoop.CarryEnds.init)
    (first, next) = (step.first, step.next)
    super.init(step)
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
}
