extension TileGroup {
  /// This group with short rows that are apart in memory copied together first, so that a vector
  /// holds elements of several rows in all that follows: the parts of a small cell's gates.
  func gatheringShortRows(vectorWidth: Int) -> TileGroup {
    guard domain.count > 1, let columns = domain.last, columns < vectorWidth else {
      return self
    }
    var group = self
    var copies: [Operation] = []
    for (index, value) in values.enumerated() {
      guard let source = value.source, source.dtype.byteCount == 4, !value.isColumn,
        value.useCount > 0,
        source.strides[domain.count - 2] != columns
      else { continue }
      let copy = group.addResult(value.form, isColumn: false)
      group.values[copy].useCount = value.useCount
      group.values[index].useCount = 1
      for operation in group.operations.indices {
        group.operations[operation].operands = group.operations[operation].operands.map {
          $0 == index ? copy : $0
        }
      }
      copies.append(
        Operation(name: "copy", function: .unary(.copy), operands: [index], result: copy))
    }
    group.operations = copies + group.operations
    return group
  }
}
