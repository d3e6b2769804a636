import Arrays
import Diagnostics

/// A value in a program under construction: a type and where it comes from, but no data.
///
/// Module code runs on tensors. Operators and functions promote and broadcast their operands as
/// `jax.numpy` does and throw when shapes or types don't fit. A tensor is a node of an expression
/// graph that never changes; `Program(inputs:outputs:)` writes down what the outputs depend on.
public struct Tensor: Sendable {
  /// Shape and dtype.
  public let type: ArrayType
  let source: Source

  enum Source: Sendable {
    case constant(NDArray)
    case result(Node, index: Int)
  }

  /// The sizes of the axes.
  public var shape: Shape { type.shape }
  /// The element type.
  public var dtype: DType { type.dtype }
  /// Number of axes.
  public var rank: Int { shape.rank }

  /// Number of nested loop bodies that the value belongs to: 0 outside all, and for constants.
  ///
  /// An operation belongs to the innermost body any of its operands belongs to. So a value that
  /// doesn't depend on a loop's carry or xs is computed once, outside the loop.
  public var depth: Int {
    switch source {
    case .constant: 0
    case .result(let node, _): node.depth
    }
  }

  /// Whether both tensors are the same result of the same node, and not only equal.
  public func isIdentical(to other: Tensor) -> Bool {
    guard case .result(let node, let index) = source,
      case .result(let otherNode, let otherIndex) = other.source
    else { return false }
    return node === otherNode && index == otherIndex
  }

  /// A constant.
  public init(_ array: NDArray, isWeak: Bool = false) {
    type = ArrayType(array.dtype, array.shape, isWeak: isWeak)
    source = .constant(array)
  }

  /// A Python `int`: weakly an `int32`, wrapped to its range.
  public init(_ value: Int) {
    self.init(NDArray(Int32(truncatingIfNeeded: value)), isWeak: true)
  }

  /// A Python `float`: weakly a `float32`.
  public init(_ value: Double) { self.init(NDArray(Float(value)), isWeak: true) }

  /// A Python `bool`.
  public init(_ value: Bool) { self.init(NDArray(value)) }

  /// The result of a node with that index.
  init(_ node: Node, index: Int) {
    type = node.types[index]
    source = .result(node, index: index)
  }

  /// An input of a program, or of the body of a scan at this depth.
  public static func placeholder(_ type: ArrayType, depth: Int = 0) -> Tensor {
    Tensor(Node(.placeholder, types: [type], depth: depth), index: 0)
  }

  /// Results of a primitive on the operands.
  ///
  /// - Throws: when the primitive's type rule does.
  static func apply(_ primitive: Primitive, _ operands: [Tensor]) throws -> [Tensor] {
    let types = try primitive.resultTypes(of: operands.map(\.type))
    for type in types where type.shape.elementCount > Shape.maximumElementCount {
      throw Diagnostic("an array is larger than any memory", got: "\(type.strong)")
    }
    let depth = operands.map(\.depth).max() ?? 0
    let node = Node(.equation(primitive, operands), types: types, depth: depth)
    return types.indices.map { Tensor(node, index: $0) }
  }

  /// The result of a primitive that has one.
  static func apply(_ primitive: Primitive, _ operands: Tensor...) throws -> Tensor {
    try apply(primitive, operands)[0]
  }

  /// Whether the value is known while tracing: it depends on no input.
  public var isStatic: Bool {
    switch source {
    case .constant: true
    case .result(let node, _): node.isStatic
    }
  }

  /// The value, if it is a constant.
  public var constant: NDArray? {
    if case .constant(let array) = source { array } else { nil }
  }

  /// Whether both tensors are the same value of the graph.
  public func isSameValue(as other: Tensor) -> Bool {
    switch (source, other.source) {
    case (.result(let a, let i), .result(let b, let j)): a === b && i == j
    case (.constant(let a), .constant(let b)): a == b && type == other.type
    default: false
    }
  }
}

/// A step of the expression graph: an input, or a primitive applied to tensors.
final class Node: Sendable {
  enum Origin: Sendable {
    case placeholder
    case equation(Primitive, [Tensor])
  }

  // Never changed while anything but `deinit` can see the node.
  nonisolated(unsafe) private(set) var origin: Origin
  let types: [ArrayType]
  let depth: Int
  /// Whether all it depends on are constants.
  let isStatic: Bool

  init(_ origin: Origin, types: [ArrayType], depth: Int) {
    self.origin = origin
    switch origin {
    case .placeholder: isStatic = false
    case .equation(_, let operands): isStatic = operands.allSatisfy(\.isStatic)
    }
    self.types = types
    self.depth = depth
  }

  /// Gives up the nodes that only this one needs, one after another: inside each other, as long a
  /// chain as a body can make would be more than the stack holds.
  deinit {
    var pending = takeOperands()
    while var node = pending.popLast() {
      if isKnownUniquelyReferenced(&node) { pending += node.takeOperands() }
    }
  }

  private func takeOperands() -> [Node] {
    guard case .equation(_, let operands) = origin else { return [] }
    origin = .placeholder
    return operands.compactMap { if case .result(let node, _) = $0.source { node } else { nil } }
  }
}

extension Tensor: CustomStringConvertible {
  /// Dtype and shape: `float32[2, 3]`.
  public var description: String { type.description }
}
