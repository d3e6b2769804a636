import Testing

/// Generators take values and exceptions.
@Suite struct GeneratorsTests {
  @Test func generatorsTakeValuesAndExceptions() async {
    await expectHolds(
      """
      log = []
      def echo(n):
          got = None
          for k in range(n):
              try:
                  got = yield (k, got)
              except ValueError as error:
                  got = str(error)
              finally:
                  log.append(k)
          return "end"
      g = echo(4)
      assert next(g) == (0, None) and g.send("a") == (1, "a") and g.throw(ValueError("v")) == (2, "v")
      g.close()
      assert log == [0, 1, 2] and list(g) == []
      def outer():
          result = yield from echo(2)
          yield result
      assert list(outer()) == [(0, None), (1, None), "end"]
      def numbers(n):
          while n:
              yield n
              n -= 1
      assert list(numbers(3)) == [3, 2, 1] and sum(x * y for x in numbers(3) for y in numbers(x)) == 25
      try:
          next(numbers(0))
          assert False
      except StopIteration as stop:
          assert stop.value is None
      def tree(t):
          if isinstance(t, list):
              for part in t:
                  yield from tree(part)
          else:
              yield t
      assert list(tree([1, [2, [3], []], 4])) == [1, 2, 3, 4]
      """)
  }
}
