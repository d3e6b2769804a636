import Arrays
import ProgramIR
import TestSupport

@testable import Execution

extension RandomPrograms {
  /// A scan whose carry has linear parts `[batch, features]`, each reading xs and those before it,
  /// two that read each other, and one that isn't linear, with `isMixed` reading itself.
  mutating func recurrences(
    length: Int, batch: Int, features: Int, isReversed: Bool, isMixed: Bool
  ) throws -> (program: Program, inputs: [NDArray], linearCount: Int) {
    let shape = Shape([batch, features])
    let partCount = random.next(below: 3) + 3
    let body = ProgramBuilder()
    let constants = [body.input(dtype, [features]), body.input(dtype, [features, features])]
    let carry = (0..<partCount + 1).map { _ in body.input(dtype, shape) }
    let xs = [body.input(dtype, shape), body.input(dtype, [batch, 1])]
    let row = try body.add(.broadcast(shape: shape, dimensions: [1]), constants[0])
    let column = try body.add(.broadcast(shape: shape, dimensions: [0, 1]), xs[1])
    var known = [xs[0], row, column]
    var next: [Atom] = []
    for h in carry.prefix(partCount - 2) {
      next.append(try linearStep(body, h, known))
      known += [h, next[next.count - 1]]
      if random.next(below: 2) == 0 {
        let dot = Primitive.dot(DotDimensions(contracting: ([1], [0])))
        let mixed = try body.add(dot, next[next.count - 1], constants[1])
        known.append(try body.add(.unary(.tanh), mixed))
      }
    }
    let pair = try rotation(body, carry[partCount - 2], carry[partCount - 1], known)
    next += pair
    known += [carry[partCount - 2], pair[1]]
    let last = carry[partCount]
    let other = isMixed ? last : known[known.count - 1]
    next.append(try body.add(.unary(.tanh), body.add(.binary(.add), other, random.pick(known))))
    let ys = [next[0], carry[0], random.pick(known), random.pick(known), next[partCount]]
    let scan = Scan(
      body: body.build(next + ys), length: length, isReversed: isReversed,
      constantCount: constants.count, carryCount: carry.count)
    let outer = ProgramBuilder()
    // The first xs and ys have time behind the batch.
    let operands = scan.body.inputs.enumerated().map { index, variable in
      let isMoved = index == scan.scannedInputs.lowerBound
      let place = scan.scannedInputs.contains(index) ? (isMoved ? 1 : 0) : nil
      return outer.input(
        dtype, place.map { variable.type.shape.inserting(length, at: $0) } ?? variable.type.shape)
    }
    var scanOperands = operands
    let moved = scan.scannedInputs.lowerBound
    scanOperands[moved] = try outer.add(.transpose([1, 0, 2]), operands[moved])
    var results = try outer.add(.scan(scan), scanOperands)
    for index in [0, 1] {
      let y = carry.count + index
      results[y] = try outer.add(.transpose(index == 0 ? [1, 0, 2] : [1, 2, 0]), results[y])
    }
    let program = outer.build(results)
    let inputs = program.inputs.map { array($0.type) }
    return (program, inputs, partCount - 1)
  }

  /// The next values of the real and the imaginary part of a number that is turned and added to.
  private mutating func rotation(
    _ body: ProgramBuilder, _ re: Atom, _ im: Atom, _ known: [Atom]
  ) throws -> [Atom] {
    let angle = random.pick(known)
    let decay = body.constant(NDArray(Float(0.9)).converted(to: dtype))
    let a = try body.add(.binary(.mul), body.add(.unary(.cos), angle), decay)
    let b = try body.add(.binary(.mul), body.add(.unary(.sin), angle), decay)
    let (x, y) = (random.pick(known), random.pick(known))
    let real = try body.add(
      .binary(.sub), body.add(.binary(.mul), a, re), body.add(.binary(.mul), b, im))
    let imaginary = try body.sum(body.add(.binary(.mul), b, re), body.add(.binary(.mul), im, a))
    return [try body.sum(real, x), try body.sum(y, imaginary)]
  }

  /// The next value of a part of the carry, in one of the ways in which it is written.
  private mutating func linearStep(_ body: ProgramBuilder, _ h: Atom, _ known: [Atom]) throws
    -> Atom
  {
    let (x, y) = (random.pick(known), random.pick(known))
    let gate = try body.add(.unary(.logistic), x)
    let small = body.constant(NDArray(Float(0.01)).converted(to: dtype))
    let one = body.constant(NDArray(Float(1)).converted(to: dtype))
    let zero = body.constant(NDArray(Float(0)).converted(to: dtype))
    switch random.next(below: 9) {
    case 8: return try body.add(.unary(.tanh), x)
    case 0: return try body.add(.binary(.add), h, body.add(.binary(.mul), x, small))
    case 1:
      let change = try body.add(.binary(.mul), body.add(.binary(.sub), x, h), small)
      return try body.add(.binary(.add), h, change)
    case 2:
      let kept = try body.add(.binary(.mul), body.add(.binary(.sub), one, gate), h)
      return try body.add(.binary(.add), body.add(.binary(.mul), gate, y), kept)
    case 3: return try body.add(.binary(.mul), h, gate)
    case 4:
      let most = body.constant(NDArray(Float(0.7)).converted(to: dtype))
      let isReset = try body.add(.compare(.gt), known[0], most)
      let kept = try body.add(.select, isReset, zero, h)
      return try body.add(.binary(.add), body.add(.binary(.mul), kept, gate), y)
    case 5:
      let isMasked = try body.add(.compare(.gt), x, zero)
      let sum = try body.add(.binary(.add), body.add(.binary(.mul), gate, h), y)
      return try body.add(.select, isMasked, sum, h)
    case 6:
      let two = body.constant(NDArray(Float(2)).converted(to: dtype))
      return try body.add(.binary(.div), body.add(.binary(.sub), y, h), two)
    default:
      let shape = h.type.shape
      let flat = try body.add(.reshape([shape.elementCount]), h)
      let half = try body.add(.unary(.neg), body.add(.binary(.mul), small, flat))
      return try body.add(.binary(.add), body.add(.reshape(shape), half), x)
    }
  }
}
