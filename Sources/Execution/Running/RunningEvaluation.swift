import Arrays
import Kernels
import Reference

/// Runs an `EvaluationStep`.
final class RunningEvaluation: RunningStep {
  private let step: EvaluationStep
  private let gathering: [StridedCopy?]
  private let placing: [StridedCopy]

  init(_ step: EvaluationStep) {
    self.step = step
    gathering = step.operands.map { view in
      view.isDense
        ? nil : StridedCopy(from: view, to: View(slot: 0, dtype: view.dtype, sizes: view.sizes))
    }
    placing = step.results.map { view in
      StridedCopy(from: View(slot: 0, dtype: view.dtype, sizes: view.sizes), to: view)
    }
    super.init(step)
  }

  override func run(_ frame: Frame) throws {
    let arrays = zip(step.operands, gathering).map { view, copy in array(view, copy, frame) }
    let values = try step.primitive.evaluate(arrays, step.resultTypes)
    for (index, value) in values.enumerated() {
      value.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        placing[index].run(from: start, to: frame.address(step.results[index]), .current)
      }
    }
  }

  /// The elements of a view as an array that shares the memory, if they are in order.
  private func array(_ view: View, _ copy: StridedCopy?, _ frame: Frame) -> NDArray {
    let shape = Shape(view.sizes)
    let start = frame.address(view)
    guard let copy else {
      let bytes = UnsafeRawBufferPointer(
        start: start, count: shape.elementCount * view.dtype.byteCount)
      return NDArray(shape: shape, dtype: view.dtype, buffer: Buffer(wrapping: bytes) { _ in })
    }
    return NDArray(shape: shape, dtype: view.dtype) { bytes in
      if let target = bytes.baseAddress { copy.run(from: start, to: target, .current) }
    }
  }
}
