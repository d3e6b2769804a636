import Testing

@testable import LiftedScan

/// The advice comes from the lift that hides a collection or a stream.
struct WithheldTests {
  private func withheld(
    _ advice: LiftAdvice, inside outer: Withheld = Withheld(), mutable: Filter = .none,
    variables: Set<String> = [], streams: Set<String> = [], rngs: Filter = .none
  ) -> Withheld {
    outer.adding(advice, mutable: mutable, variables: variables, streams: streams, rngs: rngs)
  }

  @Test func nothingIsWithheldOutsideAllLifts() {
    #expect(Withheld().advice(hiding: "params") == nil)
    #expect(Withheld().advice(hidingStream: "dropout") == nil)
    #expect(Withheld().advice(hidingKeysOf: "dropout") == nil)
  }

  @Test func theInnermostLiftThatHidesACollectionAdvises() {
    let outer = withheld(.scan, variables: ["stats", "cache"])
    let inner = withheld(.whileLoop, inside: outer, mutable: ["stats"])
    #expect(
      inner.advice(hiding: "stats")?.hint(lifting: "stats")
        == "name 'stats' in carry_variables or broadcast_variables")
    #expect(inner.advice(hiding: "cache")?.hint(lifting: "cache").contains("the scan") == true)
    #expect(inner.advice(fixing: "cache") == nil)
    #expect(inner.advice(fixing: "stats") != nil)
    #expect(inner.advice(hiding: "params") == nil)
  }

  @Test func aStreamIsHiddenIfParamsDoesNotStandForIt() {
    let scan = withheld(.scan, streams: ["params"], rngs: ["noise"])
    #expect(scan.advice(hidingStream: "params") != nil)
    #expect(scan.advice(hidingStream: "dropout") == nil)
    #expect(scan.advice(hidingKeysOf: "dropout") != nil)
    #expect(scan.advice(hidingKeysOf: "noise") == nil)
  }
}
