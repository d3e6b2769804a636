/// Layout of a matrix `[depth, columns]` as the right side of products of a few rows that threads
/// share: each takes the same part of whatever the results hold side by side, such as the gates of
/// a cell.
public struct PackedParts: Sendable {
  /// A range of the columns, laid out as a matrix of its own.
  struct Piece: Sendable {
    var layout: PackedLayout
    /// The first of the columns.
    var column: Int
    /// Byte offset of the piece in the packed matrix.
    var byteOffset: Int
  }

  /// Ranges of columns of the parts.
  public let parts: ColumnParts
  /// The pieces of each part.
  let pieces: [[Piece]]
  /// Bytes the packed matrix takes; it is best on a 64-byte boundary.
  public let byteCount: Int

  /// A layout for a matrix of this shape, whose columns are a multiple of those of `parts`.
  public init(
    depth: Int, columns: Int, parts: ColumnParts, storage: PackedStorage = .float32,
    instructions: InstructionSet = .current
  ) {
    precondition(
      parts.width > 0 && columns % parts.width == 0, "the columns aren't dealt out evenly")
    self.parts = parts
    var end = 0
    pieces = (0..<parts.count).map { part in
      let range = parts.columns(part..<part + 1)
      if range.isEmpty { return [] }
      return stride(from: 0, to: columns, by: parts.width).map { first in
        let layout = PackedLayout(
          depth: depth, columns: range.count, storage: storage, instructions: instructions)
        defer { end += (layout.byteCount + 63) / 64 * 64 }
        return Piece(layout: layout, column: first + range.lowerBound, byteOffset: end)
      }
    }
    byteCount = end
  }

  /// Packs a matrix into `byteCount` bytes of memory.
  public func pack(_ source: RightSide, into memory: UnsafeMutableRawPointer) {
    for piece in pieces.joined() {
      let columns = RightSide(
        source.element(0, piece.column), stride: source.stride, isTransposed: source.isTransposed)
      piece.layout.pack(columns, into: memory + piece.byteOffset)
    }
  }
}
