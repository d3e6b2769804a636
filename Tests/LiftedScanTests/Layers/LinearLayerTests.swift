import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

/// What `DenseGeneral`, `Einsum`, `Embed` and pooling refuse; the fixtures of modules compare their
/// numbers with Flax.
struct LinearLayerTests {
  static let matrices = ArrayType(.float32, [2, 3, 4])

  static func dense(_ features: [Int], axes: [Int] = [-1], batch: [Int] = []) -> DenseGeneral {
    var layer = DenseGeneral(features: features)
    (layer.axes, layer.batchAxes) = (axes, batch)
    return layer
  }

  static func einsum(_ shape: Shape, _ subscripts: String?) -> Einsum {
    var layer = Einsum(shape: shape)
    layer.einsumStr = subscripts
    return layer
  }

  static var refused: [RefusedCall] {
    [
      RefusedCall(dense([2], axes: [3]), matrices, "axis", "axis 3 is out of range"),
      RefusedCall(dense([2], axes: [-1, 2]), matrices, "axis", "axis can't name an axis twice"),
      RefusedCall(dense([2], axes: [0], batch: [0]), matrices, "axis", "axis can't name an axis"),
      RefusedCall(dense([2], batch: [1]), matrices, "batch_dims", "batch_dims must be the first"),
      RefusedCall(
        dense([2], batch: [0, 0]), matrices, "batch_dims", "batch_dims must be the first"),
      RefusedCall(dense([]), matrices, "features", "features must be sizes"),
      RefusedCall(dense([.max, 2]), matrices, "features", "features must be sizes"),
      RefusedCall(einsum([4, 5], nil), matrices, "einsum_str", "Einsum needs einsum_str"),
      RefusedCall(
        einsum([4, 5], "abc,cd"), matrices, "einsum_str", "einsum_str needs two operands"),
      RefusedCall(
        einsum([4, 5], "abc->ab"), matrices, "einsum_str", "einsum_str needs two operands"),
      RefusedCall(einsum([4, 5], "ab,bc->ac"), matrices, nil, "einsum's subscripts don't fit"),
      RefusedCall(einsum([4, 4], "abc,cc->ab"), matrices, nil, "the kernel's subscripts can't"),
      RefusedCall(
        einsum([5, 4], "abc,cd->abd"), matrices, nil, "einsum's operands have different"),
      RefusedCall(einsum([4, 5], "abc,cd->abe"), matrices, nil, "einsum's result has letters"),
      RefusedCall(einsum([4, 5], "ab-,-d->abd"), matrices, nil, "einsum's subscripts are a"),
      RefusedCall(
        Embed(embeddingCount: 3, features: 2), matrices, "inputs", "Embed takes integers"),
    ]
  }

  @Test func misfitsAreRefused() { for call in Self.refused { call.expectDiagnostic() } }

  @Test func subscriptsAreGivenOnce() {
    for given in [Value.string("abc,cd->abd"), .int(1)] {
      var call = ModuleCall(arguments: [
        (nil, .leaf(.array(Self.matrices))), ("einsum_str", given.map { .value(.leaf($0)) }),
      ])
      call.streams = ["params"]
      call.mutable = .all
      #expect(throws: Diagnostic.self) { try call.trace(Self.einsum([4, 5], "abc,cd->abd")) }
    }
  }

  @Test func methodsThatAreNot() {
    for module in [Self.einsum([4, 5], "ab,bc->ac"), Embed(embeddingCount: 2, features: 2)]
      as [any Module]
    {
      var call = ModuleCall(arguments: [(nil, .leaf(.array(Self.matrices)))])
      call.method = "decode"
      #expect(throws: Diagnostic.self) { try call.trace(module) }
      #expect(module.method("decode") == nil)
    }
  }

  @Test func poolingRefusesMisfits() throws {
    let x = Tensor.placeholder(Self.matrices)
    #expect(throws: Diagnostic.self) {
      try x.maxPooled(window: [2, 2, 2], strides: nil, padding: .valid)
    }
    #expect(throws: Diagnostic.self) { try x.maxPooled(window: [0], strides: nil, padding: .same) }
    #expect(throws: Diagnostic.self) {
      try x.maxPooled(window: [2], strides: [1, 1], padding: .same)
    }
    #expect(throws: Diagnostic.self) {
      try x.maxPooled(window: [2], strides: nil, padding: .named("CIRCULAR"))
    }
    #expect(throws: Diagnostic.self) {
      try x.pooled(.and, initial: Tensor(true), window: [2], strides: nil, padding: .same)
    }
  }
}
