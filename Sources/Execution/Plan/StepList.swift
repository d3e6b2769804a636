/// Steps in the order in which they run.
struct StepList: Equatable, Codable, Sendable {
  /// The steps.
  let steps: [Step]
  /// For each step, whether the threads of a team wait for each other after it.
  let waits: [Bool]

  /// A list of steps; `unawaited` are those that a team goes on after without waiting.
  init(_ steps: [Step], unawaited: Set<Int> = []) {
    self.steps = steps
    waits = steps.indices.map { !unawaited.contains($0) }
  }

  var isEmpty: Bool { steps.isEmpty }

  /// Whether threads may run all of them together.
  var suitsTeams: Bool { steps.allSatisfy(\.content.suitsTeams) }

  /// The lines of all steps.
  var lines: [String] {
    zip(steps, waits).flatMap { step, waits in
      let lines = step.content.lines
      return waits ? lines : lines.dropLast() + lines.suffix(1).map { "\($0), no wait" }
    }
  }
}

/// Lists of steps for parts of different lengths: most are as long as the first, and the last may be
/// shorter.
struct StepsByLength: Equatable, Codable, Sendable {
  /// The lengths, each of which has a list.
  private(set) var lengths: [Int] = []
  /// The lists in the order of the lengths.
  private(set) var lists: [StepList] = []

  /// A list for each of the lengths.
  init(_ lengths: [Int], _ steps: (_ length: Int) throws -> StepList) rethrows {
    for length in lengths where !self.lengths.contains(length) {
      lists.append(try steps(length))
      self.lengths.append(length)
    }
  }

  /// Whether there is nothing to do.
  var isEmpty: Bool { lists.allSatisfy(\.isEmpty) }

  /// The lines of the list for the first length.
  var lines: [String] { lists.first?.lines ?? [] }
}

extension [String] {
  /// These lines, indented below a heading.
  func below(_ heading: String) -> [String] { [heading] + map { "  " + $0 } }
}
