import Kernels

/// A product of random matrices, run in several ways. Rows are padded by NaN, and so is what a
/// kernel mustn't read.
struct Product {
  let rows: Int
  let depth: Int
  let columns: Int
  let isTransposed: Bool
  let padding = 3
  /// `[rows, depth + padding]`.
  let a: [Float]
  /// `[depth, columns + padding]`, or transposed `[columns, depth + padding]`.
  let b: [Float]
  /// `[rows, columns]`, `[columns]`.
  let matrix: [Float]
  let bias: [Float]

  enum Start: CaseIterable { case zero, row, result, matrix }

  init(_ rows: Int, _ depth: Int, _ columns: Int, isTransposed: Bool = false) {
    (self.rows, self.depth, self.columns) = (rows, depth, columns)
    self.isTransposed = isTransposed
    var random = SplitMix64(seed: UInt64(rows * 7919 + depth * 104_729 + columns))
    func padded(_ rows: Int, _ columns: Int, by padding: Int) -> [Float] {
      (0..<rows).flatMap { _ in
        (0..<columns).map { _ in Float.random(in: -1...1, using: &random) }
          + [Float](repeating: .nan, count: padding)
      } + [0]
    }
    a = padded(rows, depth, by: padding)
    b = isTransposed ? padded(columns, depth, by: padding) : padded(depth, columns, by: padding)
    matrix = padded(rows, columns, by: 0)
    bias = padded(1, columns, by: 0)
  }

  // MARK: Ways to run

  /// By naive sums in `Double`.
  func reference(from start: Start = .zero) -> [Double] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        let beginning: Float =
          switch start {
          case .zero: 0
          case .row: bias[column]
          case .result, .matrix: matrix[row * columns + column]
          }
        return (0..<depth).reduce(Double(beginning)) { sum, k in
          let right =
            isTransposed ? b[column * (depth + padding) + k] : b[k * (columns + padding) + column]
          return sum + Double(a[row * (depth + padding) + k]) * Double(right)
        }
      }
    }
  }

  /// By a packed matrix; the rows in parts of `rowParts`, and panel by panel if asked.
  func packed(
    _ instructions: InstructionSet, storage: PackedStorage = .float32, from start: Start = .zero,
    rowParts: Int? = nil, panelByPanel: Bool = false, isBackwards: Bool = false,
    isPrepared: Bool = false, matrices: Int = 1
  ) -> [Float] {
    let layout = PackedLayout(
      depth: depth, columns: columns, storage: storage, instructions: instructions)
    return b.withUnsafeBufferPointer { b in
      guard let b = b.baseAddress else { return [] }
      let step = max(columns / matrices, 1)
      let sources = stride(from: 0, to: columns, by: step).map { column in
        (
          rightSide(b + column * (isTransposed ? depth + padding : 1)),
          min(step, columns - column)
        )
      }
      let packed = PackedMatrix(layout, sources)
      return run(from: start, rowParts: rowParts ?? rows) { rows in
        if panelByPanel {
          for panel in (0..<layout.panelCount).reversed() {
            layout.multiply(rows, by: packed.elements, panels: panel..<panel + 1)
          }
        } else if isPrepared, let product = PreparedProduct(rows.layout, by: layout) {
          product.multiply(rows, by: packed.elements, isBackwards: isBackwards)
        } else {
          layout.multiply(rows, by: packed.elements, isBackwards: isBackwards)
        }
      }
    }
  }

  /// By a matrix packed in `count` parts of arrays of `width` columns, one part after another.
  func inParts(
    _ instructions: InstructionSet, storage: PackedStorage = .float32, from start: Start = .zero,
    width: Int, count: Int, isBackwards: Bool = false
  ) -> [Float] {
    let layout = PackedParts(
      depth: depth, columns: columns, parts: ColumnParts(width: width, count: count),
      storage: storage, instructions: instructions)
    let packed = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
    defer { packed.deallocate() }
    return b.withUnsafeBufferPointer { b in
      guard let b = b.baseAddress else { return [] }
      layout.pack(rightSide(b), into: packed)
      return run(from: start, rowParts: rows) { rows in
        let product = PreparedProduct(rows.layout, by: layout)
        for part in (0..<product.partCount).reversed() {
          product.multiply(rows, by: packed, parts: part..<part + 1, isBackwards: isBackwards)
        }
      }
    }
  }

  /// By the matrix as it is.
  func unpacked(_ instructions: InstructionSet, from start: Start = .zero) -> [Float] {
    b.withUnsafeBufferPointer { b in
      guard let b = b.baseAddress else { return [] }
      return run(from: start, rowParts: rows) { rows in
        let scratch = UnsafeMutableRawPointer.allocate(
          byteCount: instructions.scratchByteCount(rows: self.rows, depth: depth), alignment: 64)
        defer { scratch.deallocate() }
        instructions.multiply(
          rows, by: rightSide(b), depth: depth, columns: columns, scratch: scratch)
      }
    }
  }

  private func rightSide(_ start: UnsafePointer<Float>) -> RightSide {
    RightSide(
      start, stride: isTransposed ? depth + padding : columns + padding,
      isTransposed: isTransposed)
  }

  private func run(
    from start: Start, rowParts: Int, _ multiply: (ProductRows) -> Void
  ) -> [Float] {
    let stride = columns + padding
    var c = [Float](repeating: 77, count: rows * stride + 1)
    if start == .result {
      for row in 0..<rows {
        for column in 0..<columns { c[row * stride + column] = matrix[row * columns + column] }
      }
    }
    a.withUnsafeBufferPointer { a in
      matrix.withUnsafeBufferPointer { matrix in
        bias.withUnsafeBufferPointer { bias in
          c.withUnsafeMutableBufferPointer { c in
            guard let a = a.baseAddress, let c = c.baseAddress, let bias = bias.baseAddress,
              let matrix = matrix.baseAddress
            else { return }
            for row in Swift.stride(from: 0, to: rows, by: max(rowParts, 1)) {
              let beginning: ProductStart =
                switch start {
                case .zero: .zero
                case .row: .row(bias)
                case .result: .result
                case .matrix: .matrix(matrix + row * columns, rowStride: columns)
                }
              multiply(
                ProductRows(
                  min(rowParts, rows - row), of: a + row * (depth + padding),
                  stride: depth + padding, into: c + row * stride, stride: stride,
                  beginningFrom: beginning))
            }
          }
        }
      }
    }
    // What lies between the rows must be as it was.
    precondition(
      (0..<rows).allSatisfy { row in
        (columns..<stride).allSatisfy { c[row * stride + $0] == 77 }
      })
    return (0..<rows).flatMap { row in (0..<columns).map { c[row * stride + $0] } }
  }
}

/// Sebastiano Vigna's generator, so that a test sees the same numbers every time.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

extension [Float] {
  /// Whether every element is within `tolerance`.
  func isNear(_ expected: [Double], _ tolerance: Double) -> Bool {
    count == expected.count
      && zip(self, expected).allSatisfy { (Double($0) - $1).magnitude <= tolerance }
  }
}
