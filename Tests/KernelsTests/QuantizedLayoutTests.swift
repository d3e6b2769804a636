import Testing

@testable import Kernels

/// Products with weights of 8 bits, against sums in `Double` and against each other bit by bit.
struct QuantizedLayoutTests {
  static let shapes: [(rows: Int, depth: Int, columns: Int)] = [
    (1, 1, 1), (1, 2, 3), (1, 7, 300), (2, 17, 97), (3, 33, 24), (4, 5, 20), (5, 16, 64),
    (6, 31, 128), (7, 2, 49), (9, 300, 31), (13, 8, 16), (17, 3, 130), (2, 1100, 40), (1, 0, 5),
    (3, 4, 0),
  ]

  /// A weight is off by half its column's scale, an element of a row by half of its own, and the sum is
  /// rounded thrice.
  @Test(arguments: InstructionSet.available, shapes)
  func isNearTheExactSum(
    _ instructions: InstructionSet, _ shape: (rows: Int, depth: Int, columns: Int)
  ) {
    for isTransposed in [false, true] {
      let product = QuantizedProduct(shape, instructions, isTransposed: isTransposed)
      let result = product.result()
      for row in 0..<shape.rows {
        let largest = product.row(row).map(\.magnitude).max() ?? 0
        let step = Double(largest) / Double(1 << QuantizedRows.bits(depth: shape.depth)) * 2
        let size = product.row(row).reduce(0) { $0 + Double($1.magnitude) }
        for column in 0..<shape.columns {
          let weights = product.column(column)
          let scale = Double(weights.map(\.magnitude).max() ?? 0) / 127
          let exact = zip(product.row(row), weights).reduce(Double(product.start[column])) {
            $0 + Double($1.0) * Double($1.1)
          }
          let tolerance =
            (size * scale + weights.reduce(0) { $0 + Double($1.magnitude) } * step) * 0.51
            + (size + 2) * 0x1p-22
          #expect((Double(result[row * shape.columns + column]) - exact).magnitude <= tolerance)
        }
      }
    }
  }

  /// All builds make the same integers and sums of them: bits differ where a product and a sum
  /// are rounded apart.
  @Test(arguments: InstructionSet.available)
  func buildsAgree(_ instructions: InstructionSet) {
    for shape in Self.shapes {
      let result = QuantizedProduct(shape, instructions).result()
      let expected = QuantizedProduct(shape, InstructionSet.available[0]).result()
      for (a, b) in zip(result, expected) {
        #expect((a - b).magnitude <= max(a.magnitude, 1) * 0x1p-22)
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func sharesAndPartsChangeNoBits(_ instructions: InstructionSet) {
    for (rows, depth, columns) in [(1, 9, 320), (7, 300, 512), (20, 33, 161), (13, 520, 70)] {
      let product = QuantizedProduct((rows, depth, columns), instructions)
      let whole = product.result()
      for isBackwards in [false, true] {
        #expect(product.result(isBackwards: isBackwards) == whole)
        #expect(product.result(isBackwards: isBackwards, shareByShare: true) == whole)
        #expect(product.result(isBackwards: isBackwards, rowByRow: true) == whole)
        #expect(product.result(isBackwards: isBackwards, pieces: 3) == whole)
        for (width, count) in [(columns, 3), (columns, 1), (columns / 2, 2)]
        where columns % width == 0 {
          let parts = ColumnParts(width: width, count: count)
          #expect(product.result(parts, isBackwards: isBackwards) == whole)
          #expect(product.result(parts, isBackwards: isBackwards, shareByShare: true) == whole)
        }
      }
    }
  }

  /// Results may be where the start values are.
  @Test(arguments: InstructionSet.available)
  func addsToTheResult(_ instructions: InstructionSet) {
    let product = QuantizedProduct((5, 40, 33), instructions)
    #expect(product.result(isInPlace: true) == product.result())
  }

  /// Zeros, the smallest and the largest numbers: what float32 can hold comes out.
  @Test(arguments: InstructionSet.available)
  func extremes(_ instructions: InstructionSet) {
    func result(_ row: [Float], _ column: [Float]) -> Float {
      QuantizedProduct(row, column, instructions).result()[0]
    }
    #expect(result([0, 0, 0], [1, 2, 3]) == 0)
    #expect(result([1, 2, 3], [0, 0, 0]) == 0)
    #expect(result([.greatestFiniteMagnitude, 0, 1], [0, 1, 0]) == 0)
    #expect(result([.greatestFiniteMagnitude, 0, 0], [1, 0, 0]).isFinite)
    #expect((result([1e38, 0], [1, 0.5]) - 1e38).magnitude < 1e34)
    #expect((result([0x1p-120, 0], [0x1p100, 0]) - 0x1p-20).magnitude < 0x1p-33)
    #expect(result([.leastNormalMagnitude, 0], [0x1p126, 0]) == 1)
    #expect(result([0x1p126, 0], [0x1p-126, 0]) == 1)
    #expect(result([1, -1], [1, 1]) == 0)
  }

  /// The largest integers that rows and columns can have, as many as are added: no overflow.
  @Test(arguments: InstructionSet.available, [1, 515, 516, 517, 1033, 2064, 9000, 66052])
  func sumsHaveRoom(_ instructions: InstructionSet, _ depth: Int) {
    for sign: Float in [1, -1] {
      let row = [Float](repeating: sign * Float(1).nextDown, count: depth)
      let column = [Float](repeating: 1, count: depth)
      let result = QuantizedProduct(row, column, instructions).result()[0]
      #expect((result * sign / Float(depth) - 1).magnitude < 0x1p-7)
    }
  }

  @Test(arguments: [
    (1, 15), (516, 15), (517, 14), (1032, 14), (1033, 13), (4128, 12), (66052, 8),
  ])
  func bitsOfARow(_ depth: Int, _ bits: Int) {
    #expect(QuantizedRows.bits(depth: depth) == bits)
    #expect(127 * depth << bits <= Int(Int32.max))
    #expect(depth <= QuantizedLayout.largestDepth)
  }

  /// Weights that aren't finite are found wherever they are; rows that aren't make NaN.
  @Test(arguments: InstructionSet.available, [Float.nan, -.nan, .infinity, -.infinity])
  func numbersThatAreNotFinite(_ instructions: InstructionSet, _ number: Float) {
    for place in [0, 7, 37 * 20 + 19] {
      var weights = [Float](repeating: 0.5, count: 37 * 20 + 20)
      weights[place] = number
      #expect(!QuantizedProduct.canPack(weights, depth: 38, columns: 20, instructions))
    }
    var row = [Float](repeating: 0.25, count: 38)
    row[33] = number
    let column = [Float](repeating: 0.5, count: 38)
    #expect(QuantizedProduct(row, column, instructions).result()[0].isNaN)
  }
}

/// A product to compute in several ways.
private struct QuantizedProduct {
  let rows, depth, columns: Int
  let left, right, start: [Float]
  let isTransposed: Bool
  let instructions: InstructionSet

  /// Random numbers of different sizes by row and column.
  init(
    _ shape: (rows: Int, depth: Int, columns: Int), _ instructions: InstructionSet,
    isTransposed: Bool = false
  ) {
    (rows, depth, columns) = shape
    (self.instructions, self.isTransposed) = (instructions, isTransposed)
    var random = SplitMix64(seed: UInt64(rows * 1000 + depth * 10 + columns))
    left = (0..<rows * depth).map { _ in Float.random(in: -1...1, using: &random) }
    right = (0..<depth * columns).map { _ in Float.random(in: -0.25...0.25, using: &random) }
    start = (0..<columns).map { _ in Float.random(in: -1...1, using: &random) }
  }

  /// One row times one column.
  init(_ row: [Float], _ column: [Float], _ instructions: InstructionSet) {
    (rows, depth, columns) = (1, row.count, 1)
    (left, right, start) = (row, column, [0])
    (self.instructions, isTransposed) = (instructions, false)
  }

  func row(_ index: Int) -> ArraySlice<Float> { left[index * depth..<(index + 1) * depth] }

  func column(_ index: Int) -> [Float] {
    (0..<depth).map { right[isTransposed ? index * depth + $0 : $0 * columns + index] }
  }

  static func canPack(
    _ weights: [Float], depth: Int, columns: Int, _ instructions: InstructionSet
  ) -> Bool {
    let layout = QuantizedLayout(depth: depth, columns: columns, instructions: instructions)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
    defer { memory.deallocate() }
    return weights.withUnsafeBufferPointer { weights in
      weights.baseAddress.map { layout.pack(RightSide($0, stride: columns), into: memory) } ?? true
    }
  }

  func result(
    _ parts: ColumnParts? = nil, isBackwards: Bool = false, shareByShare: Bool = false,
    rowByRow: Bool = false, pieces: Int = 1, isInPlace: Bool = false
  ) -> [Float] {
    let layout = QuantizedLayout(
      depth: depth, columns: columns, parts: parts, instructions: instructions)
    let packed = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: QuantizedRows.byteCount(capacity: rows, depth: depth), alignment: 64)
    defer {
      packed.deallocate()
      memory.deallocate()
    }
    // What was there before must not matter.
    memory.initializeMemory(
      as: UInt8.self, repeating: 0x55,
      count: QuantizedRows.byteCount(capacity: rows, depth: depth))
    right.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      _ = layout.pack(
        RightSide(base, stride: isTransposed ? depth : columns, isTransposed: isTransposed),
        into: packed)
    }
    var result =
      isInPlace
      ? (0..<rows).flatMap { _ in start } : [Float](repeating: .nan, count: rows * columns)
    result.withUnsafeMutableBufferPointer { result in
      guard let result = result.baseAddress else { return }
      let batches = rowByRow ? (0..<rows).map { $0..<$0 + 1 } : [0..<rows]
      for batch in batches {
        let quantized = QuantizedRows(capacity: rows, for: layout, in: memory)
        for row in batch { quantize(row, as: row - batch.lowerBound, quantized, pieces) }
        start.withUnsafeBufferPointer { start in
          let c = result + batch.lowerBound * columns
          let target =
            isInPlace
            ? ProductResult(c, stride: columns, beginningFrom: c, startStride: columns)
            : ProductResult(c, stride: columns, beginningFrom: start.baseAddress)
          let shares = 0..<layout.shareCount
          for shares in shareByShare ? shares.map({ $0..<$0 + 1 }) : [shares] {
            layout.multiply(
              quantized, count: batch.count, by: packed, into: target, shares: shares,
              isBackwards: isBackwards)
          }
        }
      }
    }
    return result
  }

  private func quantize(_ row: Int, as index: Int, _ rows: QuantizedRows, _ pieces: Int) {
    left.withUnsafeBufferPointer { left in
      rows.quantize(row: index, pieceCount: pieces) { piece in
        let range = depth * piece / pieces..<depth * (piece + 1) / pieces
        return UnsafeBufferPointer(
          rebasing: left[row * depth + range.lowerBound..<row * depth + range.upperBound])
      }
    }
  }
}
