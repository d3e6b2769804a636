import Arrays
import Diagnostics

/// Values that `jnp.pad` puts around an array, besides constants; named as its modes.
public enum PadMode: String, Sendable, CaseIterable {
  /// The array again and again.
  case wrap
  /// The array mirrored at its first and last elements, which aren't repeated.
  case reflect
  /// The array mirrored beyond its first and last elements, which are repeated.
  case symmetric
  /// The first or the last element.
  case edge
}

extension Tensor {
  /// With `low` and `high` more elements of its own before and after each axis.
  public func padded(low: [Int], high: [Int], mode: PadMode) throws -> Tensor {
    let limits = 0...Int(Int32.max) / 4
    guard low.count == rank, high.count == rank, (low + high).allSatisfy(limits.contains) else {
      throw Diagnostic(
        "padding needs two sizes for each axis", got: "\(low) and \(high) for shape \(shape)")
    }
    var result = self
    for axis in 0..<rank where low[axis] > 0 || high[axis] > 0 {
      guard limits.contains(shape[axis]), shape[axis] > 0 else {
        throw Diagnostic(
          "an empty or endless axis can't be padded with its own elements",
          got: "axis \(axis) of shape \(shape)")
      }
      let indices = (-low[axis]..<shape[axis] + high[axis]).map {
        Int32(truncatingIfNeeded: mode.source(of: $0, count: shape[axis]))
      }
      result = try result.taken(
        Tensor(NDArray(indices, shape: [indices.count])), axis: axis, mode: .clip)
    }
    return result
  }
}

extension PadMode {
  /// Index of the element that a position, maybe outside of the `count` elements, repeats.
  fileprivate func source(of position: Int, count: Int) -> Int {
    func modulo(_ period: Int) -> Int { (position % period + period) % period }
    switch self {
    case .wrap: return modulo(count)
    case .edge: return min(max(position, 0), count - 1)
    case .reflect:
      if count == 1 { return 0 }
      let place = modulo(2 * count - 2)
      return min(place, 2 * count - 2 - place)
    case .symmetric:
      let place = modulo(2 * count)
      return min(place, 2 * count - 1 - place)
    }
  }
}
