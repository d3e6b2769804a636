import Arrays
import Execution
import ProgramIR
import Reference
import TestSupport
import Testing

/// Scans against loops written in Swift; each does the same float operations in the same order, so
/// that results are equal.
struct ScanTests {
  static let lengths = [0, 1, 2, 17]

  func order(_ length: Int, _ isReversed: Bool) -> [Int] {
    isReversed ? Array((0..<length).reversed()) : Array(0..<length)
  }

  /// One carry, one x, one y: `h = h / 2 + x`, `y = h` before the step.
  @Test(arguments: lengths, [false, true])
  func oneOfEach(_ length: Int, _ isReversed: Bool) throws {
    let body = ProgramBuilder()
    let (h, x) = (body.input(.float32, [3]), body.input(.float32, [3]))
    let half = body.constant(NDArray(Float(0.5)))
    let next = try body.add(.binary(.add), body.add(.binary(.mul), h, half), x)
    let scan = Scan(
      body: body.build(next, h), length: length, isReversed: isReversed, constantCount: 0,
      carryCount: 1)
    let start = NDArray([3]) { Float($0) }
    let xs = NDArray([length, 3]) { Float($0 * 31 % 17) - 8 }
    let results = try evaluate(.scan(scan), start, xs)

    var state: [Float] = start.elements()
    var ys = [[Float]](repeating: [], count: length)
    for index in order(length, isReversed) {
      ys[index] = state
      for place in 0..<3 { state[place] = state[place] * 0.5 + xs.floats[index * 3 + place] }
    }
    #expect(
      results == [NDArray(state, shape: [3]), NDArray(ys.flatMap { $0 }, shape: [length, 3])])
  }

  /// Two constants, three carries of different dtypes, two xs, four ys.
  @Test(arguments: lengths, [false, true])
  func manyOfEach(_ length: Int, _ isReversed: Bool) throws {
    let results = try evaluate(
      .scan(Self.many(length, isReversed)),
      NDArray([0.25, -0.5] as [Float], shape: [2]), NDArray(Int32(3)),
      NDArray([1, 2] as [Float], shape: [2]), NDArray(Int32(-1)), NDArray(true),
      NDArray([length, 2]) { Float($0 * 13 % 7) / 3 },
      NDArray((0..<Int32(length)).map { $0 * $0 }, shape: [length]))

    let scale: [Float] = [0.25, -0.5]
    var (state, count, flag): ([Float], Int32, Bool) = ([1, 2], -1, true)
    var (states, counts, flags) = (
      [[Float]](repeating: [], count: length), [Int32](repeating: 0, count: length),
      [Bool](repeating: false, count: length)
    )
    for index in order(length, isReversed) {
      counts[index] = count
      flags[index] = flag
      for place in 0..<2 {
        state[place] = state[place] * scale[place] + Float((index * 2 + place) * 13 % 7) / 3
      }
      count = count + 3 + Int32(index * index)
      flag.toggle()
      states[index] = state
    }
    #expect(
      results == [
        NDArray(state, shape: [2]), NDArray(count), NDArray(flag),
        NDArray(states.flatMap { $0 }, shape: [length, 2]), NDArray(counts, shape: [length]),
        NDArray(flags, shape: [length]),
        NDArray([Int32](repeating: 3, count: length), shape: [length]),
      ])
  }

  static func many(_ length: Int, _ isReversed: Bool) throws -> Scan {
    let body = ProgramBuilder()
    let (scale, increment) = (body.input(.float32, [2]), body.input(.int32, []))
    let (state, count, flag) = (
      body.input(.float32, [2]), body.input(.int32, []), body.input(.bool, [])
    )
    let (x, n) = (body.input(.float32, [2]), body.input(.int32, []))
    let next = try body.add(.binary(.add), body.add(.binary(.mul), state, scale), x)
    let nextCount = try body.add(.binary(.add), body.add(.binary(.add), count, increment), n)
    let nextFlag = try body.add(.unary(.not), flag)
    return Scan(
      body: body.build(next, nextCount, nextFlag, next, count, flag, increment), length: length,
      isReversed: isReversed, constantCount: 2, carryCount: 3)
  }

  /// Without a carry, a scan is a map; without xs, a loop; with neither, a repetition.
  @Test(arguments: lengths, [false, true])
  func partsThatAreMissing(_ length: Int, _ isReversed: Bool) throws {
    func scan(_ body: ProgramBuilder, _ outputs: [Atom], constants: Int, carry: Int) -> Primitive {
      .scan(
        Scan(
          body: body.build(outputs), length: length, isReversed: isReversed,
          constantCount: constants, carryCount: carry))
    }
    let xs = NDArray([length, 2]) { Float($0) }
    let map = ProgramBuilder()
    let y = try map.add(.unary(.neg), map.input(.float32, [2]))
    #expect(try result(scan(map, [y], constants: 0, carry: 0), xs) == result(.unary(.neg), xs))

    let loop = ProgramBuilder()
    let doubled = try loop.add(
      .binary(.add), [Atom](repeating: loop.input(.int32, []), count: 2))
    let last = try result(scan(loop, doubled, constants: 0, carry: 1), NDArray(Int32(1)))
    #expect(last == NDArray(Int32(1) << Int32(length)))

    let repetition = ProgramBuilder()
    let constant = repetition.input(.int8, [])
    let ys = try result(scan(repetition, [constant], constants: 1, carry: 0), NDArray(Int8(5)))
    #expect(ys == NDArray([Int8](repeating: 5, count: length), shape: [length]))

    let nothing = ProgramBuilder()
    #expect(try evaluate(scan(nothing, [], constants: 0, carry: 0), []).isEmpty)
  }

  /// A scan over columns in a scan over rows, which hands its carry in as a constant too.
  @Test(arguments: lengths, [false, true])
  func scansInScans(_ length: Int, _ isReversed: Bool) throws {
    for (columns, isInnerReversed) in [(0, false), (1, true), (3, false), (3, true)] {
      let inner = ProgramBuilder()
      let (bias, sum, x) = (
        inner.input(.int32, []), inner.input(.int32, []), inner.input(.int32, [])
      )
      let three = inner.constant(NDArray(Int32(3)))
      let next = try inner.add(
        .binary(.add), inner.add(.binary(.mul), sum, three), inner.add(.binary(.sub), x, bias))
      let innerScan = Scan(
        body: inner.build(next, next), length: columns, isReversed: isInnerReversed,
        constantCount: 1, carryCount: 1)
      let outer = ProgramBuilder()
      let (carry, row) = (outer.input(.int32, []), outer.input(.int32, [columns]))
      let results = try outer.add(.scan(innerScan), [carry, carry, row])
      let outerScan = Scan(
        body: outer.build(results), length: length, isReversed: isReversed, constantCount: 0,
        carryCount: 1)
      let xs = NDArray(counting: [length, columns])

      var total: Int32 = 1
      var ys = [Int32](repeating: 0, count: length * columns)
      for row in order(length, isReversed) {
        let bias = total
        for column in order(columns, isInnerReversed) {
          total = total &* 3 &+ (Int32(row * columns + column) &- bias)
          ys[row * columns + column] = total
        }
      }
      #expect(
        try evaluate(.scan(outerScan), NDArray(Int32(1)), xs)
          == [NDArray(total), NDArray(ys, shape: [length, columns])])
    }
  }

  /// What is left after dead code has gone gives what it gave before.
  @Test(arguments: lengths)
  func deadCodeDoesNotMatter(_ length: Int) throws {
    let program = ProgramBuilder()
    let scan = try Self.many(length, false)
    let types: [(DType, Shape)] = [
      (.float32, [2]), (.int32, []), (.float32, [2]), (.int32, []), (.bool, []),
      (.float32, [length, 2]), (.int32, [length]),
    ]
    let results = try program.add(.scan(scan), types.map { program.input($0, $1) })
    let inputs = types.map { dtype, shape in
      NDArray((0..<Int32(shape.elementCount)).map { $0 % 5 - 1 }, shape: shape).converted(to: dtype)
    }
    for position in results.indices {
      let whole = program.build(results[position])
      #expect(
        try ReferenceExecutor().run(whole.eliminatingDeadCode(), inputs)
          == ReferenceExecutor().run(whole, inputs))
    }
  }
}
