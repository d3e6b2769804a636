import Arrays
import Kernels
import ProgramIR
import Testing

@testable import Execution

struct ViewTests {
  /// The elements of an array of 0, 1, … that a view shows, in order, or with the axes the other way
  /// round.
  private func elements(
    _ view: View, of count: Int, isTransposed: Bool = false
  ) -> [Int32] {
    let source = (0..<Int32(max(count, 1))).map { $0 }
    var result = [Int32](repeating: -1, count: view.elementCount)
    var target = View(slot: 0, dtype: .int32, sizes: view.sizes)
    if isTransposed {
      target = View(slot: 0, dtype: .int32, sizes: view.sizes.reversed())
        .transposed(view.sizes.indices.reversed())
    }
    source.withUnsafeBytes { source in
      result.withUnsafeMutableBytes { result in
        guard let from = source.baseAddress, let to = result.baseAddress else { return }
        StridedCopy(from: view, to: target).run(from: from + view.offset, to: to, .current)
      }
    }
    return result
  }

  /// Chains of random views show what the reference executor computes.
  @Test(arguments: 0..<60)
  func viewsShowWhatPrimitivesMake(_ seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    var sizes = (0..<random.next(below: 4)).map { _ in random.next(below: 4) + 1 }
    let count = sizes.reduce(1, *)
    var array = NDArray(counting: Shape(sizes))
    var view = View(slot: 0, dtype: .int32, sizes: sizes)
    for _ in 0..<6 {
      let primitive = random.viewPrimitive(of: sizes)
      let type = try primitive.resultTypes(of: [ArrayType(of: array)])[0]
      guard let next = view.applying(primitive) else { continue }
      view = next
      array = try primitive.evaluate([array], [type])[0]
      sizes = type.shape.sizes
      #expect(view.sizes == sizes)
      #expect(elements(view, of: count) == array.elements(as: Int32.self))
      let transposed = try Primitive.transpose(sizes.indices.reversed()).evaluate(
        [array], [ArrayType(.int32, Shape(sizes.reversed()))])[0]
      #expect(
        elements(view, of: count, isTransposed: true) == transposed.elements(as: Int32.self))
    }
  }

  @Test
  func reshapesThatNeedACopyAreRefused() {
    let view = View(slot: 0, dtype: .float32, sizes: [2, 3]).transposed([1, 0])
    #expect(view.reshaped(to: [6]) == nil)
    #expect(view.reshaped(to: [3, 1, 2])?.strides.count == 3)
  }
}

extension SplitMix {
  /// A view primitive for an operand of these sizes.
  mutating func viewPrimitive(of sizes: [Int]) -> Primitive {
    let axes = Array(sizes.indices)
    switch next(below: 5) {
    case 0:
      var order = axes
      for index in order.indices.reversed() { order.swapAt(index, next(below: index + 1)) }
      return .transpose(order)
    case 1:
      var kept = sizes
      kept.insert(1, at: next(below: sizes.count + 1))
      if next(below: 2) == 0, kept.count > 2 {
        kept = [kept[0] * kept[1]] + kept[2...]
      }
      return .reshape(Shape(kept))
    case 2:
      let starts = sizes.map { next(below: $0) }
      return .slice(
        starts: starts, limits: zip(starts, sizes).map { $0 + 1 + next(below: $1 - $0) },
        strides: sizes.map { _ in next(below: 2) + 1 })
    case 3: return .reverse(axes: axes.filter { _ in next(below: 2) == 0 })
    default:
      return .broadcast(
        shape: Shape([next(below: 3) + 1] + sizes.map { $0 == 1 ? 2 : $0 }),
        dimensions: axes.map { $0 + 1 })
    }
  }
}
