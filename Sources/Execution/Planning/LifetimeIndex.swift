/// Lifetimes by number, and which of them overlap one.
///
/// A segment tree over the steps: a node holds the lifetimes that span all of its steps but not all
/// of its parent's.
struct LifetimeIndex {
  private let leafCount: Int
  private var spanning: [[Int]]
  private var starting: [[Int]]
  private var lifetimes: [(number: Int, lifetime: ClosedRange<Int>)] = []

  /// No lifetimes, of steps below `stepCount`.
  init(stepCount: Int) {
    var leafCount = 1
    while leafCount < stepCount { leafCount *= 2 }
    self.leafCount = leafCount
    spanning = Array(repeating: [], count: 2 * leafCount)
    starting = Array(repeating: [], count: stepCount)
  }

  /// Adds a lifetime.
  ///
  /// - Complexity: O(log *n*) in the number of steps.
  mutating func insert(_ number: Int, _ lifetime: ClosedRange<Int>) {
    lifetimes.append((number, lifetime))
    starting[lifetime.lowerBound].append(number)
    var (low, high) = (lifetime.lowerBound + leafCount, lifetime.upperBound + leafCount + 1)
    while low < high {
      if low % 2 == 1 {
        spanning[low].append(number)
        low += 1
      }
      if high % 2 == 1 {
        high -= 1
        spanning[high].append(number)
      }
      (low, high) = (low / 2, high / 2)
    }
  }

  /// The numbers of the lifetimes that have a step in common with this one.
  ///
  /// - Complexity: O(log *n*) in the number of steps, and linear in that of this lifetime or of all
  ///   lifetimes, whichever are fewer, and in that of the results.
  func overlapping(_ lifetime: ClosedRange<Int>) -> [Int] {
    guard lifetime.count < lifetimes.count else {
      return lifetimes.filter { $0.lifetime.overlaps(lifetime) }.map(\.number)
    }
    var numbers: [Int] = []
    var node = lifetime.lowerBound + leafCount
    while node > 0 {
      numbers += spanning[node]
      node /= 2
    }
    for step in lifetime.dropFirst() { numbers += starting[step] }
    return numbers
  }
}
