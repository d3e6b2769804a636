/// Writes the numbers of a block's steps.
struct CountStep: StepContent {
  /// `int32` `[steps]`.
  let target: View
  /// A slot that is as many bytes behind another one as there are steps before the block's.
  let cursor, base: Int

  var suitsTeams: Bool { true }

  var lines: [String] { ["\(target) = numbers of steps"] }
}
