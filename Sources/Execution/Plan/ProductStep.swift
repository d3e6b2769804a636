import Kernels

/// The form of a packed matrix.
struct Packing: Hashable, Codable, Sendable {
  /// Rows and columns of the matrix.
  var depth, columns: Int
  var storage: WeightStorage
  /// The columns as threads share them that do products of a row together; `nil` for a matrix that is
  /// packed as a whole.
  var parts: ColumnParts?

  /// The layout of the matrix in memory.
  enum Layout {
    case whole(PackedLayout)
    case parts(PackedParts)
    case quantized(QuantizedLayout)
  }

  /// The layout of the matrix in memory.
  var layout: Layout {
    let floats: PackedStorage
    switch storage {
    case .float32: floats = .float32
    case .bfloat16: floats = .bfloat16
    case .int8: return .quantized(QuantizedLayout(depth: depth, columns: columns, parts: parts))
    }
    if let parts {
      return .parts(PackedParts(depth: depth, columns: columns, parts: parts, storage: floats))
    }
    return .whole(PackedLayout(depth: depth, columns: columns, storage: floats))
  }

  /// The storage in words, where it isn't float32's.
  var storageText: String { storage == .float32 ? "" : "as \(storage.rawValue) " }

  /// Bytes the packed matrix takes.
  var byteCount: Int {
    switch layout {
    case .whole(let layout): layout.byteCount
    case .parts(let layout): layout.byteCount
    case .quantized(let layout): layout.byteCount
    }
  }
}

/// The right side of a product.
enum ProductRight: Equatable, Codable, Sendable {
  /// Packed, in a slot.
  case packed(View, Packing)
  /// Packed as 8-bit integers; with memory for integers of the left side's rows,
  /// `[threads, bytes]`.
  case quantized(View, Packing, rows: View)
  /// As it is, read once; with memory for parts of it.
  case plain(View, isTransposed: Bool, scratch: View)

  /// The slots that a product with it reads or writes.
  var slots: [Int] {
    switch self {
    case .packed(let view, _): [view.slot]
    case .quantized(let view, _, let rows): [view.slot, rows.slot]
    case .plain(let view, _, let scratch): [view.slot, scratch.slot]
    }
  }

  /// The matrix and its form, if it is packed.
  var packing: (matrix: View, form: Packing)? {
    switch self {
    case .packed(let view, let packing), .quantized(let view, let packing, _): (view, packing)
    case .plain: nil
    }
  }
}

/// Products of matrices, one for each index of some loops around them.
///
/// The left side may be in pieces, one after another along the terms of the sums: each piece goes on
/// from what the ones before have made.
struct ProductStep: StepContent {
  /// Pieces `[loops…, rows, terms]`, the last stride 1; several only for packed right sides.
  var left: [View]
  var right: ProductRight
  /// `[loops…, rows, columns]`, the last stride 1.
  var result: View
  /// Initial values of the sums, `[loops…, rows, columns]`; the last stride is 1, others may be 0.
  var start: View?
  /// Threads that share the products out if that pays.
  var threadCount: Int

  var suitsTeams: Bool { true }

  var teamAccess: TeamAccess? {
    guard let (matrix, packing) = right.packing, let parts = packing.parts else { return nil }
    return TeamAccess(
      parts: parts, reads: left + [matrix] + (start.map { [$0] } ?? []), ownWrites: [result])
  }

  var lines: [String] {
    let beginning = start.map { "\($0) + " } ?? ""
    let leftSide = left.map(\.description).joined(separator: " | ")
    let rightSide =
      switch right {
      case .packed(let view, let packing), .quantized(let view, let packing, _):
        "packed \(packing.storageText)\(view)"
      case .plain(let view, _, _): "\(view)"
      }
    return ["\(result) = \(beginning)\(leftSide) @ \(rightSide)"]
  }
}

/// Packs matrices to be the right sides of products, each of which is as far from the one before.
struct PackStep: StepContent {
  /// The first of the matrices, `[depth, columns]`, the last stride 1 or, if they are transposed, the
  /// first.
  var source: View
  /// How many matrices there are, and bytes from one to the next.
  var count, step: Int
  var isTransposed: Bool
  var packing: Packing
  /// `[count, bytes]`.
  var target: View

  var lines: [String] {
    let matrices = "\(count > 1 ? "\(count) of " : "")\(packing.storageText)\(source)"
    return ["\(count > 1 ? target : target.firstPart) = pack \(matrices)"]
  }
}
