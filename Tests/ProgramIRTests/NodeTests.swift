import Arrays
import Testing

@testable import ProgramIR

/// The graph that tensors are nodes of.
struct NodeTests {
  /// Released inside each other, as many nodes would need more stack than there is.
  @Test func chainsOfAnyLengthAreReleasedButForWhatOthersNeed() throws {
    let x = Tensor.placeholder(ArrayType(.float32, [2]))
    let shared = try x + Tensor(2.0)
    weak var last: Node?
    do {
      var y = shared
      for _ in 0..<100_000 { y = try y + Tensor(1.0) }
      if case .result(let node, _) = y.source { last = node }
      #expect(last != nil)
    }
    #expect(last == nil)
    let program = try Program(inputs: [x], outputs: [shared])
    #expect(program.equations.count == 1)
  }
}
