import Testing

@testable import Execution

struct StepReleaseTests {
  private func runs(_ view: View, _ steps: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    StepRegion(of: view).forEachRun(of: steps) { runs.append($0) }
    return runs
  }

  /// `[T, 2, 4]`: steps are side by side.
  @Test func stepsSideBySideAreOneRun() {
    let view = View(slot: 0, offset: 8, dtype: .float32, sizes: [10, 2, 4])
    #expect(StepRegion(of: view).byteCount == 32)
    #expect(runs(view, 2..<5) == [72..<168])
    #expect(runs(view, 2..<2) == [])
  }

  /// `[2, T, 4]` scanned along axis 1: a run for each place of the axis before.
  @Test func anAxisBeforeTheStepsHasARunEach() {
    let view = View(slot: 0, dtype: .float32, sizes: [2, 10, 4]).transposed([1, 0, 2])
    #expect(runs(view, 1..<3) == [16..<48, 176..<208])
  }

  @Test func littleIsNotReleased() {
    let view = View(slot: 0, dtype: .float32, sizes: [100, 8])
    #expect(StepRelease([view], length: 100, smallestByteCount: 4096) == nil)
    #expect(StepRelease([view], length: 100, smallestByteCount: 1024)?.interval == 8)
    #expect(StepRelease([], length: 100, smallestByteCount: 0) == nil)
  }
}
