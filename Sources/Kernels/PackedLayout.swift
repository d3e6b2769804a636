import CKernels

/// Storage of the elements of a packed matrix; products are of float32 in either.
public enum PackedStorage: String, Codable, Sendable, CaseIterable {
  case float32, bfloat16, float16

  /// Bytes an element takes.
  public var byteCount: Int { self == .float32 ? 4 : 2 }

  var index: Int {
    switch self {
    case .float32: Int(CKStorageFloat32.rawValue)
    case .bfloat16: Int(CKStorageBFloat16.rawValue)
    case .float16: Int(CKStorageFloat16.rawValue)
    }
  }
}

/// Layout of a matrix `[depth, columns]` as the right side of products: in panels, one after
/// another, each some vectors wide and holding its rows one after another.
///
/// Panels are three vectors wide, but for the last one or two, which are two (or one, if that is
/// all): four rows of sums, three vectors each, fill the registers of AVX2. The last vector is
/// filled up with zeros.
public struct PackedLayout: Sendable {
  /// The build whose vectors the panels are made of.
  public let instructions: InstructionSet
  /// Rows of the matrix: the number of products in a sum.
  public let depth: Int
  /// Columns of the matrix.
  public let columns: Int
  /// Storage of the elements.
  public let storage: PackedStorage
  /// Number of panels that are three vectors wide.
  let wideCount: Int
  /// Width of the panels after the wide ones, in vectors.
  private let narrowVectors: Int
  /// Number of panels.
  public let panelCount: Int

  /// A layout for a matrix of this shape.
  public init(
    depth: Int, columns: Int, storage: PackedStorage = .float32,
    instructions: InstructionSet = .current
  ) {
    precondition(depth >= 0 && columns >= 0, "a matrix has a negative size")
    self.instructions = instructions
    self.depth = depth
    self.columns = columns
    self.storage = storage
    let width = instructions.vectorWidth
    let vectors = columns / width + (columns % width == 0 ? 0 : 1)
    let narrowCount: Int
    switch vectors % 3 {
    case 0: (narrowCount, narrowVectors) = (0, 3)
    case 1 where vectors == 1: (narrowCount, narrowVectors) = (1, 1)
    case 1: (narrowCount, narrowVectors) = (2, 2)
    default: (narrowCount, narrowVectors) = (1, 2)
    }
    wideCount = (vectors - narrowCount * narrowVectors) / 3
    panelCount = wideCount + narrowCount
  }

  /// Bytes the packed matrix takes; it is best on a 64-byte boundary.
  public var byteCount: Int {
    guard panelCount > 0 else { return 0 }
    return byteOffset(ofPanel: panelCount - 1) + width(ofPanel: panelCount - 1) * depth
      * storage.byteCount
  }

  /// Byte offset of a panel in the packed matrix.
  func byteOffset(ofPanel panel: Int) -> Int {
    firstColumn(ofPanel: panel) * depth * storage.byteCount
  }

  /// The columns that these panels hold: threads that share the columns take whole panels.
  public func columns(ofPanels panels: Range<Int>) -> Range<Int> {
    let start = min(firstColumn(ofPanel: panels.lowerBound), columns)
    return start..<max(start, min(firstColumn(ofPanel: panels.upperBound), columns))
  }

  /// Width of a panel in vectors.
  func vectors(ofPanel panel: Int) -> Int { panel < wideCount ? 3 : narrowVectors }

  /// Width of a panel in elements.
  func width(ofPanel panel: Int) -> Int { vectors(ofPanel: panel) * instructions.vectorWidth }

  func firstColumn(ofPanel panel: Int) -> Int {
    let wide = min(panel, wideCount)
    return (wide * 3 + (panel - wide) * narrowVectors) * instructions.vectorWidth
  }
}
