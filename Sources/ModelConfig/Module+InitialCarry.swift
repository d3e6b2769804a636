import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension Module {
  /// Initial carry of a method's loops over `input`, as `nn.RNN` makes it by default; `nil` if the
  /// module can't make one.
  ///
  /// A cell makes it for the input of one step; a vmap's slices all begin with that one.
  ///
  /// - Throws: what `initialize_carry` throws, and for axes that the input or the carry doesn't have.
  func initialCarry(_ method: Method, input: Tree<ArrayType>) throws -> Value? {
    guard self.method("initialize_carry") != nil, var shape = input.leaves.first?.shape else {
      return nil
    }
    var maps: [(settings: ScanSettings, size: Int)] = []
    for loop in method.loops {
      let axes = try loop.inAxes.argument(loop.isMap ? 1 : 0)?
        .spread(over: input, matchesAllSequences: true)
      var size = loop.length
      if case .axis(let axis) = axes?.leaves.first {
        let place = try loop.locatingInAxes { try shape.axis(axis) }
        size = shape[place]
        shape = shape.removing(axis: place)
      }
      if loop.isMap, let size { maps.append((loop, size)) }
    }
    let scope = Scope(variables: [:], streams: [:], mutable: .none)
    let arguments = Arguments([.tensor(.key(seed: 0)), .tuple(shape.sizes.map { .int($0) })])
    let carry = try BoundModule(self, scope: scope).call("initialize_carry", arguments)
    return try maps.reversed().reduce(carry) { carry, map in
      try carry.repeated(map.size, along: map.settings.inAxes.argument(0), of: map.settings)
    }
  }
}

extension ScanSettings {
  /// Runs `body`; its errors point at `in_axes`.
  fileprivate func locatingInAxes<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as Diagnostic {
      throw error.at(path: "in_axes").located(at: places["in_axes"])
    }
  }
}

extension Tree where Leaf == Object {
  /// The arrays repeated `count` times, along new axes.
  fileprivate func repeated(
    _ count: Int, along axes: AxisTree?, of settings: ScanSettings
  ) throws -> Value {
    let tensors = try tensors("carry")
    guard let axes = try axes?.spread(over: tensors, matchesAllSequences: true) else { return self }
    let leaves = try zip(tensors.leaves, axes.leaves).map { leaf, axis -> Tensor in
      guard case .axis(let axis) = axis else { return leaf }
      return try settings.locatingInAxes {
        try leaf.broadcast(to: Shape([count] + leaf.shape.sizes)).movingAxis(0, to: axis)
      }
    }
    let result: Tree<Tensor> = tensors.replacingLeaves(with: leaves)
    return result.value
  }
}

extension Tree where Leaf == ScanAxis {
  /// The axes of one of the arguments.
  func argument(_ index: Int) -> Tree? {
    guard let elements else { return self }
    return elements.indices.contains(index) ? elements[index] : nil
  }
}
