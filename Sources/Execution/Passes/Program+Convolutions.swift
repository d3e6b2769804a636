import Arrays
import ProgramIR

extension Program {
  /// This program with convolutions as dot products of what their window sees in each place and the
  /// kernel: unlike a convolution, slices and dot products can be batched, hoisted and split.
  func loweringConvolutions() throws -> Program {
    guard equations.contains(where: { if case .conv = $0.primitive { true } else { false } }) else {
      return self
    }
    var rewriter = ProgramRewriter(self)
    for var equation in equations {
      equation.inputs = equation.inputs.map(rewriter.current)
      switch equation.primitive {
      case .conv(let convolution) where convolution.canBeLowered(equation):
        let result = try rewriter.convolve(
          equation.inputs[0], equation.inputs[1], convolution,
          places: Array(equation.outputs[0].type.shape.sizes.dropFirst().dropLast()))
        rewriter.replace(equation.outputs[0], by: result)
      default: rewriter.append(equation)
      }
    }
    return rewriter.program(inputs: inputs, outputs: outputs)
  }
}

extension Convolution {
  /// Whether there is something to slice, and not so much that the program gets too long.
  fileprivate func canBeLowered(_ equation: Equation) -> Bool {
    let offsetCount = window.map(\.size).reduce(1, &*)
    let types = equation.inputs.map(\.type) + equation.outputs.map(\.type)
    return window.allSatisfy { $0.size <= 256 } && (1...256).contains(offsetCount)
      && types.allSatisfy { $0.shape.elementCount > 0 }
  }
}

extension ProgramRewriter {
  /// `[N, S…, I]` convolved with `[K…, I / groups, O]`, without a convolution: `[N, P…, O]`.
  fileprivate mutating func convolve(
    _ operand: Atom, _ kernel: Atom, _ convolution: Convolution, places: [Int]
  ) throws -> Atom {
    let padded = try pad(operand, convolution.window)
    let slices = try Shape(convolution.window.map(\.size)).allIndices.map {
      try slice(padded, convolution.window, at: $0, places: places)
    }
    if convolution.groupCount > 1 {
      return try product(ofGroups: convolution.groupCount, slices, kernel)
    }
    let patches = try joined(slices)
    let sizes = kernel.type.shape.sizes
    let matrix = try append(
      .reshape([sizes.dropLast().reduce(1, *), sizes[sizes.count - 1]]), [kernel])
    return try append(
      .dot(DotDimensions(contracting: (left: [sizes.count - 1], right: [0]))), [patches, matrix])
  }

  /// The products of slices whose channels are in groups and a kernel `[K…, I / groups, O]`, group
  /// by group.
  private mutating func product(
    ofGroups groupCount: Int, _ slices: [Atom], _ kernel: Atom
  ) throws -> Atom {
    let kernelSizes = kernel.type.shape.sizes
    let last = kernelSizes.count
    let (channels, features) = (kernelSizes[last - 2], kernelSizes[last - 1])
    let groups = try slices.map { slice in
      let sizes = slice.type.shape.sizes.dropLast() + [groupCount, channels]
      return try append(.reshape(Shape(Array(sizes))), [slice])
    }
    let patches = try joined(groups)
    let matrices = try append(
      .reshape([slices.count * channels, groupCount, features / groupCount]), [kernel])
    let product = try append(
      .dot(
        DotDimensions(
          contracting: (left: [last], right: [0]), batch: (left: [last - 1], right: [1]))),
      [patches, matrices])
    let turned = try append(.transpose(Array(1..<last) + [0, last]), [product])
    let sizes = turned.type.shape.sizes.dropLast(2) + [features]
    return try append(.reshape(Shape(Array(sizes))), [turned])
  }

  /// All along the last axis, one after another.
  private mutating func joined(_ slices: [Atom]) throws -> Atom {
    if slices.count == 1 { return slices[0] }
    return try append(.concatenate(axis: slices[0].type.shape.rank - 1), slices)
  }

  /// The operand with zeros between and around its elements.
  private mutating func pad(_ operand: Atom, _ window: [WindowAxis]) throws -> Atom {
    let zero = Atom.constant(NDArray(Float(0)).converted(to: operand.type.dtype), isWeak: false)
    var operand = operand
    for (index, step) in window.map(\.baseDilation).enumerated() where step > 1 {
      let axis = index + 1
      let shape = operand.type.shape
      var high = [Int](repeating: 0, count: shape.rank + 1)
      high[axis + 1] = step - 1
      let apart = try append(.reshape(shape.inserting(1, at: axis + 1)), [operand])
      let filled = try append(
        .pad(low: high.map { _ in 0 }, high: high), [apart, zero])
      var joined = shape
      joined[axis] *= step
      let row = try append(.reshape(joined), [filled])
      var limits = joined.sizes
      limits[axis] -= step - 1
      operand = try append(
        .slice(
          starts: limits.map { _ in 0 }, limits: limits, strides: limits.map { _ in 1 }), [row])
    }
    let low = [0] + window.map { max($0.low, 0) } + [0]
    let high = [0] + window.map { max($0.high, 0) } + [0]
    if (low + high).allSatisfy({ $0 == 0 }) { return operand }
    return try append(.pad(low: low, high: high), [operand, zero])
  }

  /// The operand's elements at an offset in the window, for each place of the window: `[N, P…, I]`.
  private mutating func slice(
    _ padded: Atom, _ window: [WindowAxis], at offset: [Int], places: [Int]
  ) throws -> Atom {
    var (starts, limits) = ([0], [padded.type.shape[0]])
    for (axis, index) in zip(window, offset) {
      let start = index * axis.windowDilation + max(-axis.low, 0)
      starts.append(start)
      limits.append(start + (places[starts.count - 2] - 1) * axis.stride + 1)
    }
    starts.append(0)
    limits.append(padded.type.shape.lastSize)
    let strides = [1] + window.map(\.stride) + [1]
    if starts.allSatisfy({ $0 == 0 }), limits == padded.type.shape.sizes,
      strides.allSatisfy({ $0 == 1 })
    {
      return padded
    }
    return try append(.slice(starts: starts, limits: limits, strides: strides), [padded])
  }
}

extension Shape {
  /// The indices of all elements, in C order.
  fileprivate var allIndices: [[Int]] {
    sizes.reduce([[]]) { prefixes, size in
      prefixes.flatMap { prefix in (0..<size).map { prefix + [$0] } }
    }
  }
}
