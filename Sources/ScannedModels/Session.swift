import Arrays
import Diagnostics
import Execution
import LiftedScan
import ModelConfig
import ProgramIR

/// A model that is run block by block, and keeps its carry and its variables from one to the next.
///
/// All memory is taken when the session is made; running a block allocates nothing, except for the
/// few equations that have no kernel of their own, such as random bits. The inputs are read and the
/// outputs are written where the caller has them, a complex one in two parts. Not for several threads
/// at once.
///
/// ```swift
/// let session = try model.session(variables, blocks: [["T": 64], ["T": 1]])
/// try session.run(block, into: &outputs)  // [Float], 64 steps
/// try session.run(step, into: &output)  // one more
/// ```
public final class Session {
  /// The inputs in order: the arguments of the method without the carry, their arrays one by one.
  public let inputs: [Slot]
  /// Outputs in order: the arrays of the method's result without the carry.
  public let outputs: [Slot]
  /// Warnings of the calls.
  public let warnings: [String]
  private let blocks: [SessionBlock]
  private let state: SessionState

  /// An input or an output.
  public struct Slot: Sendable {
    /// The name: `xs`, or `ys.logits` for a part of several.
    public let name: String
    /// The types of the array, by block.
    public let types: [ArrayType]
  }

  init(_ blocks: [SessionBlock], _ state: SessionState, warnings: [String]) {
    (self.blocks, self.state, self.warnings) = (blocks, state, warnings)
    func slots(_ names: [String], _ types: (SessionBlock) -> [ArrayType]) -> [Slot] {
      names.enumerated().map { index, name in
        Slot(name: name, types: blocks.map { types($0)[index] })
      }
    }
    inputs = slots(blocks[0].inputNames, \.inputTypes)
    outputs = slots(blocks[0].outputNames, \.outputTypes)
  }

  // MARK: State

  /// The carry after the last block; `nil` before the first one of a model that makes it itself, and
  /// for models without.
  public var carry: Tree<NDArray>? { state.carry?.joiningComplexParts() }

  /// The variables of the mutable collections after the last block.
  public var variables: Tree<NDArray> { state.variables.joiningComplexParts() }

  /// Goes back to the first carry and the first variables.
  public func reset() { state.reset() }

  /// Draws from another key of a stream from now on.
  ///
  /// - Throws: when the session was made without a key of that stream.
  public func setKey(_ stream: String, to key: RandomKey) throws {
    guard state.setKey(stream, to: key) else {
      throw Diagnostic(
        "the session has no key of the stream '\(stream)'", code: .usage,
        hint: "pass one when it is made: keys: [\"\(stream)\": …]")
    }
  }

  // MARK: Runs

  /// Reads an input from this memory in the next runs, of the block that is run next.
  public func setInput(_ index: Int, to bytes: UnsafeRawBufferPointer) {
    state.inputs[index] = bytes
  }

  /// Writes an output to this memory in the next runs, of the block that is run next.
  public func setOutput(_ index: Int, to bytes: UnsafeMutableRawBufferPointer) {
    state.outputs[index] = bytes
  }

  /// Runs a block.
  ///
  /// - Parameter block: the index of the block, of those that the session was made for.
  /// - Throws: when an input or an output has no memory, or memory of another size.
  public func run(block: Int = 0) throws { try blocks[block].run(state) }

  /// Runs a block of `input`'s size in bytes, in a session of one input and one output.
  ///
  /// - Throws: when there is no such block, or the output has another size.
  public func run(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws {
    guard inputs.count == 1, outputs.count == 1 else {
      throw Diagnostic(
        "the session has \(inputs.count) inputs and \(outputs.count) outputs", code: .usage,
        expected: "one of each", hint: "use setInput, setOutput and run(block:)")
    }
    guard let block = inputs[0].types.firstIndex(where: { $0.byteCount == input.count }) else {
      throw Diagnostic(
        "the session has no block of this size", code: .usage,
        expected: inputs[0].types.map { "\($0.strong)" }.joined(separator: " or "),
        got: "\(input.count) bytes")
    }
    setInput(0, to: input)
    setOutput(0, to: output)
    try run(block: block)
  }

  /// Runs a block of `input`'s element count, in a session of one input and one output.
  ///
  /// - Parameters:
  ///   - input: the elements of the input in C order.
  ///   - output: gets the elements of the output; has as many as they are.
  /// - Throws: when there is no such block, or the output has another size.
  public func run<Input: ArrayElement, Output: ArrayElement>(
    _ input: [Input], into output: inout [Output]
  ) throws {
    try input.withUnsafeBytes { input in
      try output.withUnsafeMutableBytes { try run(input, into: $0) }
    }
  }
}
