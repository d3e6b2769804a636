import CAllocationCounts
import ScannedModels
import TestSupport
import Testing

/// A session takes its memory when it is made: running a block asks for none.
struct SessionAllocationTests {
  /// Swift that isn't optimized allocates small boxes for much of what it does; no array of these
  /// models is as small.
  private static let smallestByteCount: Int = {
    #if DEBUG
      1024
    #else
      0
    #endif
  }()

  private static let cell = """
    modules:
      Step:
        call:
          args: [h, x]
          body: |
            h = nn.tanh(nn.Dense(64)(x) + nn.Dense(64, use_bias=False)(h))
            return h, nn.softmax(h)
    inputs: {carry: 'float32[4, 64]', xs: 'float32[4, T, 64]'}
    model:
      scan:
        cell: {type: Step}
        in_axes: 1
        out_axes: 1
        variable_broadcast: params
        split_rngs: {params: false}
    """

  private static let sum = """
    modules:
      Sum:
        call:
          args: [xs]
          body: |
            seen = self.variable('state', 'seen', jnp.zeros, (64,))
            seen.value = seen.value + xs.sum((0, 1))
            return nn.LayerNorm()(nn.RNN(nn.LSTMCell(64))(xs) + seen.value)
    inputs: {xs: 'float32[4, T, 64]'}
    model: {type: Sum}
    """

  @Test(
    .enabled(if: CAAllocationCount() >= 0, "allocations are only counted with glibc"),
    arguments: [cell, sum], [1, 8])
  func aBlockAllocatesNothing(config: String, steps: Int) throws {
    let model = try ScannedModel(text: config, file: "config.yaml", sizes: ["T": steps])
    let session = try model.session(
      model.initialize(),
      carry: config == Self.cell ? .leaf(NDArray([4, 64]) { _ in 0 }) : nil,
      mutable: .only(["state"]), threadCount: 1)
    let input = (0..<4 * steps * 64).map { Float($0 % 17) / 17 }
    var output = input
    try session.run(input, into: &output)
    CAStartCounting(Self.smallestByteCount)
    for _ in 0..<3 { try session.run(input, into: &output) }
    #expect(CAAllocationCount() == 0)
    #expect(output != input)
  }
}
