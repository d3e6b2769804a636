import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// Functions of `jax.numpy` that multiply arrays. `precision` changes nothing on a CPU.
  mutating func addProducts() {
    add(
      "dot", "(a, b, *, precision=None, preferred_element_type=None, out_sharding=None)",
      "Product over the last axis of one array and the last but one of the other."
    ) { try $0.product { try .dot($0, $1) } }
    add(
      "matmul", "(a, b, *, precision=None, preferred_element_type=None, out_sharding=None)",
      "Matrix product."
    ) { try $0.product { try .matmul($0, $1) } }
    add(
      "vdot", "(a, b, *, precision=None, preferred_element_type=None)",
      "Product of two flat arrays, the first one conjugated."
    ) {
      try $0.product { try .dot($0.reshaped(to: [-1]), $1.reshaped(to: [-1])) }
    }
    add(
      "vecdot", "(x1, x2, /, *, axis=-1, precision=None, preferred_element_type=None)",
      "Products of vectors, the first ones conjugated."
    ) { parameters in
      let axis = try parameters.optionalInt("axis") ?? -1
      let a = try parameters.tensor("x1").movingAxis(axis, to: -1)
      let b = try parameters.tensor("x2").movingAxis(axis, to: -1)
      return .tensor(
        try parameters.product(of: [a.expandingAxis(-2), b.expandingAxis(-1)]) {
          try Tensor.matmul($0[0], $0[1]).squeezed([-2, -1])
        })
    }
    add(elementwise: "matvec", "(x1, x2, /)", "Product of matrices and vectors.") { a, b in
      try .matmul(a, b.expandingAxis(-1)).squeezed([-1])
    }
    add(
      elementwise: "vecmat", "(x1, x2, /)",
      "Product of vectors and matrices, the vectors conjugated."
    ) { a, b in
      try .matmul(a.expandingAxis(-2), b).squeezed([-2])
    }
    add(
      "inner", "(a, b, *, precision=None, preferred_element_type=None)",
      "Products over the last axes."
    ) {
      try $0.product { a, b in
        if a.rank == 0 || b.rank == 0 { return try a * b }
        return try .dot(a, b, DotDimensions(contracting: ([a.rank - 1], [b.rank - 1])))
      }
    }
    add("outer", "(a, b, out=None)", "All products of two flat arrays.") {
      .tensor(
        try $0.tensor("a").reshaped(to: [-1, 1]) * $0.tensor("b").reshaped(to: [1, -1]))
    }
    add("kron", "(a, b)", "Kronecker product.") { parameters in
      let (a, b) = (try parameters.tensor("a"), try parameters.tensor("b"))
      let rank = max(a.rank, b.rank)
      let x = [Int](repeating: 1, count: rank - a.rank) + a.shape.sizes
      let y = [Int](repeating: 1, count: rank - b.rank) + b.shape.sizes
      let product =
        try a.reshaped(to: x.flatMap { [$0, 1] }) * b.reshaped(to: y.flatMap { [1, $0] })
      return .tensor(try product.reshaped(to: zip(x, y).map { $0 * $1 }))
    }
    add(
      "cross", "(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)",
      "Cross product of vectors of three.", ignoring: ["axisa", "axisb", "axisc"]
    ) { .tensor(try Self.cross($0)) }
    add(
      "tensordot",
      "(a, b, axes=2, *, precision=None, preferred_element_type=None, out_sharding=None)",
      "Product over given axes."
    ) { parameters in
      try parameters.product { try Self.tensorDot($0, $1, parameters["axes"] ?? .int(2)) }
    }
    add(
      "einsum",
      "(subscripts, /, *operands, out=None, optimize='auto', precision=None, "
        + "preferred_element_type=None, out_sharding=None)",
      "Sums of products by index letters."
    ) { parameters in
      let (subscripts, operands) = try Self.einsumOperands(parameters)
      return .tensor(
        try parameters.product(of: operands) { try Tensor.einsum(subscripts, $0) })
    }
  }

  /// The subscripts and the operands, which can also come in turns, `einsum(x, [0, 1], y, [1])`, with
  /// the result's subscripts last.
  private static func einsumOperands(
    _ parameters: CallParameters
  ) throws -> (subscripts: String, operands: [Tensor]) {
    let first = try parameters.required("subscripts")
    if case .leaf(.string(let subscripts)) = first {
      return (subscripts, try parameters.tensors("operands"))
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    func word(_ axes: Value) throws -> String {
      try (axes.elements ?? []).map { axis in
        if axis.indexPart == .ellipsis { return "..." }
        let label = try axis.int("subscript of einsum")
        guard letters.indices.contains(label) else {
          throw Diagnostic("the subscripts of einsum are from 0 to 51", got: "\(label)")
        }
        return String(letters[label])
      }.joined()
    }
    let all = [first] + (parameters["operands"]?.elements ?? [])
    let pairs = try stride(from: 0, to: all.count - 1, by: 2).map { place in
      (try all[place].tensor("operand of einsum"), try word(all[place + 1]))
    }
    let result = all.count % 2 == 1 ? "->" + (try word(all[all.count - 1])) : ""
    return (pairs.map(\.1).joined(separator: ",") + result, pairs.map(\.0))
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
