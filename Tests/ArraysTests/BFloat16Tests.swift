import Arrays
import Testing

@Suite struct BFloat16Tests {
  @Test func everyValueSurvivesAsFloat() {
    for bits in 0...UInt16.max {
      let value = BFloat16(bitPattern: bits)
      let back = BFloat16(value.floatValue)
      if value.floatValue.isNaN {
        #expect(back.floatValue.isNaN)
      } else {
        #expect(back == value)
      }
    }
  }

  @Test(
    arguments: [
      (0x3f80_0000, 0x3f80),  // 1
      (0x3f80_8000, 0x3f80),  // half-way, the even one is below
      (0x3f81_8000, 0x3f82),  // half-way, the even one is above
      (0x3f80_8001, 0x3f81),  // just over half-way
      (0x3f80_7fff, 0x3f80),  // just under it
      (0xbf81_8000, 0xbf82),  // the same below zero
      (0x7f7f_ffff, 0x7f80),  // the largest rounds to infinity
      (0x7f80_0000, 0x7f80),  // infinity
      (0x8000_0000, 0x8000),  // -0
      (0x0000_0001, 0x0000),  // the smallest
    ] as [(UInt32, UInt16)])
  func roundsToTheNearestTiesToEven(_ float: UInt32, _ bits: UInt16) {
    #expect(BFloat16(Float(bitPattern: float)).bitPattern == bits)
  }

  @Test(arguments: [0x7fc0_0000, 0x7f80_0001, 0xffff_ffff, 0x7fff_ffff] as [UInt32])
  func nanStaysNaN(_ bits: UInt32) {
    #expect(BFloat16(Float(bitPattern: bits)).floatValue.isNaN)
  }
}
