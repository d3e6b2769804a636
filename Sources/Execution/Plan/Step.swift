import Diagnostics

/// Something a plan does. Steps don't change once made, and many threads may run them at once, each
/// on a frame of its own.
class Step {
  /// Does it.
  func run(_ frame: Frame) throws {
    throw Diagnostic("a step doesn't say what it does", code: .internalFault)
  }

  /// Does this thread's part of it; whoever is to read what it makes waits until all are done.
  func run(_ frame: Frame, as member: Team.Member) throws {
    if member.isFirst { try run(frame) }
  }

  /// Whether threads may run it together, as it can't fail.
  var suitsTeams: Bool { false }

  /// What it reads and writes then, if each thread has its part of the columns.
  var teamAccess: TeamAccess? { nil }

  /// The lists of other steps that it runs.
  var ownSteps: [StepList] { [] }

  /// What it does, a line for each of its parts.
  var lines: [String] { [] }
}

/// Steps in the order in which they run.
final class StepList {
  let steps: [Step]
  private let count: Int
  private let references: UnsafeMutablePointer<Unmanaged<Step>>
  /// After which of the steps the threads of a team wait for each other.
  private let waits: [Bool]

  /// A list of steps; `unawaited` are those that a team goes on after without waiting.
  init(_ steps: [Step], unawaited: Set<Int> = []) {
    self.steps = steps
    count = steps.count
    waits = steps.indices.map { !unawaited.contains($0) }
    references = .allocate(capacity: max(count, 1))
    for (index, step) in steps.enumerated() {
      (references + index).initialize(to: Unmanaged.passUnretained(step))
    }
  }

  deinit { references.deallocate() }

  var isEmpty: Bool { count == 0 }

  /// Runs them. Counting references to steps that threads share would make them wait for each
  /// other, so none are counted.
  func run(_ frame: Frame) throws {
    if let member = frame.member {
      for index in 0..<count {
        try references[index]._withUnsafeGuaranteedRef { try $0.run(frame, as: member) }
        if waits[index] { member.wait() }
      }
      return
    }
    if let profile = frame.profile {
      for step in steps { try profile.run(step, frame) }
      return
    }
    for index in 0..<count {
      try references[index]._withUnsafeGuaranteedRef { try $0.run(frame) }
    }
  }

  /// Whether all suit teams.
  var suitsTeams: Bool { steps.allSatisfy(\.suitsTeams) }

  var lines: [String] {
    zip(steps, waits).flatMap { step, waits in
      waits ? step.lines : step.lines.dropLast() + step.lines.suffix(1).map { "\($0), no wait" }
    }
  }
}

/// Lists of steps for parts of different lengths: most are as long as the first, and the last may be
/// shorter.
struct StepsByLength {
  private var lengths: [Int] = []
  private(set) var lists: [StepList] = []

  /// A list for each of the lengths.
  init(_ lengths: [Int], _ steps: (_ length: Int) throws -> StepList) rethrows {
    for length in lengths where !self.lengths.contains(length) {
      lists.append(try steps(length))
      self.lengths.append(length)
    }
  }

  /// That for parts of a length.
  subscript(length: Int) -> StepList? {
    for index in lengths.indices where lengths[index] == length { return lists[index] }
    return nil
  }

  /// Whether there is nothing to do.
  var isEmpty: Bool { lists.allSatisfy(\.isEmpty) }

  /// What is done for parts of the first length.
  var lines: [String] { lists.first?.lines ?? [] }
}

extension [String] {
  /// These lines, indented below a heading.
  func below(_ heading: String) -> [String] { [heading] + map { "  " + $0 } }
}
