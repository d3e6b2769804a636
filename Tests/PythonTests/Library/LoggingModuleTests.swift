import Testing

/// Messages are written from warnings on.
@Suite struct LoggingModuleTests {
  @Test func loggersAreThereAndSilent() async {
    await expectHolds(
      """
      import logging
      log = logging.getLogger("x")
      log.debug("not %s", "written")
      log.info("%d", 5)
      assert logging.DEBUG < logging.INFO < logging.WARNING < logging.ERROR < logging.CRITICAL
      """)
  }
}
