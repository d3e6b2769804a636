#if canImport(Python)
  @testable import Python
#endif

extension Call {
  mutating func integerResult() throws -> String? {
    switch name {
    case "i+": return String(try PythonInt.add(int(), int()))
    case "i-": return String(try PythonInt.subtract(int(), int()))
    case "i*": return String(try PythonInt.multiply(int(), int()))
    case "i//": return String(try PythonInt.floorDivide(int(), int()))
    case "i%": return String(try PythonInt.modulo(int(), int()))
    case "idivmod":
      let result = try PythonInt.divmod(int(), int())
      return "\(result.quotient) \(result.remainder)"
    case "i/": return Self.shown(try PythonInt.trueDivide(int(), int()))
    case "i<<": return String(try PythonInt.shiftLeft(int(), int()))
    case "i>>": return String(try PythonInt.shiftRight(int(), int()))
    case "i**":
      switch try PythonInt.power(int(), int()) {
      case .int(let value): return String(value)
      case .float(let value): return Self.shown(value)
      }
    case "ipow3": return String(try PythonInt.power(int(), int(), modulo: int()))
    case "iround": return String(try PythonInt.round(int(), digits: int()))
    case "icmp":
      let order = PythonInt.compare(int(), float())
      return order.map { $0 == .less ? "<" : $0 == .equal ? "=" : ">" } ?? "None"
    case "iparse": return String(try PythonInt.parse(text(), base: int()))
    case "itobytes":
      return try PythonInt.toBytes(
        int(), length: int(), order: ByteOrder(named: text()), isSigned: int() == 1
      ).map { String($0) }.joined(separator: " ")
    case "ibases":
      let value = int()
      return [PythonInt.binary(value), PythonInt.octal(value), PythonInt.hexadecimal(value)]
        .joined(separator: " ")
        + " \(PythonInt.bitLength(value)) \(PythonInt.bitCount(value))"
    default: return nil
    }
  }

  mutating func floatResult() throws -> String? {
    switch name {
    case "f/": return Self.shown(try PythonFloat.divide(float(), float()))
    case "f//": return Self.shown(try PythonFloat.floorDivide(float(), float()))
    case "f%": return Self.shown(try PythonFloat.modulo(float(), float()))
    case "fdivmod":
      let result = try PythonFloat.divmod(float(), float())
      return Self.shown(result.quotient) + " " + Self.shown(result.remainder)
    case "f**":
      switch try PythonFloat.power(float(), float()) {
      case .float(let value): return Self.shown(value)
      case .complex(let value): return Self.shown(value)
      }
    case "fround": return Self.shown(try PythonFloat.round(float(), digits: int()))
    case "fround0": return String(try PythonFloat.round(float()))
    case "frepr": return PythonFloat.repr(float())
    case "fint": return String(try PythonFloat.int(float()))
    case "fratio":
      let ratio = try PythonFloat.integerRatio(float())
      return "\(ratio.numerator) \(ratio.denominator)"
    case "fhex": return PythonFloat.hex(float())
    case "ffromhex": return Self.shown(try PythonFloat.fromHex(text()))
    case "fparse": return Self.shown(try PythonFloat.parse(text()))
    case "c*": return Self.shown(complex() * complex())
    case "c/": return Self.shown(try complex().divided(by: complex()))
    case "c**": return Self.shown(try complex().power(complex()))
    case "cabs": return Self.shown(try complex().absolute())
    case "crepr": return complex().repr
    case "cparse": return Self.shown(try PythonComplex.parse(text()))
    default: return nil
    }
  }

  mutating func mathResult() throws -> String? {
    switch name {
    case "m1":
      let function = text()
      return Self.shown(try PythonMath.unary(function)?(float()) ?? .nan)
    case "mlog": return Self.shown(try PythonMath.logarithm(float(), base: float()))
    case "mpow": return Self.shown(try PythonMath.power(float(), float()))
    case "matan2": return Self.shown(PythonMath.angle(float(), float()))
    case "mfmod": return Self.shown(try PythonMath.fmod(float(), float()))
    case "mremainder": return Self.shown(try PythonMath.remainder(float(), float()))
    case "mcopysign": return Self.shown(PythonMath.copysign(float(), float()))
    case "mnextafter": return Self.shown(PythonMath.nextAfter(float(), float()))
    case "mldexp": return Self.shown(try PythonMath.ldexp(float(), int()))
    case "mfloor": return String(try PythonMath.floor(float()))
    case "mceil": return String(try PythonMath.ceil(float()))
    case "mtrunc": return String(try PythonMath.trunc(float()))
    case "mmodf":
      let result = PythonMath.modf(float())
      return Self.shown(result.fraction) + " " + Self.shown(result.whole)
    case "mfrexp":
      let result = PythonMath.frexp(float())
      return Self.shown(result.significand) + " \(result.exponent)"
    case "misclose":
      return String(
        try PythonMath.isClose(float(), float(), relative: float(), absolute: float()))
    case "mfsum": return Self.shown(try PythonMath.fsum(floats()))
    case "mhypot": return Self.shown(PythonMath.hypot(floats()))
    case "mdist": return Self.shown(try PythonMath.dist(floats(), floats()))
    case "mgcd": return String(try PythonMath.gcd(ints()))
    case "mlcm": return String(try PythonMath.lcm(ints()))
    case "mfactorial": return String(try PythonMath.factorial(int()))
    case "mcomb": return String(try PythonMath.comb(int(), int()))
    case "mperm": return String(try PythonMath.perm(int(), int()))
    case "misqrt": return String(try PythonMath.isqrt(int()))
    default: return nil
    }
  }
}
