import Kernels

extension TileGroup {
  /// This group with products that are only added to or subtracted from something computed along
  /// with that: rounded once, where the processor can.
  func fusingProducts() -> TileGroup {
    var group = self
    var producers = [Int?](repeating: nil, count: values.count)
    var isFused = [Bool](repeating: false, count: operations.count)
    for (index, operation) in operations.enumerated() {
      producers[operation.result] = index
      guard operation.name == "add" || operation.name == "sub" else { continue }
      // The last product, so that the other one is there already.
      let products = [0, 1].compactMap { side -> (side: Int, index: Int)? in
        let value = operation.operands[side]
        guard let producer = producers[value], operations[producer].name == "mul",
          values[value].useCount == 1, values[value].target == nil,
          values[value].form == .float
        else { return nil }
        return (side, producer)
      }
      guard let (side, product) = products.max(by: { $0.index < $1.index }),
        operation.operands[0] != operation.operands[1]
      else { continue }
      let kernel: TernaryKernel =
        operation.name == "add"
        ? .multiplyAdd : side == 0 ? .multiplySubtract : .subtractProduct
      isFused[product] = true
      group.operations[index].function = .ternary(kernel)
      group.operations[index].name = "\(operation.name)_product"
      group.operations[index].operands =
        operations[product].operands + [operation.operands[1 - side]]
    }
    group.operations = zip(group.operations, isFused).filter { !$1 }.map(\.0)
    return group
  }
}
