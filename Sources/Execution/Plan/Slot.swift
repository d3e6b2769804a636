/// A place for an address, which steps name by its number.
struct Slot: Equatable, Codable, Sendable {
  enum Kind: Equatable, Codable, Sendable {
    /// The program's input at this position.
    case input(Int)
    /// The memory for the program's output at this position.
    case output(Int)
    /// An array the plan holds.
    case constant
    /// So many bytes of the arena; of a worker's own one if `isWorkers`.
    case buffer(byteCount: Int, isWorkers: Bool)
    /// An address that a loop moves.
    case cursor
    /// No memory: in place of the array of the numbers of a loop's steps.
    case stepNumbers
  }

  var kind: Kind
  /// How many loops are around the place where its contents are made: those further in read the
  /// same in each of their turns.
  var level: Int
  /// The first and the last step of the plan, counted in order, that touch a buffer.
  var lifetime: ClosedRange<Int>?
}
