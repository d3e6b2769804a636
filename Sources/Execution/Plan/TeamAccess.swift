import Kernels

/// The arrays that a step reads and writes where the threads of a team do it together, each in its
/// part of some columns.
struct TeamAccess {
  /// The columns that are dealt out.
  var parts: ColumnParts
  /// Arrays that each thread may read as a whole.
  var reads: [View] = []
  /// Rows side by side, in which a thread reads and writes its own part alone.
  var ownReads: [View] = []
  var ownWrites: [View] = []

  /// Whether threads may do this and then another step without waiting in between: none reads what
  /// another one makes, nor writes what another one reads.
  func letsFollow(_ other: TeamAccess) -> Bool {
    parts == other.parts
      && isApart(ownWrites, other.reads) && isApart(reads, other.ownWrites)
      && isInStep(ownWrites, other.ownReads + other.ownWrites)
      && isInStep(ownReads, other.ownWrites)
  }

  private func isApart(_ views: [View], _ others: [View]) -> Bool {
    !views.contains { view in others.contains { $0.slot == view.slot } }
  }

  /// Whether the parts of views that may overlap are the same memory.
  private func isInStep(_ views: [View], _ others: [View]) -> Bool {
    views.allSatisfy { view in
      others.allSatisfy { other in
        view.slot != other.slot
          || (view.dtype == other.dtype
            && (view.offset - other.offset) % (parts.width * view.dtype.byteCount) == 0)
      }
    }
  }
}
