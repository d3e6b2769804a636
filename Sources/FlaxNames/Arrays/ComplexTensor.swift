import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

/// An array of complex numbers: two real ones of one shape, as programs compute with real numbers
/// only. As a value it is a dict of its parts, `real_part` and `imag_part`, so that a carry, an input
/// or an output can hold it.
struct ComplexTensor {
  var real: Tensor
  var imaginary: Tensor

  static let (realName, imaginaryName) = (ComplexParts.realName, ComplexParts.imaginaryName)

  /// Parts in the shape they broadcast to.
  init(_ real: Tensor, _ imaginary: Tensor) throws {
    let (a, b) = (try real.convertedToFloat(), try imaginary.convertedToFloat())
    let shape = try Tensor.broadcastShape([a.shape, b.shape])
    let areWeak = a.type.isWeak && b.type.isWeak
    let isWeak = a.shape == b.shape ? (a.type.isWeak, b.type.isWeak) : (areWeak, areWeak)
    self.real = try a.broadcast(to: shape).converted(to: .float32, isWeak: isWeak.0)
    self.imaginary = try b.broadcast(to: shape).converted(to: .float32, isWeak: isWeak.1)
  }

  /// A real array.
  init(_ real: Tensor) throws {
    let real = try real.convertedToFloat()
    try self.init(real, .full(like: real, Tensor(0.0)))
  }

  /// Complex numbers of variance 1 whose parts are drawn with keys split off this one.
  init(drawnWith key: Tensor, _ draw: (Tensor) throws -> Tensor) throws {
    let keys = try key.splitKey(2)
    func part(_ index: Int) throws -> Tensor {
      try draw(keys.indexed(axis: 0, index)) / 2.0.squareRoot()
    }
    try self.init(part(0), part(1))
  }

  /// A complex or real array.
  init(_ value: Value, _ what: String = "value") throws {
    if let parts = value.complexParts {
      try self.init(parts.real.tensor(what), parts.imaginary.tensor(what))
    } else {
      try self.init(value.tensor(what))
    }
  }

  /// The tensor as a value of module code.
  var value: Value {
    .dict(
      .init([(Self.realName, .tensor(real)), (Self.imaginaryName, .tensor(imaginary))]))
  }

  /// Both parts changed alike.
  func mapping(_ body: (Tensor) throws -> Tensor) throws -> ComplexTensor {
    try ComplexTensor(body(real), body(imaginary))
  }

  // MARK: Arithmetic

  static func + (a: ComplexTensor, b: ComplexTensor) throws -> ComplexTensor {
    try ComplexTensor(a.real + b.real, a.imaginary + b.imaginary)
  }

  static func - (a: ComplexTensor, b: ComplexTensor) throws -> ComplexTensor {
    try ComplexTensor(a.real - b.real, a.imaginary - b.imaginary)
  }

  static func * (a: ComplexTensor, b: ComplexTensor) throws -> ComplexTensor {
    try ComplexTensor(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  /// By the larger part of the divisor, which is divided out first (Smith, "Algorithm 116: complex
  /// division", 1962), as XLA divides.
  static func / (a: ComplexTensor, b: ComplexTensor) throws -> ComplexTensor {
    let isWide = try Tensor.compare(.ge, b.real.unary(.abs), b.imaginary.unary(.abs))
    let (long, short) = (
      try Tensor.select(isWide, b.real, b.imaginary), try Tensor.select(isWide, b.imaginary, b.real)
    )
    let isZero = try Tensor.binary(
      .and, .compare(.eq, long, Tensor(0.0)), .compare(.eq, short, Tensor(0.0)))
    let ratio = try short / long
    let divisor = try long + short * ratio
    let (x, y) = (
      try Tensor.select(isWide, a.real, a.imaginary), try Tensor.select(isWide, a.imaginary, a.real)
    )
    let real = try (x + y * ratio) / divisor
    let cross = try (y - x * ratio) / divisor
    let imaginary = try Tensor.select(isWide, cross, -cross)
    // By zero each part is as large as it can be.
    return try ComplexTensor(
      .select(isZero, a.real / b.real, real), .select(isZero, a.imaginary / b.real, imaginary))
  }

  func conjugate() throws -> ComplexTensor { try ComplexTensor(real, -imaginary) }

  func magnitude() throws -> Tensor { try real.unary(.abs).lengthOfLegs(imaginary.unary(.abs)) }

  func angle() throws -> Tensor { try .binary(.atan2, imaginary, real) }

  /// The square, whose real part is 0 where both parts are as large.
  func squared() throws -> ComplexTensor {
    let difference = try (real - imaginary) * (real + imaginary)
    let isEven = try Tensor.compare(.eq, real.unary(.abs), imaginary.unary(.abs))
    let product = try real * imaginary
    return try ComplexTensor(.select(isEven, Tensor(0.0), difference), product + product)
  }

  /// To a whole power, by repeated squaring.
  func power(_ exponent: Int) throws -> ComplexTensor {
    let one = try ComplexTensor(.full(like: real, Tensor(1.0)))
    var (result, base, rest): (ComplexTensor?, _, _) = (nil, self, exponent.magnitude)
    while rest > 0 {
      if rest & 1 == 1 { result = try result.map { try $0 * base } ?? base }
      rest >>= 1
      if rest > 0 { base = try base * base }
    }
    let power = result ?? one
    return exponent < 0 ? try one / power : power
  }

  func power(_ exponent: ComplexTensor) throws -> ComplexTensor {
    try (exponent * logarithm()).exponential()
  }

  // MARK: Functions

  func exponential() throws -> ComplexTensor {
    let size = try real.unary(.exp)
    return try ComplexTensor(size * imaginary.unary(.cos), size * imaginary.unary(.sin))
  }

  func logarithm() throws -> ComplexTensor {
    let (x, y) = (try real.unary(.abs), try imaginary.unary(.abs))
    let (long, short) = (try Tensor.binary(.max, x, y), try Tensor.binary(.min, x, y))
    let isPlain = try Tensor.binary(
      .or, .compare(.eq, long, Tensor(0.0)), .compare(.eq, long, Tensor(Double.infinity)))
    let ratio = try Tensor.select(isPlain, short * 0.0, short / long)
    let size = try long.unary(.log) + ratio.unary(.square).unary(.log1p) * 0.5
    return try ComplexTensor(.select(isPlain, long.unary(.log), size), angle())
  }

  /// The root whose real part isn't negative. The number is scaled first, so that neither its square
  /// overflows nor is lost.
  func squareRoot() throws -> ComplexTensor {
    let largest = try Tensor.binary(.max, real.unary(.abs), imaginary.unary(.abs))
    let isScaled = try Tensor.binary(
      .and, .compare(.gt, largest, Tensor(0.0)), .compare(.lt, largest, Tensor(Double.infinity)))
    let scale = try Tensor.select(isScaled, largest, Tensor(1.0))
    let (x, y) = (try real / scale, try imaginary / scale)
    let length = try x.unary(.abs).lengthOfLegs(y.unary(.abs))
    let root = try ((length + x.unary(.abs)) * 0.5).unary(.sqrt)
    let isZero = try Tensor.compare(.eq, root, Tensor(0.0))
    let other = try y / Tensor.select(isZero, Tensor(1.0), root * 2)
    let isRight = try Tensor.compare(.ge, x, Tensor(0.0))
    let sign = try Tensor.select(.compare(.lt, y, Tensor(0.0)), Tensor(-1.0), Tensor(1.0))
    let factor = try scale.unary(.sqrt)
    return try ComplexTensor(
      .select(isRight, root, other.unary(.abs)) * factor,
      .select(isRight, other, sign * root) * factor)
  }

  func sine() throws -> ComplexTensor {
    try ComplexTensor(
      real.unary(.sin) * imaginary.unary(.cosh), real.unary(.cos) * imaginary.unary(.sinh))
  }

  func cosine() throws -> ComplexTensor {
    try ComplexTensor(
      real.unary(.cos) * imaginary.unary(.cosh), -(real.unary(.sin) * imaginary.unary(.sinh)))
  }

  func hyperbolicSine() throws -> ComplexTensor {
    try ComplexTensor(
      real.unary(.sinh) * imaginary.unary(.cos), real.unary(.cosh) * imaginary.unary(.sin))
  }

  /// Of the tangents of both parts, which don't overflow.
  func hyperbolicTangent() throws -> ComplexTensor {
    let (t, u) = (try real.unary(.tanh), try imaginary.unary(.tan))
    let divisor = try 1 + (t * u).unary(.square)
    return try ComplexTensor(
      t * (1 + u.unary(.square)) / divisor, u * ((1 - t) * (1 + t)) / divisor)
  }

  func hyperbolicCosine() throws -> ComplexTensor {
    try ComplexTensor(
      real.unary(.cosh) * imaginary.unary(.cos), real.unary(.sinh) * imaginary.unary(.sin))
  }
}

extension Tensor {
  /// The tensor in float32, weak if it was, or if an integer gives way.
  fileprivate func convertedToFloat() throws -> Tensor {
    try converted(to: .float32, isWeak: type.isWeak || !dtype.isFloating)
  }
}

extension Tree where Leaf == Object {
  /// The parts of a complex array.
  var complexParts: (real: Value, imaginary: Value)? {
    guard case .dict(let fields) = self, fields.pairs.count == 2,
      let real = fields[ComplexTensor.realName], real.isNumber,
      let imaginary = fields[ComplexTensor.imaginaryName], imaginary.isNumber
    else { return nil }
    return (real, imaginary)
  }

  /// Whether the value is an array of complex numbers.
  var isComplex: Bool { complexParts != nil }

  /// Whether the value is or holds a complex array.
  var holdsComplex: Bool { isComplex || (elements?.contains(where: \.holdsComplex) ?? false) }

  /// Whether the value is a string.
  var isString: Bool { if case .leaf(.string) = self { true } else { false } }

  /// An array or a number.
  private var isNumber: Bool {
    if case .leaf(let object) = self { object.asTensor != nil } else { false }
  }

  /// Complex numbers of the arrays in this and those in the same places of another value.
  func withImaginaryParts(_ other: Value) throws -> Value {
    var rest = other.leaves[...]
    return try flatMap { object in
      guard let imaginary = rest.popFirst()?.asTensor, let real = object.asTensor else {
        return .leaf(object)
      }
      return try ComplexTensor(real, imaginary).value
    }
  }
}
