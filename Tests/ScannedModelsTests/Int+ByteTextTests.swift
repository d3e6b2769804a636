import ScannedModels
import Testing

struct ByteTextTests {
  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_549_999, "1.5 MB"), (1_550_000, "1.6 MB"),
      (2_000_000_000_000_000_000, "2000.0 PB"),
    ])
  func unitsArePowersOfAThousand(_ count: Int, _ text: String) {
    #expect(count.byteText == text)
  }
}
