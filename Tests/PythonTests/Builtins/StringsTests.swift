import Testing

/// Methods of `str` undo each other.
@Suite struct StringsTests {
  @Test func methodsUndoEachOther() async {
    await expectHolds(
      #"""
      texts = ["", "a", "a,b,,c", ",x,", "Héllo wörld", "  two  spaces ", "日本 語", "line\nnext\r\nlast", "ß Straße"]
      for s in texts:
          for sep in (",", " ", "l", "ö"):
              assert sep.join(s.split(sep)) == s == sep.join(s.rsplit(sep, 1)) and "".join(s.partition(sep)) == s
              assert s.count(sep) == len(s.split(sep)) - 1 and s.replace(sep, "").count(sep) == 0
              assert (s.find(sep) == -1) == (sep not in s) and (sep not in s or s[s.index(sep)] == sep and s[s.rindex(sep)] == sep)
          assert s[::-1][::-1] == s and "".join(s.splitlines(True)) == s and s.encode().decode() == s and s.expandtabs() == s
          assert s.strip() == s.lstrip().rstrip() and s.casefold() == s.lower().replace("ß", "ss") and len(s.center(20)) == len(s.zfill(20)) == 20
          assert " ".join(s.split()).split() == s.split() and s.ljust(3).startswith(s) and s.rjust(3).endswith(s)
          assert s.removeprefix(s[:2]) == s[2:] and s.translate({ord("a"): "xy", ord(","): None}) == s.replace("a", "xy").replace(",", "")
      """#)
  }
}
