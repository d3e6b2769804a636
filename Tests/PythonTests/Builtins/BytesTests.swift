import Testing

/// Methods of `bytes`.
@Suite struct BytesTests {
  @Test func bytesAreTheirNumbers() async {
    await expectHolds(
      #"""
      for b in (b"", b"abc", bytes(range(256)), b"a,b,,c", "é日".encode()):
          assert bytes(list(b)) == b and bytes.fromhex(b.hex()) == b and b",".join(b.split(b",")) == b and b[::-1][::-1] == b
          assert int.from_bytes(b, "big") == sum(x << 8 * k for k, x in enumerate(reversed(b))) if len(b) < 8 else True
          assert b.find(b",") == (list(b).index(44) if 44 in b else -1) and b + b == b * 2 and (b < b + b"x") and hash(b) == hash(bytes(b))
      for n in (0, 1, 255, 256, 70000):
          assert int.from_bytes(n.to_bytes(4, "little"), "little") == n and n.to_bytes(4, "big") == n.to_bytes(4, "little")[::-1]
      assert b"abc"[0] == 97 and b"abc"[0:1] == b"a" and b"\xff".decode("latin-1") == "ÿ" and "ab" != b"ab"
      """#)
  }
}
