/// Division of a row's columns into even parts of whole cache lines. A thread that has a part of one
/// row has the same columns of other rows, and of several such rows side by side in a longer one.
public struct ColumnParts: Hashable, Codable, Sendable {
  /// Number of columns.
  public let width: Int
  /// Number of parts; some may be empty.
  public let count: Int

  /// `count` parts of `width` columns of float32.
  public init(width: Int, count: Int) {
    precondition(width >= 0 && count > 0, "no parts")
    (self.width, self.count) = (width, count)
  }

  /// The columns in some of the parts.
  public func columns(_ parts: Range<Int>) -> Range<Int> {
    start(of: parts.lowerBound)..<start(of: parts.upperBound)
  }

  private func start(of part: Int) -> Int {
    part == count ? width : width / Self.unit * part / count * Self.unit
  }

  /// Elements of a cache line.
  private static let unit = 16
}
