import Arrays
import ProgramIR
import TestSupport

@testable import Execution

/// Makes programs nobody would think of, and inputs for them.
struct RandomPrograms {
  var random: SplitMix
  let dtype: DType

  init(seed: Int, dtype: DType = .float32) {
    random = SplitMix(seed: UInt64(seed) &* 7919)
    self.dtype = dtype
  }

  mutating func array(_ type: ArrayType) -> NDArray {
    NDArray((0..<type.shape.elementCount).map { _ in random.nextFloat() }, shape: type.shape)
      .converted(to: type.dtype)
  }

  /// A scan over `length` steps with a carry `[B, F]` and another, xs `[B, I]` and ys of several
  /// shapes; the body is random.
  ///
  /// - Parameter choices: whether there are selections by scalars of what is computed for them.
  mutating func scan(
    length: Int, isReversed: Bool, choices: Bool = false
  ) throws -> (program: Program, inputs: [NDArray]) {
    let (batch, features, inputs) = (random.next(below: 5) + 1, random.next(below: 7) + 1, 3)
    let body = ProgramBuilder()
    let constants = [
      body.input(dtype, [inputs, features]), body.input(dtype, [features, features]),
      body.input(dtype, [inputs, features]), body.input(dtype, [features]),
    ]
    let carry = [body.input(dtype, [batch, features]), body.input(dtype, [batch, 1])]
    let xs = [body.input(dtype, [batch, inputs]), body.input(dtype, [batch, features])]
    let dot = Primitive.dot(DotDimensions(contracting: ([1], [0])))
    var values = [carry[0], xs[1]]
    values.append(try body.add(dot, xs[0], constants[0]))
    values.append(try body.add(dot, xs[0], constants[2]))
    values.append(try body.add(dot, carry[0], constants[1]))
    let full = Shape([batch, features])
    values.append(
      try body.add(.broadcast(shape: full, dimensions: [1]), constants[3]))
    values.append(try body.add(.broadcast(shape: full, dimensions: [0, 1]), carry[1]))
    for _ in 0..<12 {
      if choices, random.next(below: 3) == 0 {
        values += try selections(body, values, constants, full)
      }
      values.append(try value(body, values, constants, full))
    }
    var column = try body.add(.reduce(.max, axes: [1]), values[values.count - 1])
    column = try body.add(.reshape([batch, 1]), column)
    let bounded = try body.add(.unary(.tanh), values[values.count - 2])
    let narrow = try body.add(.unary(.tanh), column)
    let ys = [random.pick(values), xs[0], carry[0], constants[3], bounded, random.pick(values)]
    let scan = Scan(
      body: body.build([bounded, narrow] + ys), length: length, isReversed: isReversed,
      constantCount: constants.count, carryCount: carry.count)

    let outer = ProgramBuilder()
    let types = scan.body.inputs.enumerated().map { index, variable in
      scan.scannedInputs.contains(index)
        ? variable.type.with(shape: variable.type.shape.inserting(length, at: 0)) : variable.type
    }
    // The first xs come with the batch in front, as `in_axes=1` takes them.
    let moved = types.count - 2
    let operands = types.enumerated().map { index, type in
      outer.input(type.dtype, index == moved ? [batch, length, inputs] : type.shape)
    }
    var scanOperands = operands
    scanOperands[moved] = try outer.add(.transpose([1, 0, 2]), operands[moved])
    var results = try outer.add(.scan(scan), scanOperands)
    results[2] = try outer.add(.transpose([1, 0, 2]), results[2])
    let program = outer.build(results)
    let arrays = program.inputs.map { array($0.type) }
    return (program, arrays)
  }

  /// A scan over `length` steps, each of which scans a random body over `innerLength`.
  mutating func nestedScan(
    length: Int, innerLength: Int, isReversed: Bool
  ) throws -> (program: Program, inputs: [NDArray]) {
    // What the scan takes and gives is what the body of another one may.
    let body = try scan(length: innerLength, isReversed: !isReversed).program
    let program = try Program(
      scanning: body, length: length, constants: 4, carry: 2, isReversed: isReversed)
    return (program, program.inputs.map { array($0.type) })
  }

  /// Values selected by whether a value is mostly positive, as `lax.cond` selects them.
  private mutating func selections(
    _ body: ProgramBuilder, _ values: [Atom], _ constants: [Atom], _ full: Shape
  ) throws -> [Atom] {
    let sum = try body.add(.reduce(.sum, axes: [0, 1]), random.pick(values))
    let zero = body.constant(NDArray(Float(0)).converted(to: dtype))
    let test = try body.add(.compare(.gt), sum, zero)
    return try (0...random.next(below: 2)).map { _ in
      var (onTrue, onFalse) = (values, values)
      for _ in 0..<random.next(below: 4) {
        onTrue.append(try value(body, onTrue, constants, full))
        onFalse.append(try value(body, onFalse, constants, full))
      }
      return try body.add(
        .select, test, onTrue[onTrue.count - 1],
        random.next(below: 4) == 0 ? zero : onFalse[onFalse.count - 1])
    }
  }

  /// Another value of the shape of the others.
  mutating func value(
    _ body: ProgramBuilder, _ values: [Atom], _ constants: [Atom], _ full: Shape
  ) throws -> Atom {
    let (a, b) = (random.pick(values), random.pick(values))
    switch random.next(below: 10) {
    case 0: return try body.add(.unary(random.pick([.tanh, .logistic, .neg, .abs])), a)
    case 1: return try body.add(.binary(random.pick([.add, .sub, .mul, .max, .min])), a, b)
    case 2: return try body.add(.binary(.add), a, b)
    case 3: return try body.add(.select, body.add(.compare(.lt), a, b), b, a)
    case 4:
      let half = body.constant(NDArray(Float(0.5)).converted(to: dtype))
      return try body.add(.binary(.mul), a, half)
    case 5:
      let mean = try body.add(.reduce(.sum, axes: [1]), a)
      let column = try body.add(.reshape([full[0], 1]), body.add(.unary(.tanh), mean))
      let repeated = try body.add(.broadcast(shape: full, dimensions: [0, 1]), column)
      return try body.add(.binary(.sub), b, repeated)
    case 6:
      let dot = Primitive.dot(DotDimensions(contracting: ([1], [0])))
      return try body.add(.binary(.add), body.add(dot, a, constants[1]), b)
    case 7:
      let backwards = try body.add(.reverse(axes: [1]), a)
      return try body.add(.binary(.add), backwards, b)
    case 8:
      let whole = try body.add(.concatenate(axis: 1), a, b)
      return try body.add(.columns(full[1]..<2 * full[1], of: [full[0], 2 * full[1]]), whole)
    default:
      let integers = try body.add(.convert(.int32, isWeak: false), a)
      return try body.add(.convert(dtype, isWeak: false), integers)
    }
  }
}
