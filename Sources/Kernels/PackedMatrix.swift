/// A packed matrix that owns its memory.
public final class PackedMatrix: Sendable {
  /// Layout of the elements in memory.
  public let layout: PackedLayout
  /// The packed elements, on a 64-byte boundary; they never change once packed.
  public nonisolated(unsafe) let elements: UnsafeRawPointer

  /// Packs matrices side by side, each with its number of columns.
  ///
  /// - Precondition: the counts add up to the layout's columns.
  public init(_ layout: PackedLayout, _ sources: [(matrix: RightSide, columns: Int)]) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(layout.byteCount, 1), alignment: 64)
    var column = 0
    for (matrix, count) in sources {
      layout.pack(matrix, columns: column..<column + count, into: memory)
      column += count
    }
    precondition(column == layout.columns, "the columns don't fill the matrix")
    self.layout = layout
    elements = UnsafeRawPointer(memory)
  }

  deinit { elements.deallocate() }
}
