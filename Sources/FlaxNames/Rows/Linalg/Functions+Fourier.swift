import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `jax.numpy.fft`.
  static var fourier: FunctionTable {
    var table = FunctionTable()
    for (name, isInverse, noun) in [
      ("fft", false, "Discrete Fourier transform"), ("ifft", true, "Inverse Fourier transform"),
    ] {
      table.add(name, "(a, n=None, axis=-1, norm=None)", "\(noun) along an axis.") { parameters in
        let axis = try parameters.optionalInt("axis") ?? -1
        return try ComplexTensor(parameters.required("a")).transformed(
          parameters, count: parameters.optionalInt("n"), axis: axis, isInverse: isInverse
        ).value
      }
      table.add(
        "\(name)2", "(a, s=None, axes=(-2, -1), norm=None)", "\(noun) along two axes."
      ) { parameters in
        let axes = try parameters.optionalInts("axes") ?? [-2, -1]
        return try Self.transformed(parameters, axes, isInverse: isInverse)
      }
      table.add(
        "\(name)n", "(a, s=None, axes=None, norm=None)", "\(noun) along several axes."
      ) { parameters in
        let z = try ComplexTensor(parameters.required("a"))
        let count = try parameters.optionalInts("s")?.count ?? z.real.rank
        let axes =
          try parameters.optionalInts("axes")
          ?? Array(max(0, z.real.rank - count)..<z.real.rank)
        return try Self.transformed(parameters, axes, isInverse: isInverse)
      }
    }
    table.add(
      "rfft", "(a, n=None, axis=-1, norm=None)", "First half of the transform of a real array."
    ) { parameters in
      let x = try parameters.tensor("a")
      let axis = try x.shape.axis(parameters.optionalInt("axis") ?? -1)
      let count = try parameters.optionalInt("n") ?? x.shape[axis]
      return try ComplexTensor(x).transformed(
        parameters, count: count, axis: axis, isInverse: false
      ).mapping { try $0.sliced(axis: axis, 0..<count / 2 + 1) }.value
    }
    table.add(
      "irfft", "(a, n=None, axis=-1, norm=None)",
      "Real array whose transform begins with the input."
    ) { parameters in
      let z = try ComplexTensor(parameters.required("a"))
      let axis = try z.real.shape.axis(parameters.optionalInt("axis") ?? -1)
      let count = try parameters.optionalInt("n") ?? 2 * (z.real.shape[axis] - 1)
      return .tensor(try z.realInverse(parameters, count: count, axis: axis))
    }
    for (name, isForward, summary) in [
      ("fftshift", true, "Frequency zero moved to the middle."),
      ("ifftshift", false, "The middle moved back to frequency zero."),
    ] {
      table.add(name, "(x, axes=None)", summary) { parameters in
        func shifted(_ x: Tensor) throws -> Tensor {
          try (parameters.optionalInts("axes") ?? Array(0..<x.rank)).reduce(x) { x, axis in
            let half = try x.shape[x.shape.axis(axis)] / 2
            return try x.rolled(by: .int(isForward ? half : -half), axis: axis)
          }
        }
        let x = try parameters.required("x")
        return x.isComplex
          ? try ComplexTensor(x).mapping(shifted).value : .tensor(try shifted(x.tensor("x")))
      }
    }
    table.add(
      "fftfreq", "(n, d=1.0, *, dtype=None, device=None)",
      "Frequencies of the places of a transform."
    ) {
      try Self.frequencies($0) { $0 < ($1 + 1) / 2 ? $0 : $0 - $1 }
    }
    table.add(
      "rfftfreq", "(n, d=1.0, *, dtype=None, device=None)",
      "Frequencies of the places of a real array's transform."
    ) { parameters in
      try Self.frequencies(parameters, count: { $0 / 2 + 1 }) { index, _ in index }
    }
    return table
  }

  private static func transformed(
    _ parameters: CallParameters, _ axes: [Int], isInverse: Bool
  ) throws -> Value {
    let sizes = try parameters.optionalInts("s")
    var z = try ComplexTensor(parameters.required("a"))
    for (place, axis) in axes.enumerated() {
      let count = sizes.flatMap { $0.indices.contains(place) ? $0[place] : nil }
      z = try z.transformed(parameters, count: count, axis: axis, isInverse: isInverse)
    }
    return z.value
  }

  private static func frequencies(
    _ parameters: CallParameters, count: (Int) -> Int = { $0 }, _ index: (Int, Int) -> Int
  ) throws -> Value {
    let n = try parameters.int("n")
    guard (1...Evaluator.sequenceLimit).contains(n) else {
      throw Diagnostic("a transform's length must be positive", got: "\(n)")
    }
    let step = try parameters.optionalDouble("d") ?? 1
    let values = (0..<count(n)).map { Float(Double(index($0, n)) / (Double(n) * step)) }
    return .tensor(Tensor(NDArray(values, shape: [values.count])))
  }
}

extension ComplexTensor {
  /// The discrete Fourier transform along an axis.
  ///
  /// - Parameter count: its length; the array is cut or filled with zeros to it.
  fileprivate func transformed(
    _ parameters: CallParameters, count: Int?, axis: Int, isInverse: Bool
  ) throws -> ComplexTensor {
    let axis = try real.shape.axis(axis)
    let count = count ?? real.shape[axis]
    try Self.check(count)
    let scale = try parameters.scale(count, isInverse: isInverse)
    return try mapping { try $0.fitted(to: count, axis: axis) }
      .fourierTransformed(isInverse: isInverse).scaled(by: scale)
      .mapping { try $0.movingAxis(-1, to: axis) }
  }

  /// The real array of the Hermitian-symmetric transform that begins with this one.
  fileprivate func realInverse(
    _ parameters: CallParameters, count: Int, axis: Int
  ) throws -> Tensor {
    try Self.check(count)
    let scale = try parameters.scale(count, isInverse: true)
    let half = try mapping { try $0.fitted(to: count / 2 + 1, axis: axis) }
    // The rest mirrors what is there, conjugated.
    func rest(_ part: Tensor) throws -> Tensor {
      try part.sliced(axis: -1, 1..<max(1, (count + 1) / 2)).reversed(axes: [-1])
    }
    let whole = try ComplexTensor(
      .concatenate([half.real, rest(half.real)], axis: -1),
      .concatenate([half.imaginary, -rest(half.imaginary)], axis: -1))
    return
      try whole
      .fourierTransformed(isInverse: true).scaled(by: scale).real.movingAxis(-1, to: axis)
  }

  private func scaled(by scale: Double) throws -> ComplexTensor {
    scale == 1 ? self : try mapping { try $0 * scale }
  }

  private static func check(_ count: Int) throws {
    guard (1...longestTransform).contains(count) else {
      throw Diagnostic(
        "a transform's length must be from 1 to \(longestTransform)", got: "\(count)")
    }
  }
}

extension Tensor {
  /// The array with one axis moved last, and cut or filled with zeros to a size.
  fileprivate func fitted(to size: Int, axis: Int) throws -> Tensor {
    let x = try movingAxis(axis, to: -1)
    let given = x.shape[x.rank - 1]
    if given >= size { return try x.sliced(axis: x.rank - 1, 0..<size) }
    let rest = Shape(x.shape.sizes.dropLast() + [size - given])
    return try .concatenate([x, .full(rest, Tensor(0.0).converted(to: x.dtype))], axis: -1)
  }
}

extension CallParameters {
  /// Scale of the sums of a transform, by `norm`.
  fileprivate func scale(_ count: Int, isInverse: Bool) throws -> Double {
    switch try optionalString("norm") ?? "backward" {
    case "backward": return isInverse ? 1 / Double(count) : 1
    case "forward": return isInverse ? 1 : 1 / Double(count)
    case "ortho": return 1 / Double(count).squareRoot()
    case let other:
      throw Diagnostic(
        "unknown norm '\(other)'", expected: "'backward', 'ortho' or 'forward'")
    }
  }
}
