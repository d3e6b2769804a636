import CKernels
import Synchronization

/// A build of the leaf kernels: all functions for one set of processor instructions.
///
/// Results of one build are the same bits everywhere; another build's may differ by rounding.
public struct InstructionSet: @unchecked Sendable {  // the table is constant
  let table: UnsafePointer<CKTable>

  /// Builds that the processor can run, the best last.
  public static let available: [InstructionSet] = (0..<CKTableCount()).compactMap { index in
    guard CKTableIsSupported(index), let table = CKTableAt(index) else { return nil }
    return InstructionSet(table: table)
  }

  /// The build that this process runs: the best one for the processor, or the one that was chosen
  /// before this was first asked for.
  public static let current = choice.withLock { choice in
    choice.isFixed = true
    return choice.build ?? available[available.count - 1]
  }

  /// Makes the process run another build than the best.
  ///
  /// - Returns: whether it will; `false` once `current` is another one.
  @discardableResult
  public static func choose(_ build: InstructionSet) -> Bool {
    choice.withLock { choice in
      if !choice.isFixed { choice.build = build }
      return !choice.isFixed
    } || current.name == build.name
  }

  private static let choice = Mutex<(build: InstructionSet?, isFixed: Bool)>((nil, false))

  /// `baseline` (SSE2), `avx2`, `avx512` or `neon`.
  public var name: String { String(cString: table.pointee.name) }

  /// Number of float32 elements in a vector.
  public var vectorWidth: Int { table.pointee.width }

  /// Largest number of rows that a matrix product computes at a time from a panel of a width in
  /// vectors.
  func maximumRows(vectors: Int) -> Int { CKMaximumRows(table, vectors) }
}

extension InstructionSet: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
