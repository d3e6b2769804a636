import ScannedModels

/// A recurrent cell whose state leaks, and moves towards a gated candidate.
struct LeakyCell: RecurrentCell {
  var features = 6

  func callAsFunction(
    carry: Value, inputs x: Tensor, in module: BoundModule
  ) throws -> (carry: Value, output: Tensor) {
    let h = try carry.tensor()
    let both = try Tensor.concatenate([x, h], axis: -1)
    let gate = try Activation.sigmoid(
      module.apply(Dense(features: features), name: "gate", to: both))
    let candidate = try Activation.tanh(module.apply(Dense(features: features), to: x))
    let new = try 0.9 * h + 0.1 * gate * candidate
    return (.tensor(new), new)
  }

  func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value {
    try .tensor(.full(Shape(inputShape.sizes.dropLast() + [features]), 0, .float32))
  }
}

let model = try ScannedModel(RNN(cell: LeakyCell()), inputs: ["inputs": "float32[B, T, 3]"])
let xs = NDArray((0..<2 * 5 * 3).map { Float($0) / 30 }, shape: [2, 5, 3])
let variables = try model.initialize(inputs: ["inputs": .leaf(xs)], seed: 0)
for (path, array) in variables.leavesWithPaths {
  print(path.slashed, "\(array.dtype)\(array.shape)")
}
let ys = try model.apply(variables, inputs: ["inputs": .leaf(xs)]).ys?.leaf
print("ys", ys?.shape ?? [], ys?.elements(as: Float.self).suffix(6) ?? [])
