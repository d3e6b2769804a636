import Arrays
import Diagnostics
import ProgramIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Fast Fourier transforms along the last axis: Cooley and Tukey's for lengths of small factors, and
// Bluestein's for all others.

extension ComplexTensor {
  /// The greatest length of a transform.
  static let longestTransform = 1 << 22
  /// Lengths up to this are transformed by one product with the matrix of their roots of unity.
  private static let directLength = 64

  /// The transform along the last axis, the inverse one without its scale.
  ///
  /// - Complexity: O(*n* log *n*) for any length.
  func fourierTransformed(isInverse: Bool) throws -> ComplexTensor {
    let n = real.shape.sizes.last ?? 1
    if n <= Self.directLength {
      return try multiplied(by: Self.roots(n, n, of: n, isInverse: isInverse))
    }
    guard let factor = (2...Self.directLength).reversed().first(where: { n % $0 == 0 }) else {
      return try chirpTransformed(n, isInverse: isInverse)
    }
    return try split(by: factor, n, isInverse: isInverse)
  }

  /// Cooley and Tukey's step: transforms of `factor` elements far apart, turned, and of the rest.
  private func split(by factor: Int, _ n: Int, isInverse: Bool) throws -> ComplexTensor {
    let rest = n / factor
    let batch = Array(real.shape.sizes.dropLast())
    let columns = try mapping { try $0.reshaped(to: batch + [factor, rest]).matrixTransposed() }
      .multiplied(by: Self.roots(factor, factor, of: factor, isInverse: isInverse))
      .mapping { try $0.matrixTransposed() }
    let turned = try columns * Self.roots(factor, rest, of: n, isInverse: isInverse)
    return try turned.fourierTransformed(isInverse: isInverse).mapping {
      try $0.matrixTransposed().reshaped(to: batch + [n])
    }
  }

  /// Bluestein's transform: a convolution with a chirp, of a length that has small factors (L.
  /// Bluestein, "A linear filtering approach to the computation of the discrete Fourier transform",
  /// 1970).
  private func chirpTransformed(_ n: Int, isInverse: Bool) throws -> ComplexTensor {
    var length = 1
    while length < 2 * n - 1 { length *= 2 }
    // k² modulo 2n keeps the angles small.
    let angles = (0..<n).map { k -> Double in
      let square = k.multipliedReportingOverflow(by: k).partialValue % (2 * n)
      return Double.pi * Double(square) / Double(n) * (isInverse ? 1 : -1)
    }
    let chirp = try Self.constant(angles.map { (cos($0), sin($0)) })
    var filter = [(Double, Double)](repeating: (0, 0), count: length)
    for (k, angle) in angles.enumerated() {
      filter[k] = (cos(angle), -sin(angle))
      if k > 0 { filter[length - k] = filter[k] }
    }
    radix2Transform(&filter)
    let low = real.shape.sizes.map { _ in 0 }
    var high = low
    high[high.count - 1] = length - n
    let padded = try (self * chirp).mapping {
      try $0.padded(low: low, high: high, value: Tensor(0.0))
    }
    let product = try padded.fourierTransformed(isInverse: false) * Self.constant(filter)
    let back = try product.fourierTransformed(isInverse: true).mapping {
      try $0.sliced(axis: -1, 0..<n) / Double(length)
    }
    return try back * chirp
  }

  /// Rows times a matrix.
  private func multiplied(by matrix: ComplexTensor) throws -> ComplexTensor {
    try ComplexTensor(
      .matmul(real, matrix.real) - .matmul(imaginary, matrix.imaginary),
      .matmul(real, matrix.imaginary) + .matmul(imaginary, matrix.real))
  }

  /// exp(∓2πi · row · column / n).
  private static func roots(
    _ rows: Int, _ columns: Int, of n: Int, isInverse: Bool
  ) throws -> ComplexTensor {
    let values = (0..<rows * columns).map { place -> (Double, Double) in
      let (row, column) = place.quotientAndRemainder(dividingBy: columns)
      let angle = 2 * Double.pi * Double(row * column % n) / Double(n)
      return (cos(angle), isInverse ? sin(angle) : -sin(angle))
    }
    return try constant(values).mapping { try $0.reshaped(to: [rows, columns]) }
  }

  private static func constant(_ values: [(Double, Double)]) throws -> ComplexTensor {
    try ComplexTensor(
      Tensor(NDArray(values.map { Float($0.0) }, shape: [values.count])),
      Tensor(NDArray(values.map { Float($0.1) }, shape: [values.count])))
  }
}

/// The transform of a power of two of numbers, in their place.
private func radix2Transform(_ values: inout [(Double, Double)]) {
  let count = values.count
  var reversed = 0
  for place in 1..<max(count, 1) {
    var bit = count >> 1
    while reversed & bit != 0 {
      reversed ^= bit
      bit >>= 1
    }
    reversed |= bit
    if place < reversed { values.swapAt(place, reversed) }
  }
  var size = 2
  while size <= count {
    for offset in 0..<size / 2 {
      let angle = -2 * Double.pi * Double(offset) / Double(size)
      let (c, s) = (cos(angle), sin(angle))
      for start in stride(from: offset, to: count, by: size) {
        let (a, b) = (values[start], values[start + size / 2])
        let turned = (b.0 * c - b.1 * s, b.0 * s + b.1 * c)
        values[start] = (a.0 + turned.0, a.1 + turned.1)
        values[start + size / 2] = (a.0 - turned.0, a.1 - turned.1)
      }
    }
    size *= 2
  }
}
