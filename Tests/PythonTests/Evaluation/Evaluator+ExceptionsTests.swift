import Testing

/// Exceptions are raised, handled and chained in order.
@Suite struct EvaluatorExceptionsTests {
  @Test func handlersRunInOrder() async {
    await expectHolds(
      """
      log = []
      def attempt(error):
          try:
              log.append("try")
              if error:
                  raise error
          except (KeyError, IndexError) as e:
              log.append(type(e).__name__)
              return "handled"
          except ValueError:
              log.append("value")
              raise RuntimeError("second") from error
          else:
              log.append("else")
              return "else"
          finally:
              log.append("finally")
      assert attempt(None) == "else" and attempt(KeyError(1)) == "handled" and log == ["try", "else", "finally", "try", "KeyError", "finally"]
      try:
          attempt(ValueError("first"))
          assert False
      except RuntimeError as e:
          assert str(e.__cause__) == "first" and isinstance(e, Exception)
      for k in range(3):
          try:
              if k == 1:
                  continue
              if k == 2:
                  break
          finally:
              log.append(k)
      assert log[-3:] == [0, 1, 2]
      class Own(LookupError):
          def __init__(self, place):
              super().__init__("at", place)
              self.place = place
      try:
          raise Own(3)
      except LookupError as e:
          kept = e
      assert kept.args == ("at", 3) and kept.place == 3
      try:
          e
          assert False
      except NameError:
          pass
      """)
  }
}
