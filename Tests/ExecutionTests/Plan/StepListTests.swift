import Testing

@testable import Execution

struct StepListTests {
  private func copy(_ source: Int, _ target: Int) -> Step {
    .copy(
      CopyStep(
        from: View(slot: source, dtype: .float32, sizes: [2]),
        to: View(slot: target, dtype: .float32, sizes: [2])))
  }

  @Test func stepsThatNobodyWaitsAfterSaySo() {
    let list = StepList([copy(0, 1), copy(2, 3)], unawaited: [0])
    #expect(list.waits == [false, true])
    #expect(
      list.lines == [
        "s1 float32[2] = copy s0 float32[2], no wait", "s3 float32[2] = copy s2 float32[2]",
      ])
  }

  @Test func listsForLengthsAreMadeOnce() {
    var made: [Int] = []
    let steps = StepsByLength([8, 8, 3]) { length in
      made.append(length)
      return StepList([copy(0, length)])
    }
    #expect(made == [8, 3])
    #expect(steps.lengths == [8, 3])
    #expect(steps.lines == ["s8 float32[2] = copy s0 float32[2]"])
    #expect(!steps.isEmpty)
    #expect(StepsByLength([8, 3]) { _ in StepList([]) }.isEmpty)
  }
}
