import Arrays
import Diagnostics
import Execution
import LiftedScan
import ProgramIR

/// The program of one block of a session, with its memory.
final class SessionBlock {
  /// The names of the caller's arrays.
  let inputNames, outputNames: [String]
  /// The types of the caller's arrays.
  let inputTypes, outputTypes: [ArrayType]
  /// Programs of the first block, before which there is no state, and of all others.
  private let first, next: SessionProgram

  init(first: SessionCall, next: SessionCall, threadCount: Int?) throws {
    inputNames = next.inputs.map(\.name)
    inputTypes = next.inputs.map(\.type)
    outputNames = next.outputs.map(\.name)
    outputTypes = next.outputs.map(\.type)
    self.next = try SessionProgram(next, threadCount: threadCount)
    self.first =
      first.readsState ? self.next : try SessionProgram(first, threadCount: threadCount)
  }

  /// Runs the block on the caller's memory, and moves the state on.
  ///
  /// - Throws: when memory of the caller isn't there, or has another size.
  func run(_ state: SessionState) throws {
    for index in inputTypes.indices {
      let bytes = state.inputs[index]
      try check(inputTypes[index], bytes?.count, bytes?.baseAddress, inputNames[index])
    }
    for index in outputTypes.indices {
      let bytes = state.outputs[index]
      try check(
        outputTypes[index], bytes?.count, UnsafeRawPointer(bytes?.baseAddress),
        outputNames[index])
    }
    try (state.isFresh ? first : next).run(state)
    state.advance()
  }

  private func check(
    _ type: ArrayType, _ byteCount: Int?, _ start: UnsafeRawPointer?, _ name: String
  ) throws {
    guard let byteCount else {
      throw Diagnostic("the array has no memory", code: .usage, path: name)
    }
    guard byteCount == type.byteCount else {
      throw Diagnostic(
        "the memory has another size than the array", code: .usage, path: name,
        expected: "\(type.byteCount) bytes for \(type.strong)", got: "\(byteCount) bytes")
    }
    guard Int(bitPattern: start) % type.dtype.byteCount == 0 else {
      throw Diagnostic(
        "the memory isn't aligned to the size of an element", code: .usage, path: name,
        expected: "a multiple of \(type.dtype.byteCount)")
    }
  }
}

/// A planned program of a session, and the memory that each of its inputs and outputs is in.
private final class SessionProgram {
  private let program: RepeatedRun
  private let inputs: [(index: Int, source: SessionCall.Source)]
  private let outputs: [SessionCall.Destination]

  init(_ call: SessionCall, threadCount: Int?) throws {
    var options = PlanOptions.allProcessors
    if let threadCount { options.threadCount = threadCount }
    let sources = try call.sources
    var fixed: [Int: NDArray] = [:]
    for (index, source) in sources.enumerated() {
      if case .fixed(let array) = source { fixed[index] = array }
    }
    options.fixedInputs = Set(fixed.keys)
    program = try RepeatedRun(
      of: Executor(call.call.traced.program, options: options), fixed: fixed)
    inputs = sources.enumerated().filter { fixed[$0.offset] == nil }
      .map { (index: $0.offset, source: $0.element) }
    outputs = call.destinations
  }

  func run(_ state: SessionState) throws {
    for (index, source) in inputs {
      switch source {
      case .caller(let place):
        program.setInput(index, to: state.inputs[place]?.baseAddress ?? .none)
      case .state(let place): program.setInput(index, to: state.source(place))
      case .key(let stream): program.setInput(index, to: state.key(stream) ?? .none)
      case .fixed: break
      }
    }
    for index in outputs.indices {
      switch outputs[index] {
      case .caller(let place): program.setOutput(index, to: (state.outputs[place] ?? .none).start)
      case .state(let place): program.setOutput(index, to: state.destination(place))
      }
    }
    try program.run()
  }
}

extension UnsafeRawPointer {
  /// The address of no bytes.
  fileprivate static var none: UnsafeRawPointer {
    UnsafeRawPointer(bitPattern: 64).unsafelyUnwrapped
  }
}

extension UnsafeMutableRawBufferPointer {
  /// An empty range of bytes.
  fileprivate static var none: Self { Self(start: nil, count: 0) }
}
