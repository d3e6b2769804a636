import Arrays
import ProgramIR

/// The places of a value's elements: element `i` is `offset` bytes and `i · strides` elements behind
/// the address in a slot.
///
/// A stride may be 0, where one element stands for many, or negative.
struct View: Hashable, Codable, Sendable {
  /// The slot of the address.
  var slot: Int
  /// Bytes from the address to the first element.
  var offset = 0
  /// The element type.
  var dtype: DType
  /// The sizes of the axes.
  var sizes: [Int]
  /// Elements between neighbours along each axis.
  var strides: [Int]

  /// Elements in C order, `offset` bytes from the address in `slot` on.
  init(slot: Int, offset: Int = 0, dtype: DType, sizes: [Int]) {
    self.slot = slot
    self.offset = offset
    self.dtype = dtype
    self.sizes = sizes
    strides = Shape(sizes).strides
  }

  /// Number of elements.
  var elementCount: Int { sizes.reduce(1, *) }

  /// Whether the elements are in C order without gaps.
  var isDense: Bool {
    var expected = 1
    for axis in sizes.indices.reversed() where sizes[axis] != 1 {
      if strides[axis] != expected { return elementCount == 0 }
      expected *= sizes[axis]
    }
    return true
  }

  /// Whether some of the elements are the same ones.
  var repeatsElements: Bool {
    let extent = zip(sizes, strides).map { ($0 - 1) * abs($1) }.reduce(1, +)
    return elementCount > extent
  }

  /// Axis `i` is axis `permutation[i]` of this.
  func transposed(_ permutation: [Int]) -> View {
    var view = self
    view.sizes = permutation.map { sizes[$0] }
    view.strides = permutation.map { strides[$0] }
    return view
  }

  /// The elements that a view primitive shows; `nil` where they have no strides, which only a
  /// reshape can bring about, or where the primitive is no view.
  func applying(_ primitive: Primitive) -> View? {
    var view = self
    switch primitive {
    case .transpose(let permutation): return transposed(permutation)
    case .reshape(let shape): return reshaped(to: shape.sizes)
    case .broadcast(let shape, let dimensions):
      view.sizes = shape.sizes
      view.strides = [Int](repeating: 0, count: shape.rank)
      for (axis, target) in dimensions.enumerated() where sizes[axis] != 1 {
        view.strides[target] = strides[axis]
      }
    case .slice(let starts, let limits, let steps):
      for axis in sizes.indices {
        view.move(axis, by: starts[axis])
        let length = limits[axis] - starts[axis]
        view.sizes[axis] = length == 0 ? 0 : (length - 1) / steps[axis] + 1
        // A step may be huge where there is only one element.
        view.strides[axis] = strides[axis].multipliedReportingOverflow(by: steps[axis]).partialValue
      }
    case .reverse(let axes):
      for axis in axes where sizes[axis] > 0 {
        view.move(axis, by: sizes[axis] - 1)
        view.strides[axis].negate()
      }
    default: return nil
    }
    return view
  }

  /// Moves the first element `count` places along an axis.
  private mutating func move(_ axis: Int, by count: Int) {
    offset += count * strides[axis] * dtype.byteCount
  }

  /// The part of an axis in `range`.
  func part(_ range: Range<Int>, axis: Int) -> View {
    var view = self
    view.move(axis, by: range.lowerBound)
    view.sizes[axis] = range.count
    return view
  }

  /// Without the leading axis, of which only the first index is shown.
  var firstPart: View {
    var view = self
    view.sizes.removeFirst()
    view.strides.removeFirst()
    return view
  }

  /// The same elements behind another address.
  func moved(to slot: Int, offset: Int = 0) -> View {
    var view = self
    view.slot = slot
    view.offset = offset
    return view
  }

  /// Without the axes of size 1.
  var squeezed: View {
    let kept = sizes.indices.filter { sizes[$0] != 1 }
    return kept.count == sizes.count ? self : transposed(kept)
  }

  /// The same elements, in C order, in another shape, if strides can express it.
  func reshaped(to target: [Int]) -> View? {
    var view = self
    view.sizes = target
    view.strides = [Int](repeating: 0, count: target.count)
    if elementCount == 0 { return view }
    // Runs of old axes that together are as large as runs of new ones must be evenly spaced.
    let old = squeezed
    var (from, to) = (0, 0)
    while from < old.sizes.count {
      var (oldCount, newCount) = (old.sizes[from], 1)
      var (fromEnd, toEnd) = (from + 1, to)
      while oldCount != newCount || toEnd == to {
        if newCount < oldCount || toEnd == to {
          newCount *= target[toEnd]
          toEnd += 1
        } else {
          let isEven = old.strides[fromEnd - 1] == old.strides[fromEnd] * old.sizes[fromEnd]
          guard isEven else { return nil }
          oldCount *= old.sizes[fromEnd]
          fromEnd += 1
        }
      }
      var stride = old.strides[fromEnd - 1]
      for axis in (to..<toEnd).reversed() {
        view.strides[axis] = stride
        stride *= target[axis]
      }
      (from, to) = (fromEnd, toEnd)
    }
    return view
  }
}

extension [View] {
  /// These, one after another along an axis, with those joined that lie like that in memory; without
  /// empty ones, if there are others.
  func joiningNeighbours(_ axis: Int) -> [View] {
    var joined: [View] = []
    for view in self where view.sizes[axis] > 0 {
      if let last = joined.last, last.slot == view.slot, last.strides == view.strides,
        last.offset + last.sizes[axis] * last.strides[axis] * last.dtype.byteCount == view.offset
      {
        joined[joined.count - 1].sizes[axis] += view.sizes[axis]
      } else {
        joined.append(view)
      }
    }
    return joined.isEmpty ? Array(prefix(1)) : joined
  }
}

extension View: CustomStringConvertible {
  /// `s3+64 float32[2, 5]`, with strides where the elements aren't in C order.
  var description: String {
    let place = "s\(slot)" + (offset == 0 ? "" : "+\(offset)")
    return "\(place) \(dtype)\(sizes)" + (isDense ? "" : "/\(strides)")
  }
}
