#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Python's `complex`.
public struct PythonComplex: Hashable, Sendable {
  /// Real part.
  public var real: Double
  /// Imaginary part.
  public var imag: Double

  /// Makes `real + imag j`.
  init(real: Double, imag: Double = 0) {
    self.real = real
    self.imag = imag
  }

  /// `a + b`
  static func + (a: PythonComplex, b: PythonComplex) -> PythonComplex {
    PythonComplex(real: a.real + b.real, imag: a.imag + b.imag)
  }

  /// `a - b`
  static func - (a: PythonComplex, b: PythonComplex) -> PythonComplex {
    PythonComplex(real: a.real - b.real, imag: a.imag - b.imag)
  }

  /// `-a`
  static prefix func - (a: PythonComplex) -> PythonComplex {
    PythonComplex(real: -a.real, imag: -a.imag)
  }

  /// `a * b`
  static func * (a: PythonComplex, b: PythonComplex) -> PythonComplex {
    PythonComplex(
      real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real)
  }

  /// `a.conjugate()`
  var conjugate: PythonComplex { PythonComplex(real: real, imag: -imag) }

  /// `self / divisor`
  func divided(by divisor: PythonComplex) throws -> PythonComplex {
    guard divisor.real != 0 || divisor.imag != 0 else {
      throw PythonFault.zeroDivision("complex division by zero")
    }
    return quotient(divisor)
  }

  /// Quotient by the method of Smith, which scales by the larger part of the divisor.
  private func quotient(_ divisor: PythonComplex) -> PythonComplex {
    if divisor.real.magnitude >= divisor.imag.magnitude {
      let ratio = divisor.imag / divisor.real
      let scale = divisor.real + divisor.imag * ratio
      return PythonComplex(
        real: (real + imag * ratio) / scale, imag: (imag - real * ratio) / scale)
    }
    if divisor.imag.magnitude >= divisor.real.magnitude {
      let ratio = divisor.real / divisor.imag
      let scale = divisor.real * ratio + divisor.imag
      return PythonComplex(
        real: (real * ratio + imag) / scale, imag: (imag * ratio - real) / scale)
    }
    return PythonComplex(real: .nan, imag: .nan)
  }

  /// `abs(self)`
  func absolute() throws -> Double {
    let result = hypot(real, imag)
    if result.isInfinite, real.isFinite, imag.isFinite {
      throw PythonFault.overflow("absolute value too large")
    }
    return result
  }

  /// `self ** exponent`
  func power(_ exponent: PythonComplex) throws -> PythonComplex {
    let isSmallInt =
      exponent.imag == 0 && exponent.real.magnitude <= 100
      && exponent.real == exponent.real.rounded(.down)
    let result =
      isSmallInt ? try power(Int(exponent.real)) : try polarPower(exponent)
    if result.real.isInfinite || result.imag.isInfinite {
      throw PythonFault.overflow("complex exponentiation")
    }
    return result
  }

  private static let zeroPower = PythonFault.zeroDivision(
    "0.0 to a negative or complex power")

  private func power(_ exponent: Int) throws -> PythonComplex {
    guard exponent <= 0 else { return wholePower(exponent) }
    let divisor = wholePower(-exponent)
    guard divisor.real != 0 || divisor.imag != 0 else { throw Self.zeroPower }
    return PythonComplex(real: 1).quotient(divisor)
  }

  /// Power by repeated squaring, in the order of CPython.
  private func wholePower(_ exponent: Int) -> PythonComplex {
    var (result, square) = (PythonComplex(real: 1), self)
    var mask = 1
    while exponent >= mask {
      if exponent & mask != 0 { result = result * square }
      mask <<= 1
      square = square * square
    }
    return result
  }

  private func polarPower(_ exponent: PythonComplex) throws -> PythonComplex {
    if exponent.real == 0, exponent.imag == 0 { return PythonComplex(real: 1) }
    if real == 0, imag == 0 {
      guard exponent.imag == 0, exponent.real >= 0 else { throw Self.zeroPower }
      return PythonComplex(real: 0)
    }
    let radius = hypot(real, imag)
    let angle = atan2(imag, real)
    var length = pow(radius, exponent.real)
    var phase = angle * exponent.real
    if exponent.imag != 0 {
      length /= exp(angle * exponent.imag)
      phase += exponent.imag * log(radius)
    }
    // The C library reports a domain error of the sine, which CPython words thus.
    if phase.isInfinite { throw Self.zeroPower }
    return PythonComplex(real: length * cos(phase), imag: length * sin(phase))
  }
}
