import Testing

@testable import Diagnostics

@Suite struct SuggestionsTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1),
    ("abc", "ab", 1), ("abc", "xabc", 1), ("abc", "acb", 1), ("kitten", "sitting", 3),
    ("ca", "abc", 3),
  ])
  func distanceCountsEditsAndSwaps(_ a: String, _ b: String, _ distance: Int) {
    #expect(editDistance(a, b) == distance)
    #expect(editDistance(b, a) == distance)
  }

  @Test func closestIsSuggested() {
    let known = ["features", "feature_group", "use_bias"]
    #expect(suggestion(for: "featuers", among: known) == "did you mean 'features'?")
    #expect(suggestion(for: "USE_BIAS", among: known) == "did you mean 'use_bias'?")
    #expect(closestMatch(to: "hidden", among: known) == nil)
  }

  @Test func allAreListedWhenNoneIsClose() {
    #expect(suggestion(for: "zzz", among: ["b", "a"]) == "known: a, b")
    #expect(suggestion(for: "zzz", among: [String]()) == "nothing is allowed here")
  }

  @Test func firstNameWinsATie() {
    #expect(closestMatch(to: "b", among: ["d", "c", "a"]) == "a")
  }

  @Test func namesOfOtherFrameworks() {
    let fields = ["features", "use_bias", "time_major"]
    #expect(suggestion(for: "hidden_size", among: fields) == "did you mean 'features'?")
    #expect(suggestion(for: "batch_first", among: fields) == "did you mean 'time_major'?")
    #expect(closestMatch(to: "units", among: ["use_bias"]) == nil)
  }
}
