import Arrays
import ProgramIR
import TestSupport

extension ProgramBuilder {
  /// `a @ b`, `b` being a matrix.
  func product(_ a: Atom, _ b: Atom) throws -> Atom {
    try add(.dot(DotDimensions(contracting: ([a.type.shape.rank - 1], [0]))), a, b)
  }

  /// `a + b`.
  func sum(_ a: Atom, _ b: Atom) throws -> Atom { try add(.binary(.add), a, b) }

  /// `tanh(a)`.
  func tanh(_ a: Atom) throws -> Atom { try add(.unary(.tanh), a) }

  /// A vector for each row of an array of this shape.
  func rows(_ vector: Atom, _ shape: Shape) throws -> Atom {
    try add(.broadcast(shape: shape, dimensions: [shape.rank - 1]), vector)
  }

  /// Some columns of an array.
  func columns(_ range: Range<Int>, of array: Atom) throws -> Atom {
    let shape = array.type.shape
    var (starts, limits) = (shape.sizes.map { _ in 0 }, shape.sizes)
    starts[shape.rank - 1] = range.lowerBound
    limits[shape.rank - 1] = range.upperBound
    return try add(
      .slice(starts: starts, limits: limits, strides: starts.map { _ in 1 }), array)
  }
}

extension Program {
  /// A program that runs a scan of `body` on its inputs.
  init(
    scanning body: Program, length: Int, constants: Int, carry: Int, isReversed: Bool = false
  ) throws {
    let scan = Scan(
      body: body, length: length, isReversed: isReversed, constantCount: constants,
      carryCount: carry)
    let builder = ProgramBuilder()
    let operands = body.inputs.enumerated().map { index, variable in
      let shape = variable.type.shape
      let isScanned = scan.scannedInputs.contains(index)
      return builder.input(
        variable.type.dtype, isScanned ? shape.inserting(length, at: 0) : shape)
    }
    self = builder.build(try builder.add(.scan(scan), operands))
  }

  /// The scan that the program's last equation is.
  var lastScan: Scan? {
    if case .scan(let scan) = equations.last?.primitive { scan } else { nil }
  }
}

/// The body of `h = tanh(x @ w + b + h @ u)`, y = h: inputs w, b, u, h, x.
func simpleCell(batch: Int = 2, inputs: Int = 3, features: Int = 4) throws -> Program {
  let body = ProgramBuilder()
  let (w, b) = (body.input(.float32, [inputs, features]), body.input(.float32, [features]))
  let u = body.input(.float32, [features, features])
  let (h, x) = (body.input(.float32, [batch, features]), body.input(.float32, [batch, inputs]))
  let full = Shape([batch, features])
  let input = try body.sum(body.product(x, w), body.rows(b, full))
  let next = try body.tanh(body.sum(input, body.product(h, u)))
  return body.build(next, next)
}
