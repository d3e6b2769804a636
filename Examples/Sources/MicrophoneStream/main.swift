import ScannedModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A leveller: it follows the loudness of a signal, and turns it up or down to an even one.
let config = """
  modules:
    Leveller:
      call:
        args: [state, x]
        body: |
          level, gain = state
          level = jnp.maximum(jnp.abs(x), 0.9995 * level)
          gain = 0.999 * gain + 0.001 * 0.5 / (level + 0.01)
          return (level, gain), x * gain
  inputs: {carry: ['float32[]', 'float32[]'], xs: 'float32[T]'}
  model: {scan: {cell: {type: Leveller}}}
  """

/// A tone at 16,000 samples a second that swells and fades, with a little noise.
struct Microphone {
  private var time = 0
  private var noise: UInt32 = 1

  /// The next samples.
  mutating func read(into block: inout [Float]) {
    for index in block.indices {
      noise = noise &* 1_664_525 &+ 1_013_904_223
      let seconds = Float(time) / 16_000
      let loudness = 0.02 + 0.4 * (1 + sin(seconds * 3)) / 2
      block[index] =
        loudness * sin(seconds * 2 * .pi * 440) + 0.004 * (Float(noise >> 8) / 0x800000 - 1)
      time += 1
    }
  }
}

let model = try ScannedModel(text: config, file: "leveller.yaml")
let quiet = Tree<NDArray>.tuple([.leaf(NDArray(Float(0))), .leaf(NDArray(Float(1)))])
let session = try model.session([:], blocks: [["T": 160]], carry: quiet)

var microphone = Microphone()
var block = [Float](repeating: 0, count: 160)
var levelled = block
for hundredth in 0..<200 {
  microphone.read(into: &block)
  try session.run(block, into: &levelled)
  guard hundredth % 10 == 0 else { continue }
  let bar = { (samples: [Float]) in
    let loudness = samples.map(abs).max() ?? 0
    let bar = String(repeating: "#", count: min(30, Int(loudness * 40)))
    return bar + String(repeating: " ", count: 30 - bar.count)
  }
  print("\(hundredth / 100).\(hundredth / 10 % 10) s  in |\(bar(block))|  out |\(bar(levelled))|")
}
