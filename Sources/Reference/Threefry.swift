import Arrays

/// Blocks of two words enciphered by Threefry-2x32 with 20 rounds, each with its key.
///
/// `operands` are the key's two words and the blocks' two words; scalars repeat. The results have
/// `shape`. (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.)
func threefryBlocks(_ operands: [NDArray], shape: Shape) -> [NDArray] {
  let words = operands.map { $0.elements(as: UInt32.self) }
  let steps = operands.map { $0.shape.rank == 0 ? 0 : 1 }
  var first = [UInt32](repeating: 0, count: shape.elementCount)
  var second = first
  for index in first.indices {
    var block = ThreefryBlock(x0: words[2][index * steps[2]], x1: words[3][index * steps[3]])
    block.encipher(words[0][index * steps[0]], words[1][index * steps[1]])
    (first[index], second[index]) = (block.x0, block.x1)
  }
  return [NDArray(first, shape: shape), NDArray(second, shape: shape)]
}

private struct ThreefryBlock {
  var x0: UInt32
  var x1: UInt32

  mutating func encipher(_ key0: UInt32, _ key1: UInt32) {
    let parity = key0 ^ key1 ^ 0x1BD1_1BDA
    add(key0, key1)
    mixEvenly()
    add(key1, parity &+ 1)
    mixOddly()
    add(parity, key0 &+ 2)
    mixEvenly()
    add(key0, key1 &+ 3)
    mixOddly()
    add(key1, parity &+ 4)
    mixEvenly()
    add(parity, key0 &+ 5)
  }

  private mutating func add(_ word0: UInt32, _ word1: UInt32) {
    x0 = x0 &+ word0
    x1 = x1 &+ word1
  }

  private mutating func mixEvenly() {
    mix(13)
    mix(15)
    mix(26)
    mix(6)
  }

  private mutating func mixOddly() {
    mix(17)
    mix(29)
    mix(16)
    mix(24)
  }

  private mutating func mix(_ rotation: UInt32) {
    x0 = x0 &+ x1
    x1 = (x1 &<< rotation | x1 &>> (32 &- rotation)) ^ x0
  }
}
