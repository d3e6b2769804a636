import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that multiply arrays. `precision` changes nothing on a CPU.
  mutating func addProducts() {
    let further = "precision preferred_element_type out_sharding"
    add("dot", "a b \(further)") { try $0.product { try .dot($0, $1) } }
    add("matmul", "a b \(further)") { try $0.product { try .matmul($0, $1) } }
    add("vdot", "a b \(further)") {
      try $0.product { try .dot($0.reshaped(to: [-1]), $1.reshaped(to: [-1])) }
    }
    add("vecdot", "x1 x2 axis \(further)") { parameters in
      let axis = try parameters.optionalInt("axis") ?? -1
      let a = try parameters.tensor("x1").movingAxis(axis, to: -1)
      let b = try parameters.tensor("x2").movingAxis(axis, to: -1)
      return .tensor(
        try parameters.product(of: [a.expandingAxis(-2), b.expandingAxis(-1)]) {
          try Tensor.matmul($0[0], $0[1]).squeezed([-2, -1])
        })
    }
    add("matvec") { a, b in
      try .matmul(a, b.expandingAxis(-1)).squeezed([-1])
    }
    add("vecmat") { a, b in
      try .matmul(a.expandingAxis(-2), b).squeezed([-2])
    }
    add("inner", "a b \(further)") {
      try $0.product { a, b in
        if a.rank == 0 || b.rank == 0 { return try a * b }
        return try .dot(a, b, DotDimensions(contracting: ([a.rank - 1], [b.rank - 1])))
      }
    }
    add("outer", "a b out") {
      .tensor(
        try $0.tensor("a").reshaped(to: [-1, 1]) * $0.tensor("b").reshaped(to: [1, -1]))
    }
    add("kron", "a b") { parameters in
      let (a, b) = (try parameters.tensor("a"), try parameters.tensor("b"))
      let rank = max(a.rank, b.rank)
      let x = [Int](repeating: 1, count: rank - a.rank) + a.shape.sizes
      let y = [Int](repeating: 1, count: rank - b.rank) + b.shape.sizes
      let product =
        try a.reshaped(to: x.flatMap { [$0, 1] }) * b.reshaped(to: y.flatMap { [1, $0] })
      return .tensor(try product.reshaped(to: zip(x, y).map { $0 * $1 }))
    }
    add("cross", "a b axisa axisb axisc axis") { .tensor(try Self.cross($0)) }
    add("tensordot", "a b axes \(further)") { parameters in
      try parameters.product { try Self.tensorDot($0, $1, parameters["axes"] ?? .int(2)) }
    }
    add("einsum", "subscripts", rest: "operands", keywords: "optimize \(further)") { parameters in
      let subscripts = try parameters.required("subscripts").string("subscripts of einsum")
      return .tensor(
        try parameters.product(of: parameters.tensors("operands")) {
          try Tensor.einsum(subscripts, $0)
        })
    }
  }

  private static func cross(_ parameters: CallParameters) throws -> Tensor {
    func part(_ name: String, _ axisName: String) throws -> Tensor {
      let axis = try parameters.optionalInt("axis") ?? parameters.optionalInt(axisName) ?? -1
      let x = try parameters.tensor(name).movingAxis(axis, to: -1)
      guard x.shape.sizes.last == 3 else {
        throw Diagnostic("cross takes vectors of three", got: "\(x)")
      }
      return x
    }
    let (a, b) = (try part("a", "axisa"), try part("b", "axisb"))
    func at(_ x: Tensor, _ index: Int) throws -> Tensor { try x.indexed(axis: -1, index) }
    let parts = try [(1, 2), (2, 0), (0, 1)].map { i, j in
      try at(a, i) * at(b, j) - at(a, j) * at(b, i)
    }
    let axis = try parameters.optionalInt("axis") ?? parameters.optionalInt("axisc") ?? -1
    return try .stack(parts, axis: axis)
  }

  private static func tensorDot(_ a: Tensor, _ b: Tensor, _ axes: Value) throws -> Tensor {
    let pairs: (left: [Int], right: [Int])
    if case .int(let count) = axes.staticNumber {
      guard (0...min(a.rank, b.rank)).contains(count) else {
        throw Diagnostic("tensordot over \(count) axes", got: "\(a), \(b)")
      }
      pairs = (Array(a.rank - count..<a.rank), Array(0..<count))
    } else {
      guard let sides = axes.elements, sides.count == 2 else {
        throw Diagnostic("axes of tensordot are a number, or two lists", got: axes.text)
      }
      pairs = (
        try sides[0].ints("axes").map { try a.shape.axis($0) },
        try sides[1].ints("axes").map { try b.shape.axis($0) }
      )
    }
    return try .dot(a, b, DotDimensions(contracting: pairs))
  }
}

extension CallParameters {
  /// A product of `a` and `b`, in the dtype that is preferred.
  fileprivate func product(_ body: (Tensor, Tensor) throws -> Tensor) throws -> Value {
    .tensor(try product(of: [tensor("a"), tensor("b")]) { try body($0[0], $0[1]) })
  }
}
