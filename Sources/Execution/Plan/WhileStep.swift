/// Runs a loop for as long as its body says.
struct WhileStep: StepContent {
  let body, preheader: StepList
  let carry: [LoopStep.Carry]
  let ends: [LoopStep.CarryEnds]
  /// Whether there is a first round, and, written by the body, whether there is another.
  let first, next: View

  var ownSteps: [StepList] { [preheader, body] }

  var lines: [String] {
    (preheader.lines.below("before:") + body.lines.below("round:")).below("while \(next)")
  }
}
