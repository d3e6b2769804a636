import Arrays
import ProgramIR

/// The arrays that a session keeps from block to block, and the memory of the caller's arrays.
///
/// Each array has two buffers: a block reads one and writes the other.
final class SessionState {
  private var leaves: [Leaf]
  /// Structure of the carry; its leaves are indices of `leaves`.
  private let carryTree: Tree<Int>?
  /// Structure of the variables of the mutable collections; its leaves are indices of `leaves`.
  private let variableTree: Tree<Int>
  private var keys: [(stream: String, words: UnsafeMutableRawBufferPointer)]
  /// Memory of the caller.
  var inputs: [UnsafeRawBufferPointer?]
  var outputs: [UnsafeMutableRawBufferPointer?]
  /// Whether no block has run since the session was made or reset.
  private(set) var isFresh = true

  /// An array of the state.
  private struct Leaf {
    let type: ArrayType
    /// The array at the beginning; `nil` if the first block makes it.
    let initial: NDArray?
    let buffers: [UnsafeMutableRawBufferPointer]
    var current = 0
  }

  init(
    carry: Tree<(ArrayType, NDArray?)>?, variables: Tree<(ArrayType, NDArray?)>,
    keys: [String: RandomKey], inputCount: Int, outputCount: Int
  ) {
    let count = carry?.leaves.count ?? 0
    carryTree = carry?.replacingLeaves(with: Array(0..<count))
    variableTree = variables.replacingLeaves(
      with: Array(count..<count + variables.leaves.count))
    leaves = ((carry?.leaves ?? []) + variables.leaves).map { type, initial in
      Leaf(type: type, initial: initial, buffers: (0..<2).map { _ in .forArray(type) })
    }
    self.keys = keys.sorted { $0.key < $1.key }.map { stream, key in
      (stream, .copying(key.array))
    }
    inputs = Array(repeating: nil, count: inputCount)
    outputs = Array(repeating: nil, count: outputCount)
    reset()
  }

  deinit {
    for buffer in leaves.flatMap(\.buffers) + keys.map(\.words) { buffer.deallocate() }
  }

  // MARK: Arrays

  /// The carry, unless the first block has still to make it.
  var carry: Tree<NDArray>? {
    guard let carryTree, carryTree.leaves.allSatisfy({ !isFresh || leaves[$0].initial != nil })
    else { return nil }
    return carryTree.map(array)
  }

  /// The session's variables.
  var variables: Tree<NDArray> {
    variableTree.flatMap { index in
      isFresh && leaves[index].initial == nil ? .none : .leaf(array(index))
    }
  }

  private func array(_ index: Int) -> NDArray {
    let leaf = leaves[index]
    return NDArray(shape: leaf.type.shape, dtype: leaf.type.dtype) { bytes in
      bytes.copyMemory(from: UnsafeRawBufferPointer(leaf.buffers[leaf.current]))
    }
  }

  func reset() {
    isFresh = true
    for index in leaves.indices {
      leaves[index].current = 0
      leaves[index].initial?.withUnsafeBytes { leaves[index].buffers[0].copyMemory(from: $0) }
    }
  }

  // MARK: Addresses

  /// The memory that a block reads an array of the state from.
  func source(_ index: Int) -> UnsafeRawPointer {
    UnsafeRawPointer(leaves[index].buffers[leaves[index].current].start)
  }

  /// The memory that a block writes an array of the state to.
  func destination(_ index: Int) -> UnsafeMutableRawPointer {
    leaves[index].buffers[1 - leaves[index].current].start
  }

  /// Makes the outputs of the last block the state.
  func advance() {
    isFresh = false
    for index in leaves.indices { leaves[index].current = 1 - leaves[index].current }
  }

  /// The memory of a stream's key.
  func key(_ stream: String) -> UnsafeRawPointer? {
    keys.first { $0.stream == stream }.map { UnsafeRawPointer($0.words.start) }
  }

  /// Changes a stream's key; returns whether the stream exists.
  func setKey(_ stream: String, to key: RandomKey) -> Bool {
    guard let words = keys.first(where: { $0.stream == stream })?.words else { return false }
    words.storeBytes(of: key.high, as: UInt32.self)
    words.storeBytes(of: key.low, toByteOffset: 4, as: UInt32.self)
    return true
  }
}

extension UnsafeMutableRawBufferPointer {
  /// New memory for an array.
  static func forArray(_ type: ArrayType) -> Self {
    .allocate(byteCount: type.byteCount, alignment: 64)
  }

  /// New memory with the bytes of an array.
  fileprivate static func copying(_ array: NDArray) -> Self {
    let copy = allocate(byteCount: array.byteCount, alignment: 64)
    array.withUnsafeBytes { copy.copyMemory(from: $0) }
    return copy
  }

  /// Address of the first byte; any address if there are none.
  var start: UnsafeMutableRawPointer {
    baseAddress ?? UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
  }
}
