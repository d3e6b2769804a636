import Kernels

/// Copies of rows from one array to another, as many as are wanted.
struct RowCopies {
  private let row: StridedCopy
  private let batch, rows: View.Start
  private let batchStep, rowStep: Int
  private let isBack: Bool

  init(_ step: RowCopyStep) {
    let (batch, rows) = (step.batch.first, step.rows.first)
    row = step.isBack ? StridedCopy(from: rows, to: batch) : StridedCopy(from: batch, to: rows)
    (self.batch, self.rows) = (batch.start, rows.start)
    (batchStep, rowStep) = (step.batch.step, step.rows.step)
    isBack = step.isBack
  }

  /// Copies the first `count` rows.
  func run(_ count: Int, _ order: UnsafePointer<Int32>, _ frame: Frame) {
    let (batch, rows) = (frame.address(batch), frame.address(rows))
    for index in 0..<count {
      let place = batch + Int(order[index]) * batchStep
      let row = rows + index * rowStep
      if isBack {
        self.row.run(from: row, to: place, .current)
      } else {
        self.row.run(from: place, to: row, .current)
      }
    }
  }
}

/// Runs a `RowCopyStep`.
final class RunningRowCopy: RunningStep {
  private let copies: RowCopies
  private let order, count: Int

  init(_ step: RowCopyStep) {
    copies = RowCopies(step)
    order = step.order
    count = step.rows.view.sizes[step.rows.axis]
    super.init(step)
  }

  override func run(_ frame: Frame) {
    copies.run(count, frame.addresses[order].assumingMemoryBound(to: Int32.self), frame)
  }
}
