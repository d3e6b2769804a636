import Kernels
import Testing

/// Products against sums in `Double`, and against each other bit by bit.
struct MatrixProductTests {
  /// A sum of `depth` terms no larger than 1 is within `depth` roundings of values up to `depth`.
  static func tolerance(depth: Int) -> Double { Double(depth * depth + 1) * 0x1p-24 }

  static let shapes: [(rows: Int, depth: Int, columns: Int)] = [
    (0, 3, 5), (3, 0, 5), (3, 5, 0), (1, 1, 1), (1, 7, 300), (2, 17, 97), (3, 33, 24), (4, 5, 20),
    (5, 16, 64), (7, 2, 49), (9, 300, 31), (13, 8, 16), (17, 3, 130), (40, 4, 33),
    (33, 600, 150),
  ]

  @Test(arguments: InstructionSet.available, shapes)
  func packed(
    _ instructions: InstructionSet, _ shape: (rows: Int, depth: Int, columns: Int)
  ) {
    for isTransposed in [false, true] {
      let product = Product(shape.rows, shape.depth, shape.columns, isTransposed: isTransposed)
      let expected = product.reference()
      #expect(product.packed(instructions).isNear(expected, Self.tolerance(depth: shape.depth)))
      #expect(product.packed(instructions) == product.unpacked(instructions))
    }
  }

  @Test(arguments: InstructionSet.available, Product.Start.allCases)
  func beginnings(_ instructions: InstructionSet, _ start: Product.Start) {
    for shape in [(5, 7, 30), (1, 300, 100), (20, 260, 9), (3, 0, 40)] {
      let product = Product(shape.0, shape.1, shape.2)
      let result = product.packed(instructions, from: start)
      #expect(result.isNear(product.reference(from: start), Self.tolerance(depth: shape.1 + 1)))
      #expect(result == product.unpacked(instructions, from: start))
      #expect(result == product.packed(instructions, from: start, isPrepared: true))
    }
  }

  /// Small products are worth preparing, large ones aren't.
  @Test func preparesSmallProducts() {
    func isPrepared(_ rows: Int, _ depth: Int, _ columns: Int) -> Bool {
      let rows = ProductLayout(rows, aStride: depth, cStride: columns, startStride: 0)
      return PreparedProduct(rows, by: PackedLayout(depth: depth, columns: columns)) != nil
    }
    #expect(isPrepared(16, 5, 20))
    #expect(isPrepared(1, 64, 256))
    #expect(!isPrepared(6400, 256, 512))
    #expect(!isPrepared(1, 4096, 16))
  }

  @Test(arguments: InstructionSet.available)
  func aRowsBitsDependOnTheRowAlone(_ instructions: InstructionSet) {
    for (depth, columns) in [(9, 20), (300, 50), (20, 150), (160, 470)] {
      let product = Product(33, depth, columns)
      let whole = product.packed(instructions)
      for rowParts in [1, 2, 3, 4, 5, 7, 12, 16, 32] {
        #expect(product.packed(instructions, rowParts: rowParts) == whole)
        #expect(
          product.packed(instructions, rowParts: rowParts, panelByPanel: true) == whole)
        for isBackwards in [false, true] {
          #expect(
            product.packed(
              instructions, rowParts: rowParts, isBackwards: isBackwards, isPrepared: true)
              == whole)
        }
        #expect(product.packed(instructions, rowParts: rowParts, isBackwards: true) == whole)
      }
    }
  }

  /// Parts of a product are what they are of the whole, in whatever order.
  @Test(arguments: InstructionSet.available, PackedStorage.allCases)
  func partsOfColumns(_ instructions: InstructionSet, _ storage: PackedStorage) {
    for (rows, depth, width, arrays) in [(1, 300, 100, 4), (1, 9, 20, 1), (3, 40, 64, 3)] {
      for isTransposed in [false, true] {
        let product = Product(rows, depth, width * arrays, isTransposed: isTransposed)
        for start in Product.Start.allCases {
          let whole = product.packed(instructions, storage: storage, from: start)
          for (count, isBackwards) in [(1, false), (2, true), (3, false), (5, true)] {
            #expect(
              product.inParts(
                instructions, storage: storage, from: start, width: width, count: count,
                isBackwards: isBackwards) == whole)
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func matricesSideBySide(_ instructions: InstructionSet) {
    for isTransposed in [false, true] {
      let product = Product(6, 11, 60, isTransposed: isTransposed)
      let whole = product.packed(instructions)
      for matrices in [2, 3, 4, 60] {
        #expect(product.packed(instructions, matrices: matrices) == whole)
      }
    }
  }

  /// Storing the right side in 16 bits rounds each of its elements, by 2⁻⁹ or 2⁻¹² of at most 1.
  @Test(
    arguments: InstructionSet.available,
    [(PackedStorage.bfloat16, 0x1p-9), (.float16, 0x1p-12)])
  func narrowStorage(_ instructions: InstructionSet, _ narrow: (PackedStorage, Double)) {
    for isTransposed in [false, true] {
      for shape in [(1, 70, 150), (4, 33, 20), (9, 270, 40)] {
        let product = Product(shape.0, shape.1, shape.2, isTransposed: isTransposed)
        let result = product.packed(instructions, storage: narrow.0)
        let tolerance = narrow.1 * Double(shape.1) + Self.tolerance(depth: shape.1)
        #expect(result.isNear(product.reference(), tolerance))
        #expect(!result.isNear(product.reference(), narrow.1 / 64))
      }
    }
  }
}
