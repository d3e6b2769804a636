import Arrays
import ProgramIR
import TestSupport

@testable import Execution

/// How a program says that sequences end.
enum SequenceStyle: CaseIterable {
  /// The body keeps the carry as it is and gives known ys, by a comparison with a counter in the xs.
  case keptByCountedSteps
  /// The same with a counter in the carry, which is read in the end or not.
  case keptByCarriedCount
  /// The same with a mask in the xs; `select` the other way round.
  case keptByMask
  /// A mask on the ys, behind the scan and a transposition, or on what is made of them.
  case maskedBehind, maskedLater
  /// Only the last carry of each sequence is taken of all of them.
  case lastTaken
  /// Sequences turned around, before and behind the scan, and a mask behind.
  case flipped
  /// Two scans, one after another, the second one's ys masked behind.
  case stacked
  /// A carry that is linear in itself, kept.
  case linear
}

extension RandomPrograms {
  /// A program with a scan over sequences `[batch, length, 3]` whose lengths are its first input.
  mutating func sequences(
    _ style: SequenceStyle, length: Int, batch: Int, isReversed: Bool
  ) throws -> Program {
    let outer = ProgramBuilder()
    let lengths = outer.input(.int32, [batch])
    let x = outer.input(dtype, [batch, length, 3])
    let features = random.next(below: 9) + 1
    func scan(_ xs: Atom, keeps: Bool = false) throws -> [Atom] {
      let types = [
        ArrayType(.int32, [batch]), ArrayType(dtype, [xs.type.shape[2], features]),
        ArrayType(dtype, [features, features]), ArrayType(dtype, [features]),
      ]
      let constants = [lengths] + types.dropFirst().map { outer.input($0.dtype, $0.shape) }
      let carry = [outer.input(dtype, [batch, features]), outer.input(dtype, [batch, 1])]
      let body = try sequenceBody(
        style, types + carry.map(\.type), xs.type.shape[2], batch, isReversed: isReversed)
      let scan = Scan(
        body: body, length: length, isReversed: isReversed && style != .flipped,
        constantCount: 4, carryCount: style == .keptByCarriedCount ? 3 : 2)
      let counts = try outer.add(.iota(dtype: .int32, shape: [length], axis: 0))
      let first = outer.constant(NDArray(Int32(isReversed ? length - 1 : 0)))
      let times = try outer.add(.transpose([1, 0, 2]), xs)
      let mask = try outer.add(.transpose([1, 0]), mask(lengths, outer, length, batch))
      let steps: [Atom] =
        switch style {
        case .keptByCarriedCount: []
        case .keptByMask: [mask]
        default: [counts]
        }
      return try outer.add(
        .scan(scan),
        constants + carry + (style == .keptByCarriedCount ? [first] : []) + [times] + steps)
    }
    switch style {
    case .keptByCountedSteps, .keptByMask, .linear: return outer.build(try scan(x))
    case .keptByCarriedCount:
      let results = try scan(x)
      let isCountRead = random.next(below: 2) == 0
      return outer.build(isCountRead ? results : Array(results[..<2] + results[3...]))
    case .maskedBehind, .maskedLater:
      let ys = try scan(x)[2...].map {
        try behind($0, lengths, outer, length, batch, isLater: style == .maskedLater)
      }
      return outer.build(Array(ys))
    case .stacked:
      let first = try outer.add(.transpose([1, 0, 2]), scan(x)[2])
      return outer.build(try behind(scan(first)[2], lengths, outer, length, batch))
    case .flipped:
      let turned = try flipped(x, lengths, outer)
      let y = try outer.add(.transpose([1, 0, 2]), scan(turned)[2])
      let back = try outer.add(.transpose([1, 0, 2]), flipped(y, lengths, outer))
      return outer.build(try behind(back, lengths, outer, length, batch))
    case .lastTaken:
      let y = try scan(x)[2]
      let flat = try outer.add(.reshape([length * batch, features]), y)
      let one = outer.constant(NDArray(Int32(1)))
      let count = outer.constant(NDArray(Int32(batch)))
      let row = try outer.add(
        .binary(.mul), outer.add(.binary(.sub), lengths, one), count)
      let numbers = try outer.add(.iota(dtype: .int32, shape: [batch], axis: 0))
      let places = try outer.add(.binary(.add), row, numbers)
      return outer.build(
        try outer.add(.gather(axis: 0, batchCount: 0, outOfBounds: .clip), flat, places))
    }
  }

  /// `step < length`, `[batch, length]`.
  private func mask(
    _ lengths: Atom, _ outer: ProgramBuilder, _ length: Int, _ batch: Int
  ) throws -> Atom {
    let steps = try outer.add(.iota(dtype: .int32, shape: [batch, length], axis: 1))
    let ends = try outer.add(
      .broadcast(shape: [batch, length], dimensions: [0]), lengths)
    return try outer.add(.compare(.lt), steps, ends)
  }

  /// What a scan gave, sequences first, with zeros behind the ends.
  private func behind(
    _ y: Atom, _ lengths: Atom, _ outer: ProgramBuilder, _ length: Int, _ batch: Int,
    isLater: Bool = false
  ) throws -> Atom {
    let turned = try outer.add(.transpose([1, 0, 2]), y)
    let mask = try outer.add(
      .broadcast(shape: turned.type.shape, dimensions: [0, 1]),
      mask(lengths, outer, length, batch))
    let masked = isLater ? try outer.add(.binary(.add), turned, turned) : turned
    let zero = outer.constant(NDArray(Float(0)).converted(to: dtype))
    return try outer.add(.select, mask, masked, zero)
  }

  /// Sequences `[batch, length, …]` turned around, what is behind the ends left behind.
  private func flipped(_ x: Atom, _ lengths: Atom, _ outer: ProgramBuilder) throws -> Atom {
    let shape = Shape(Array(x.type.shape.sizes.prefix(2)))
    let count = outer.constant(NDArray(Int32(shape[1])))
    let steps = try outer.add(
      .reverse(axes: [1]), outer.add(.iota(dtype: .int32, shape: shape, axis: 1)))
    let ends = try outer.add(.broadcast(shape: shape, dimensions: [0]), lengths)
    let places = try outer.add(.binary(.rem), outer.add(.binary(.add), steps, ends), count)
    return try outer.add(
      .gather(axis: 1, batchCount: 1, outOfBounds: .clip), x, places)
  }

  /// A body of constants, a carry, which may have a count, xs, and what says which step it is.
  private mutating func sequenceBody(
    _ style: SequenceStyle, _ types: [ArrayType], _ inputs: Int, _ batch: Int, isReversed: Bool
  ) throws -> Program {
    let body = ProgramBuilder()
    var atoms = types.map { body.input($0.dtype, $0.shape) }
    let hasCount = style == .keptByCarriedCount
    if hasCount { atoms.append(body.input(.int32, [])) }
    let x = body.input(dtype, [batch, inputs])
    var active: Atom?
    let full = types[4].shape
    switch style {
    case .keptByCountedSteps, .keptByCarriedCount, .linear:
      active = try body.add(
        .compare(.lt), hasCount ? atoms[6] : body.input(.int32, []), atoms[0])
    case .keptByMask: active = body.input(.bool, [batch])
    default: _ = body.input(.int32, [])
    }
    var values = [atoms[4], try body.product(x, atoms[1]), try body.product(atoms[4], atoms[2])]
    values.append(try body.rows(atoms[3], full))
    values.append(try body.add(.broadcast(shape: full, dimensions: [0, 1]), atoms[5]))
    for _ in 0..<8 { values.append(try value(body, values, Array(atoms[1...3]), full)) }
    var next = try body.tanh(body.sum(values[2], values[values.count - 1]))
    if style == .linear {
      let decay = try body.add(.unary(.logistic), values[1])
      next = try body.sum(body.add(.binary(.mul), decay, atoms[4]), values[1])
    }
    let column = try body.add(.reduce(.max, axes: [1]), values[values.count - 2])
    let narrow = try body.add(.unary(.tanh), body.add(.reshape([batch, 1]), column))
    guard let active else { return body.build([next, narrow, next]) }
    func kept(_ new: Atom, _ old: Atom) throws -> Atom {
      var mask = active
      if style == .keptByMask { mask = try body.add(.unary(.not), mask) }
      mask = try body.add(.reshape([batch, 1]), mask)
      mask = try body.add(.broadcast(shape: new.type.shape, dimensions: [0, 1]), mask)
      return style == .keptByMask
        ? try body.add(.select, mask, old, new) : try body.add(.select, mask, new, old)
    }
    let half = body.constant(NDArray(Float(0.5)).converted(to: dtype))
    let carry = [try kept(next, atoms[4]), try kept(narrow, atoms[5])]
    let one = body.constant(NDArray(Int32(isReversed ? -1 : 1)))
    let count = try hasCount ? [body.add(.binary(.add), atoms[6], one)] : []
    return body.build(
      carry + count
        + [try kept(random.pick(values), half), carry[0], atoms[5], try kept(x, half)])
  }

  /// Lengths of sequences, none, some or all of them whole, some beyond what there is.
  mutating func lengths(_ count: Int, upTo most: Int) -> NDArray {
    let kind = random.next(below: 5)
    let lengths = (0..<count).map { _ -> Int32 in
      switch kind {
      case 0: Int32(most)
      case 1: 0
      case 2: Int32(random.pick([0, 1, most - 1, most, most + 3]))
      case 3: Int32(most / 2)
      default: Int32(random.next(below: most + 1))
      }
    }
    return NDArray(lengths, shape: [count])
  }
}
