import Arrays
import Kernels

/// How a group goes through its domain: loops around tiles of rows and columns, and for each value
/// where a tile of it is.
struct TileLayout {
  /// Sizes of the domain and of a tile.
  let domain: TileProgram.Domain
  /// The columns as a team's threads share them, if they do.
  let parts: ColumnParts?
  /// The place of each value; scratch memory has no slot yet.
  private(set) var places: [TileProgram.Value] = []
  private(set) var scratchByteCount = 0
  let group: TileGroup

  /// About how many elements a tile has: those of some values fit into the first-level cache.
  static let tileElementCount = 1024

  /// A layout of a group, for a team if there is one.
  init(_ group: TileGroup, team: PlanBuilder.PlannedTeam?) {
    self.group = group
    let merged = MergedAxes(group)
    let outerSizes = Array(merged.sizes.dropLast(2))
    let sizes = Array(merged.sizes.suffix(2))
    let columns = sizes.last ?? 1
    let rows = sizes.count == 2 ? sizes[0] : 1
    let isRow = rows == 1 && outerSizes.isEmpty && !group.hasRows
    parts = isRow ? team?.parts(of: columns, areOfOneRow: group.domain.count == 1) : nil
    let longest = parts.map { $0.columns($0.count - 1..<$0.count).count } ?? columns
    let tileColumns = group.hasRows ? columns : max(1, min(longest, Self.tileElementCount))
    domain = TileProgram.Domain(
      outerSizes: outerSizes, rows: rows, columns: columns,
      tileRows: max(1, min(rows, Self.tileElementCount / max(tileColumns, 1))),
      tileColumns: tileColumns)
    place(merged)
  }

  private mutating func place(_ merged: MergedAxes) {
    var scratch = ScratchPlaces(group)
    for (index, value) in group.values.enumerated() {
      if let view = value.target ?? value.source {
        let strides = merged.strides(of: index)
        let isColumn = value.target == nil ? strides.last.map { $0 == 0 } ?? true : value.isColumn
        places.append(
          TileProgram.Value(
            slot: view.slot, offset: view.offset, isScratch: false,
            elementByteCount: view.dtype.byteCount,
            rowStride: strides.count >= 2 ? strides[strides.count - 2] : 0, isColumn: isColumn,
            outerStrides: Array(strides.dropLast(2))))
      } else {
        let columns = value.isColumn ? 1 : domain.tileColumns
        let byteCount = (domain.tileRows * columns * value.form.byteCount + 63) / 64 * 64
        places.append(
          TileProgram.Value(
            slot: 0, offset: scratch.place(index, byteCount: byteCount), isScratch: true,
            elementByteCount: value.form.byteCount, rowStride: columns, isColumn: value.isColumn,
            outerStrides: domain.outerSizes.map { _ in 0 }))
      }
    }
    scratchByteCount = scratch.byteCount
  }
}

extension TileStep {
  /// The step that runs a group as it is laid out, with scratch memory in a slot.
  init(_ layout: TileLayout, scratch: Int) {
    domain = layout.domain
    parts = layout.parts
    values = zip(layout.group.values, layout.places).map { value, place in
      var place = place
      if place.isScratch { place.slot = scratch }
      return Value(source: value.source, target: value.target, place: place)
    }
    operations = layout.group.operations
  }
}

/// The domain's axes with those merged that every value runs through evenly.
private struct MergedAxes {
  private(set) var sizes: [Int] = []
  private var strides: [[Int]]

  init(_ group: TileGroup) {
    strides = [[Int]](repeating: [], count: group.values.count)
    let all = group.values.map { ($0.target ?? $0.source)?.strides }
    let last = group.domain.count - 1
    for axis in group.domain.indices {
      let size = group.domain[axis]
      let isMergeable =
        !sizes.isEmpty && !(group.hasRows && axis == last)
        && all.indices.allSatisfy { value in
          all[value].map { strides[value][sizes.count - 1] == $0[axis] * size } ?? true
        }
      if isMergeable { sizes[sizes.count - 1] *= size } else { sizes.append(size) }
      for (value, valueStrides) in all.enumerated() {
        guard let valueStrides else { continue }
        if isMergeable {
          strides[value][sizes.count - 1] = valueStrides[axis]
        } else {
          strides[value].append(valueStrides[axis])
        }
      }
    }
    if group.hasRows && group.domain.isEmpty { sizes = [] }
  }

  func strides(of value: Int) -> [Int] { strides[value] }
}

/// Places for tiles of values that aren't in memory: a place is free again after its value's last
/// use.
private struct ScratchPlaces {
  private var lastUse: [Int]
  private let operations: [TileGroup.Operation]
  private var firstUse: [Int]
  private var requests: [(offset: Int, byteCount: Int, first: Int, last: Int)] = []
  private(set) var byteCount = 0

  init(_ group: TileGroup) {
    operations = group.operations
    lastUse = [Int](repeating: -1, count: group.values.count)
    firstUse = lastUse
    for (index, operation) in operations.enumerated() {
      for operand in operation.operands { lastUse[operand] = index }
      firstUse[operation.result] = index
      lastUse[operation.result] = max(lastUse[operation.result], index)
    }
  }

  /// A place for a value, which must not be another's that is read or written at the same time.
  mutating func place(_ value: Int, byteCount size: Int) -> Int {
    let (first, last) = (firstUse[value], lastUse[value])
    if first < 0 { return 0 }
    let others = requests.filter { $0.first <= last && first <= $0.last }
      .sorted { $0.offset < $1.offset }
    var offset = 0
    for other in others {
      if offset + size <= other.offset { break }
      offset = max(offset, other.offset + other.byteCount)
    }
    requests.append((offset, size, first, last))
    byteCount = max(byteCount, offset + size)
    return offset
  }
}
