import Testing

/// Constants of `string`.
@Suite struct StringModuleTests {
  @Test func constantsAreWhatTheMethodsSay() async {
    await expectHolds(
      #"""
      import string
      ascii = [chr(k) for k in range(128)]
      assert string.digits == "".join(c for c in ascii if c.isdigit())
      assert string.ascii_lowercase == "".join(c for c in ascii if c.islower()) == string.ascii_uppercase.lower()
      assert string.ascii_letters == string.ascii_lowercase + string.ascii_uppercase
      assert set(string.whitespace) == {c for c in ascii if c.isspace()} - set("\x1c\x1d\x1e\x1f")
      assert string.punctuation == "".join(c for c in ascii if 32 < ord(c) < 127 and not c.isalnum())
      assert all(int(c, 16) < 16 for c in string.hexdigits) and [int(c, 8) for c in string.octdigits] == list(range(8))
      """#)
  }
}
