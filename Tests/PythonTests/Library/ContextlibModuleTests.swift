import Testing

/// Contexts enter, leave and handle exceptions in Python's order.
@Suite struct ContextlibModuleTests {
  @Test func contextsEnterAndLeave() async {
    await expectHolds(
      """
      from contextlib import contextmanager, nullcontext, suppress
      log = []
      @contextmanager
      def told(name, handles=False):
          log.append("+" + name)
          try:
              yield name.upper()
          except KeyError:
              log.append("!" + name)
              if not handles:
                  raise
          finally:
              log.append("-" + name)
      with told("a") as a, told("b") as b:
          log.append(a + b)
      assert log == ["+a", "+b", "AB", "-b", "-a"]
      log.clear()
      with told("outer", True), told("inner"):
          raise KeyError
      assert log == ["+outer", "+inner", "!inner", "-inner", "!outer", "-outer"]
      reached = False
      with suppress(KeyError, ValueError):
          {}[1]
          reached = True
      assert not reached
      with nullcontext(5) as five:
          assert five == 5
      try:
          with suppress(KeyError):
              raise IndexError
      except IndexError:
          reached = True
      assert reached
      def leave():
          with told("r"):
              return 1
      log.clear()
      assert leave() == 1 and log == ["+r", "-r"]
      """)
  }
}
