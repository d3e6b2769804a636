/// Runs one of several lists of steps.
struct ChoiceStep: StepContent {
  /// The number of the list, an `int32` that is clamped to those there are, or a `bool`.
  let index: View
  let branches: [StepList]

  var ownSteps: [StepList] { branches }

  var suitsTeams: Bool { branches.allSatisfy(\.suitsTeams) }

  var lines: [String] {
    branches.enumerated().flatMap { $1.lines.below("branch \($0):") }.below("choose by \(index)")
  }
}
