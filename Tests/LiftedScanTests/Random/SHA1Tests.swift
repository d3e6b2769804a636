import Testing

@testable import LiftedScan

/// The examples of FIPS 180-4 and RFC 3174, and lengths around the ends of blocks.
struct SHA1Tests {
  private func digest(_ text: String) -> String {
    sha1(Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
  }

  @Test(
    arguments: [
      ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
      ),
    ])
  func examplesOfTheStandard(_ text: String, _ expected: String) {
    #expect(digest(text) == expected)
  }

  @Test(
    arguments: [
      (55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
      (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
      (63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"),
      (64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
      (65, "11655326c708d70319be2610e8a57d9a5b959d3b"),
    ])
  func lengthsAroundTheEndOfABlock(_ count: Int, _ expected: String) {
    #expect(digest(String(repeating: "a", count: count)) == expected)
  }
}
