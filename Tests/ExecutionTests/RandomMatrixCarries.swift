import Arrays
import ProgramIR
import TestSupport

@testable import Execution

/// How a scan with a matrix carry is written.
struct MatrixCarryStyle: Equatable {
  enum Decay: CaseIterable { case none, constant, scalar, keyed, extreme, stabilised }
  enum Read: CaseIterable { case after, before, bonus, none }

  var decay: Decay
  var read: Read
  /// The axes before those of the matrix.
  var batch: [Int]
  var keys = 16
  var values = 19
  /// Whether values are in front of keys.
  var isTransposed = false
  /// Whether keys and queries are the same for all of the batch.
  var sharesKeys = false
  /// Whether sums are products of elements that are added up.
  var reduces = false
  /// Whether there is a vector carry that normalizes what is read.
  var normalizes = false
  /// Whether what is read is carried on.
  var feedsOn = false
  var length: Int
  var isReversed = false

  /// A style nobody would think of.
  init(random: inout SplitMix, length: Int) {
    decay = random.pick(Decay.allCases)
    read = random.pick(Read.allCases)
    batch = random.pick([[], [2], [1, 2], [3, 1]])
    keys = random.pick([16, 21])
    isTransposed = random.next(below: 3) == 0
    sharesKeys = random.next(below: 4) == 0
    reduces = random.next(below: 3) == 0
    normalizes = random.next(below: 3) == 0
    feedsOn = random.next(below: 3) == 0
    isReversed = random.next(below: 3) == 0
    self.length = length
  }

  init(_ decay: Decay, _ read: Read, batch: [Int] = [2], length: Int) {
    (self.decay, self.read, self.batch, self.length) = (decay, read, batch, length)
  }
}

/// Writes the body of a scan with a matrix carry.
struct MatrixCarryBody {
  private let style: MatrixCarryStyle
  private let body = ProgramBuilder()
  private let shape: Shape
  private let dtype: DType

  init(_ style: MatrixCarryStyle, _ dtype: DType = .float32) {
    (self.style, self.dtype) = (style, dtype)
    shape = Shape(
      style.batch
        + (style.isTransposed ? [style.values, style.keys] : [style.keys, style.values]))
  }

  private var batchAxes: [Int] { Array(style.batch.indices) }
  private var keyAxis: Int { style.batch.count + (style.isTransposed ? 1 : 0) }
  private var valueAxis: Int { style.batch.count + (style.isTransposed ? 0 : 1) }

  private func number(_ value: Float) -> Atom { body.constant(NDArray(value).converted(to: dtype)) }
  private func mul(_ x: Atom, _ y: Atom) throws -> Atom { try body.add(.binary(.mul), x, y) }
  private func add(_ x: Atom, _ y: Atom) throws -> Atom { try body.add(.binary(.add), x, y) }

  /// A vector of keys, or of the batch, as a matrix.
  private func spread(_ atom: Atom, _ axes: [Int]) throws -> Atom {
    try body.add(.broadcast(shape: shape, dimensions: axes), atom)
  }

  /// The program of one scan.
  func program() throws -> Program {
    let keyShape = Shape((style.sharesKeys ? [] : style.batch) + [style.keys])
    let state = body.input(dtype, shape)
    let normalizer = style.normalizes ? body.input(dtype, keyShape) : nil
    let largest = style.decay == .stabilised ? body.input(dtype, Shape(style.batch)) : nil
    let other = style.feedsOn ? body.input(dtype, Shape(style.batch)) : nil
    let (q, k) = (body.input(dtype, keyShape), body.input(dtype, keyShape))
    let v = body.input(dtype, Shape(style.batch + [style.values]))
    let gate = body.input(dtype, Shape(style.batch))
    let keyGate = body.input(dtype, keyShape)
    let keyAxes = (style.sharesKeys ? [] : batchAxes) + [keyAxis]
    let valueAxes = batchAxes + [valueAxis]

    var nextCarry: [Atom] = []
    var key = k
    var decay = try self.decay(gate, keyGate, keyAxes)
    if let largest {
      let kept = try add(body.add(.unary(.neg), body.add(.unary(.exp), gate)), largest)
      let next = try body.add(.binary(.max), kept, gate)
      decay = try spread(
        body.add(.unary(.exp), body.add(.binary(.sub), kept, next)), batchAxes)
      nextCarry.append(next)
      if !style.sharesKeys {
        let weight = try body.add(.unary(.exp), body.add(.binary(.sub), gate, next))
        key = try mul(
          key, body.add(.broadcast(shape: keyShape, dimensions: batchAxes), weight))
      }
    }
    let update = try mul(spread(key, keyAxes), spread(v, valueAxes))
    let kept = try decay.map { try mul($0, state) } ?? state
    let next = try add(kept, update)
    var ys: [Atom] = []
    var sums = try style.read == .none ? v : sum(q, state, next, update, keyGate, keyAxes)
    if let normalizer {
      let n = try add(mul(normalizer, number(0.9)), key)
      nextCarry.insert(n, at: 0)
      let weight = try body.add(.reduce(.sum, axes: [keyShape.rank - 1]), mul(q, n))
      ys.append(weight)
      let whole = try body.add(
        .broadcast(
          shape: sums.type.shape,
          dimensions: style.sharesKeys ? [] : batchAxes),
        body.add(.binary(.max), body.add(.unary(.abs), weight), number(1)))
      sums = try body.add(.binary(.div), sums, whole)
    }
    if let other {
      let total = try body.add(.reduce(.max, axes: [style.batch.count]), sums)
      let next = try body.add(.unary(.tanh), add(mul(other, number(0.5)), total))
      nextCarry.append(next)
      ys.append(try add(next, gate))
    }
    ys += [sums, try body.add(.unary(.tanh), sums), q]
    return try Program(
      scanning: body.build([next] + nextCarry + ys), length: style.length, constants: 0,
      carry: 1 + nextCarry.count, isReversed: style.isReversed)
  }

  private func decay(_ gate: Atom, _ keyGate: Atom, _ keyAxes: [Int]) throws -> Atom? {
    switch style.decay {
    case .none, .stabilised: return nil
    case .constant: return try spread(number(0.97), [])
    case .scalar: return try spread(body.add(.unary(.logistic), gate), batchAxes)
    case .keyed: return try spread(body.add(.unary(.logistic), keyGate), keyAxes)
    case .extreme:
      // Nearly 1, and so near 0 that a product of a few is none.
      let large = try body.add(.unary(.exp), mul(keyGate, number(9)))
      return try spread(
        body.add(.unary(.exp), body.add(.unary(.neg), large)), keyAxes)
    }
  }

  private func sum(
    _ q: Atom, _ state: Atom, _ next: Atom, _ update: Atom, _ keyGate: Atom, _ keyAxes: [Int]
  ) throws -> Atom {
    var read = style.read == .before ? state : next
    if style.read == .bonus {
      read = try add(state, mul(spread(keyGate, keyAxes), update))
    }
    if style.reduces || style.sharesKeys && style.isTransposed {
      return try body.add(.reduce(.sum, axes: [keyAxis]), mul(read, spread(q, keyAxes)))
    }
    if style.sharesKeys {
      return try body.add(.dot(DotDimensions(contracting: ([keyAxis], [0]))), read, q)
    }
    let dimensions = DotDimensions(
      contracting: ([style.batch.count], [keyAxis]), batch: (batchAxes, batchAxes))
    return try body.add(.dot(dimensions), q, read)
  }
}
