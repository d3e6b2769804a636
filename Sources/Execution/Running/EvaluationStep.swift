import Arrays
import Kernels
import ProgramIR
import Reference

/// Runs an equation by the reference executor: what there are no kernels for.
final class EvaluationStep: Step {
  private let equation: Equation
  private let operands: [View]
  private let gathering: [StridedCopy?]
  private let results: [View]
  private let placing: [StridedCopy]

  init(_ equation: Equation, operands: [View], results: [View]) {
    self.equation = equation
    self.operands = operands
    self.results = results
    gathering = operands.map { view in
      view.isDense
        ? nil : StridedCopy(from: view, to: View(slot: 0, dtype: view.dtype, sizes: view.sizes))
    }
    placing = results.map { view in
      StridedCopy(from: View(slot: 0, dtype: view.dtype, sizes: view.sizes), to: view)
    }
  }

  override func run(_ frame: Frame) throws {
    let arrays = zip(operands, gathering).map { view, copy in array(view, copy, frame) }
    let values = try equation.primitive.evaluate(arrays, equation.outputs.map(\.type))
    for (index, value) in values.enumerated() {
      value.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        placing[index].run(from: start, to: frame.address(results[index]), .best)
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
      if let target = bytes.baseAddress { copy.run(from: start, to: target, .best) }
    }
  }

  override var lines: [String] {
    [
      results.map(\.description).joined(separator: ", ") + " = \(equation.primitive.name) "
        + operands.map(\.description).joined(separator: ", ")
    ]
  }
}

extension StridedCopy {
  /// A copy of a view's elements to the places of another's.
  init(from source: View, to target: View) {
    self.init(
      elementByteCount: source.dtype.byteCount, sizes: source.sizes,
      sourceStrides: source.strides, targetStrides: target.strides)
  }
}
