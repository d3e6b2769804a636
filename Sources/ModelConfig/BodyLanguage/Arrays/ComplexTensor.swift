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

  static let (realName, imaginaryName) = ("real_part", "imag_part")

  /// Parts in the shape they broadcast to.
  init(_ real: Tensor, _ imaginary: Tensor) throws {
    let (a, b) = (try real.convertedToFloat(), try imaginary.convertedToFloat())
    let shape = try Tensor.broadcastShape([a.shape, b.shape])
    self.real = try a.broadcast(to: shape)
    self.imaginary = try b.broadcast(to: shape)
  }

  /// A real array.
  init(_ real: Tensor) throws {
    try self.init(real, .full(like: real.convertedToFloat(), Tensor(0.0)))
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

  /// This as module code sees it.
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

  static func / (a: ComplexTensor, b: ComplexTensor) throws -> ComplexTensor {
    let product = try a * b.conjugate()
    let divisor = try b.squaredMagnitude()
    return try product.mapping { try $0 / divisor }
  }

  func conjugate() throws -> ComplexTensor { try ComplexTensor(real, -imaginary) }

  func squaredMagnitude() throws -> Tensor { try real * real + imaginary * imaginary }

  func magnitude() throws -> Tensor { try squaredMagnitude().unary(.sqrt) }

  func angle() throws -> Tensor { try .binary(.atan2, imaginary, real) }

  /// To a whole power, by repeated squaring.
  func power(_ exponent: Int) throws -> ComplexTensor {
    let one = try ComplexTensor(.full(like: real, Tensor(1.0)))
    var (result, base, rest) = (one, self, exponent.magnitude)
    while rest > 0 {
      if rest & 1 == 1 { result = try result * base }
      rest >>= 1
      if rest > 0 { base = try base * base }
    }
    return exponent < 0 ? try one / result : result
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
    try ComplexTensor(squaredMagnitude().unary(.log) * 0.5, angle())
  }

  /// The root whose real part isn't negative.
  func squareRoot() throws -> ComplexTensor {
    let root = try ((magnitude() + real.unary(.abs)) * 0.5).unary(.sqrt)
    let isZero = try Tensor.compare(.eq, root, Tensor(0.0))
    let other = try imaginary / Tensor.select(isZero, Tensor(1.0), root * 2)
    let isRight = try Tensor.compare(.ge, real, Tensor(0.0))
    let sign = try Tensor.select(
      .compare(.lt, imaginary, Tensor(0.0)), Tensor(-1.0), Tensor(1.0))
    return try ComplexTensor(
      .select(isRight, root, other.unary(.abs)), .select(isRight, other, sign * root))
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

  func hyperbolicCosine() throws -> ComplexTensor {
    try ComplexTensor(
      real.unary(.cosh) * imaginary.unary(.cos), real.unary(.sinh) * imaginary.unary(.sin))
  }
}

extension Tensor {
  /// This in float32, weak if it was, or if an integer gives way.
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

  /// Whether this is an array of complex numbers.
  var isComplex: Bool { complexParts != nil }

  /// Whether there is one in this.
  var holdsComplex: Bool { isComplex || (elements?.contains(where: \.holdsComplex) ?? false) }

  /// Whether this is a string.
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
