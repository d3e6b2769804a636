import Arrays
import Reference
import LiftedScan
import ProgramIR

extension Tensor {
  /// The array's elements, if they depend on constants only: computed now, while the model is
  /// traced, such as the mask `np.arange(6) % 2 == 0`. `nil` if it isn't known, or too large for
  /// that.
  ///
  /// - Parameter limit: the most elements that are computed.
  func known(limit: Int = Evaluator.sequenceLimit) throws -> NDArray? {
    if let constant { return constant }
    guard isStatic, shape.elementCount <= limit else { return nil }
    return try ReferenceExecutor().run(Program(inputs: [], outputs: [self]), []).first
  }

  /// Integers of a known array, row by row; `nil` if it holds other numbers.
  func knownInts() throws -> [Int]? {
    guard dtype.isInteger, let array = try known() else { return nil }
    return array.converted(to: .int64).elements(as: Int64.self).map { Int($0) }
  }

  /// Indices of the elements that aren't zero, one array an axis, as `jnp.nonzero` gives them;
  /// `nil` if the elements aren't known while tracing.
  func knownPlaces() throws -> [Tensor]? {
    guard let array = try known() else { return nil }
    let places = array.elements(as: Bool.self).enumerated().filter(\.element).map(\.offset)
    var stride = shape.elementCount
    return shape.sizes.map { size in
      stride /= max(size, 1)
      let indices = places.map { Int32(clamping: $0 / max(stride, 1) % max(size, 1)) }
      return Tensor(NDArray(indices, shape: [indices.count]))
    }
  }
}
