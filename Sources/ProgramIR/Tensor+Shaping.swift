import Arrays
import Diagnostics

extension Tensor {
  /// An array of one value, in a scalar's dtype.
  public static func full(_ shape: Shape, _ value: Tensor) throws -> Tensor {
    try value.broadcast(to: shape)
  }

  /// An array of one value.
  public static func full(_ shape: Shape, _ value: Double, _ dtype: DType) throws -> Tensor {
    try Tensor(value).converted(to: dtype).broadcast(to: shape)
  }

  /// An array of one value in the shape and dtype of another.
  public static func full(like other: Tensor, _ value: Tensor) throws -> Tensor {
    try value.converted(to: other.dtype, isWeak: other.type.isWeak).broadcast(to: other.shape)
  }

  /// `0, 1, …, count - 1`.
  public static func iota(_ count: Int, _ dtype: DType) throws -> Tensor {
    try apply(.iota(dtype: dtype, shape: [count], axis: 0), [])[0]
  }

  /// The same elements in another shape; one size may be -1, for whatever fits.
  public func reshaped(to sizes: [Int]) throws -> Tensor {
    var sizes = sizes
    // A product that overflows is no number of elements of an array.
    let known = sizes.filter { $0 != -1 }.reduce(1) { product, size in
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      return overflows ? Int.max : next
    }
    let open = sizes.indices.filter { sizes[$0] == -1 }
    guard open.count <= 1, sizes.allSatisfy({ $0 >= -1 }),
      open.isEmpty || (known > 0 && shape.elementCount % known == 0)
    else {
      throw Diagnostic("shape \(shape) can't be reshaped to \(Shape(sizes))").raising("TypeError")
    }
    for axis in open { sizes[axis] = shape.elementCount / known }
    let target = Shape(sizes)
    guard target.elementCount == shape.elementCount else {
      throw Primitive.reshape(target).mismatch(
        "keeps the number of elements", got: "\(shape) to \(target)"
      ).raising("TypeError")
    }
    return target == shape ? self : try Tensor.apply(.reshape(target), self)
  }

  /// Axis `i` of the result is axis `permutation[i]` of this; all axes reversed by default.
  public func transposed(_ permutation: [Int]? = nil) throws -> Tensor {
    let order = try permutation?.map { try shape.axis($0) } ?? Array((0..<rank).reversed())
    return order == Array(0..<rank) ? self : try Tensor.apply(.transpose(order), self)
  }

  /// The last two axes exchanged (`x.mT`).
  public func matrixTransposed() throws -> Tensor {
    guard rank >= 2 else { throw Diagnostic("a matrix has two axes", got: "\(type)") }
    var order = Array(0..<rank)
    order.swapAt(rank - 1, rank - 2)
    return try transposed(order)
  }

  /// The tensor with one axis moved to another position, the others kept in order (`jnp.moveaxis`).
  public func movingAxis(_ source: Int, to destination: Int) throws -> Tensor {
    let source = try shape.axis(source)
    let destination = try shape.axis(destination)
    var order = (0..<rank).filter { $0 != source }
    order.insert(source, at: destination)
    return try transposed(order)
  }

  /// An axis of size 1 put at `axis` of the result (`jnp.expand_dims`).
  public func expandingAxis(_ axis: Int) throws -> Tensor {
    let position = try Shape(shape.sizes + [1]).axis(axis)
    return try reshaped(to: shape.inserting(1, at: position).sizes)
  }

  /// The tensor without axes of size 1, all of them or those given (`jnp.squeeze`).
  public func squeezed(_ axes: [Int]? = nil) throws -> Tensor {
    let dropped =
      try axes?.map { try shape.axis($0) } ?? shape.sizes.indices.filter { shape[$0] == 1 }
    guard dropped.allSatisfy({ shape[$0] == 1 }) else {
      throw Diagnostic("only axes of size 1 can be squeezed", got: "axes \(dropped) of \(shape)")
    }
    return try reshaped(
      to: shape.sizes.indices.filter { !dropped.contains($0) }.map { shape[$0] })
  }

  /// The part of an axis in `range`, every `stride`-th index.
  public func sliced(axis: Int, _ range: Range<Int>, stride: Int = 1) throws -> Tensor {
    let axis = try shape.axis(axis)
    if range == 0..<shape[axis], stride == 1 { return self }
    var starts = [Int](repeating: 0, count: rank)
    var limits = shape.sizes
    var strides = [Int](repeating: 1, count: rank)
    (starts[axis], limits[axis], strides[axis]) = (range.lowerBound, range.upperBound, stride)
    return try Tensor.apply(.slice(starts: starts, limits: limits, strides: strides), self)
  }

  /// Index `index` of an axis, which is dropped; negative counts from the end.
  public func indexed(axis: Int, _ index: Int) throws -> Tensor {
    let axis = try shape.axis(axis)
    let position = index < 0 ? index + shape[axis] : index
    guard (0..<shape[axis]).contains(position) else {
      throw Diagnostic("index \(index) is out of range", got: "axis \(axis) of shape \(shape)")
    }
    return try sliced(axis: axis, position..<position + 1).squeezed([axis])
  }

  /// The tensor reversed along these axes.
  public func reversed(axes: [Int]) throws -> Tensor {
    try Tensor.apply(.reverse(axes: try axes.map { try shape.axis($0) }), self)
  }

  /// With `value` around it, `low` before and `high` after each axis.
  public func padded(low: [Int], high: [Int], value: Tensor) throws -> Tensor {
    try Tensor.apply(.pad(low: low, high: high), self, value.converted(to: dtype))
  }

  /// All one after another along an axis, after promotion (`jnp.concatenate`).
  public static func concatenate(_ tensors: [Tensor], axis: Int) throws -> Tensor {
    guard let first = tensors.first else {
      throw Diagnostic("at least one array is needed to concatenate")
    }
    let axis = try first.shape.axis(axis)
    let (dtype, isWeak) = Promotion.result(of: tensors.map(\.type))
    let operands = try tensors.map { try $0.converted(to: dtype, isWeak: isWeak) }
    return operands.count == 1 ? operands[0] : try apply(.concatenate(axis: axis), operands)[0]
  }

  /// All side by side along a new axis (`jnp.stack`).
  public static func stack(_ tensors: [Tensor], axis: Int) throws -> Tensor {
    try concatenate(tensors.map { try $0.expandingAxis(axis) }, axis: axis)
  }

  /// Parts of an axis that end before each of `indices`, and the rest (`jnp.split`).
  public func split(at indices: [Int], axis: Int) throws -> [Tensor] {
    let axis = try shape.axis(axis)
    let limit = shape[axis]
    let bounds = [0] + indices + [limit]
    guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw Diagnostic(
        "an axis splits at places that don't fall", expected: "from 0 to \(limit)",
        got: "\(indices)")
    }
    return try zip(bounds, bounds.dropFirst()).map { start, end in
      try sliced(axis: axis, start..<end)
    }
  }

  /// Equal parts of an axis (`jnp.split`).
  public func split(into count: Int, axis: Int) throws -> [Tensor] {
    let axis = try shape.axis(axis)
    guard count > 0, shape[axis] % count == 0 else {
      throw Diagnostic(
        "an axis splits into equal parts only", got: "axis of size \(shape[axis]) into \(count)")
    }
    let size = shape[axis] / count
    return try split(at: (1..<count).map { $0 * size }, axis: axis)
  }

  /// The same bits as another dtype of the same size.
  public func bitcast(to dtype: DType) throws -> Tensor { try Tensor.apply(.bitcast(dtype), self) }
}
