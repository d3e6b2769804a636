/// Runs a `ChoiceStep`.
final class RunningChoice: RunningStep {
  private let branches: [RunningSteps]
  private let index: View.Start
  private let isBool: Bool

  init(_ step: ChoiceStep) {
    branches = step.branches.map(RunningSteps.init)
    index = step.index.start
    isBool = step.index.dtype == .bool
    super.init(step)
  }

  override func run(_ frame: Frame) throws {
    let address = frame.address(index)
    let index =
      isBool ? Int(address.load(as: UInt8.self)) : Int(address.load(as: Int32.self))
    try branches[min(max(index, 0), branches.count - 1)].run(frame)
  }

  /// All members run the same branch: none writes the index before all have read it.
  override func run(_ frame: Frame, as member: Team.Member) throws { try run(frame) }
}
