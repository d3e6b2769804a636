import Kernels
import Testing

struct RecurrenceTests {
  /// Every form over every number of columns gives the bits of the loop written down, with both
  /// kinds of factors, forwards and backwards, and touches nothing else.
  @Test(arguments: InstructionSet.available, RecurrenceForm.allCases)
  func agreesWithALoop(_ instructions: InstructionSet, _ form: RecurrenceForm) {
    for columns in Array(0...19) + [31, 64, 69, 130] {
      for steps in [0, 1, 5] {
        for repeats in [false, true] {
          for isReversed in [false, true] {
            check(instructions, form, steps, columns, repeats: repeats, isReversed: isReversed)
          }
        }
      }
    }
  }

  private func check(
    _ instructions: InstructionSet, _ form: RecurrenceForm, _ steps: Int, _ columns: Int,
    repeats: Bool, isReversed: Bool
  ) {
    let stride = columns + 3
    let count = max(1, steps) * stride
    // Zeros among the factors, a state that isn't finite.
    let a = (0..<count).map { $0 % 7 == 3 ? 0 : sixteenths($0 * 13 % 17) }
    let b = (0..<count).map { sixteenths($0 * 5 % 23) }
    let first = (0..<columns).map { $0 % 6 == 5 ? Float.infinity : sixteenths($0 % 5) }
    var state = first + [99]
    var before = [Float](repeating: 99, count: count)
    var after = before
    run(
      instructions, form, a, b, &state, &before, &after, steps: steps, columns: columns,
      stride: isReversed ? -stride : stride, repeats: repeats)
    // What nothing is written to stays.
    var expected = (before: [Float](repeating: 99, count: count), after: [Float](), state: state)
    expected.after = expected.before
    for column in 0..<columns {
      var h = first[column]
      for step in 0..<steps {
        let row = (isReversed ? steps - 1 - step : step) * stride
        let (factor, term) = (a[row + (repeats ? 0 : column)], b[row + column])
        expected.before[row + column] = h
        h = next(form, factor, h, term, instructions)
        expected.after[row + column] = h
      }
      expected.state[column] = h
    }
    expected.state[columns] = 99
    let what = Comment("\(columns) columns, \(steps) steps, \(repeats), \(isReversed)")
    #expect(areSame(before, expected.before), what)
    #expect(areSame(after, expected.after), what)
    #expect(areSame(state, expected.state), what)
  }

  private func areSame(_ x: [Float], _ y: [Float]) -> Bool {
    x.count == y.count && zip(x, y).allSatisfy { $0.isSame(as: $1) }
  }

  /// Stretches of time give what one step after another gives, but for rounding, whatever columns
  /// are beside each other and however calls cut the time.
  @Test(arguments: InstructionSet.available, RecurrenceForm.allCases)
  func stretchesOfTime(_ instructions: InstructionSet, _ form: RecurrenceForm) {
    let steps = 2 * Recurrence.stretchedSteps + 9
    var single: [Float] = []
    for columns in [1, 4, 7, 16, 21] {
      // The first column is the same in all.
      let a = (0..<steps * columns).map { index in
        let factor = index % columns == 0 ? sixteenths(index / columns * 13 % 21) : 0.9
        return form == .increment ? -factor / 8 : factor
      }
      let b = (0..<steps * columns).map { sixteenths($0 / columns * 5 % 23 - $0 % columns) }
      let first = (0..<columns).map { sixteenths($0 % 5) }
      func states(_ cuts: [Int], stretches: Bool) -> [Float] {
        run(instructions, form, a, b, first, cuts: cuts, columns: columns, stretches: stretches)
      }
      let plain = states([steps], stretches: false)
      let stretched = states([steps], stretches: true)
      #expect(zip(stretched, plain).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
      if columns > 1 { #expect(stretched != plain) }
      let half = Recurrence.stretchedSteps
      #expect(states([half, steps - half], stretches: true) == stretched)
      let column = stride(from: 0, to: stretched.count, by: columns).map { stretched[$0] }
      if single.isEmpty { single = column }
      #expect(column == single)
    }
  }

  /// Factors larger than 1 and what isn't finite give what one step after another gives.
  @Test(arguments: InstructionSet.available, RecurrenceForm.allCases)
  func stretchesOfWhatIsNotFinite(_ instructions: InstructionSet, _ form: RecurrenceForm) {
    let (steps, columns) = (Recurrence.stretchedSteps, 19)
    for (factor, place, term) in [
      (8, 0, 0), (8, 70, 1e30), (1.01, 3, 1), (0, 100, Float.infinity), (0.5, 7, -.infinity),
      (0.5, 9, .nan),
    ] as [(Float, Int, Float)] {
      // Every third column is tame.
      let a = (0..<steps * columns).map { $0 % columns % 3 == 0 ? 0.5 : factor }
      let b = (0..<steps * columns).map { $0 / columns == place && $0 % columns % 3 > 0 ? term : 0 }
      let first = [Float](repeating: factor == 1.01 ? -1 : 0, count: columns)
      let plain = run(
        instructions, form, a, b, first, cuts: [steps], columns: columns, stretches: false)
      let stretched = run(
        instructions, form, a, b, first, cuts: [steps], columns: columns, stretches: true)
      #expect(
        zip(stretched, plain).enumerated().allSatisfy { index, states in
          let (x, y) = states
          let isTame = index % columns % 3 == 0 && form != .increment
          return x.isSame(as: y) || (isTame && abs(x - y) <= 1e-5 * abs(y))
        })
    }
  }

  /// The states after each step, of a run that is cut into several.
  private func run(
    _ instructions: InstructionSet, _ form: RecurrenceForm, _ a: [Float], _ b: [Float],
    _ first: [Float], cuts: [Int], columns: Int, stretches: Bool
  ) -> [Float] {
    var (state, after) = (first, a)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        state.withUnsafeMutableBufferPointer { state in
          after.withUnsafeMutableBufferPointer { after in
            guard let a = a.baseAddress, let b = b.baseAddress, let state = state.baseAddress,
              let after = after.baseAddress
            else { return }
            var done = 0
            for steps in cuts {
              let place = done * columns
              instructions.run(
                Recurrence(
                  form, a: .init(a + place, step: columns), b: .init(b + place, step: columns),
                  state: state, after: .init(after + place, step: columns)),
                steps: steps, columns: columns, stretches: stretches)
              done += steps
            }
          }
        }
      }
    }
    return after
  }

  /// The same of two states that read each other.
  @Test(arguments: InstructionSet.available, [false, true])
  func coupledStatesAgreeWithALoop(_ instructions: InstructionSet, _ isReversed: Bool) {
    for columns in Array(0...9) + [16, 31, 35, 64] {
      let steps = 4
      let count = steps * columns + 1
      let a = (0..<4).map { part in (0..<count).map { sixteenths($0 * (part + 5) % 19) } }
      let b = (0..<2).map { part in (0..<count).map { sixteenths($0 * (part + 3) % 23) } }
      var states = (0..<2).map { part in (0...columns).map { sixteenths($0 * (part + 2) % 7) } }
      var expected = states
      let before = UnsafeMutablePointer<Float>.allocate(capacity: count)
      before.initialize(repeating: 99, count: count)
      defer { before.deallocate() }
      runCoupled(
        instructions, a, b, &states, before, steps: steps, columns: columns,
        isReversed: isReversed)
      var isSame = true
      for column in 0..<columns {
        for step in 0..<steps {
          let place = (isReversed ? steps - 1 - step : step) * columns + column
          let (h0, h1) = (expected[0][column], expected[1][column])
          isSame = isSame && before[place].isSame(as: h0)
          for part in 0..<2 {
            let inner = next(.product, a[2 * part + 1][place], h1, b[part][place], instructions)
            expected[part][column] = next(.product, a[2 * part][place], h0, inner, instructions)
          }
        }
      }
      #expect(isSame && states == expected)
      #expect(before[count - 1] == 99)
    }
  }

  private func runCoupled(
    _ instructions: InstructionSet, _ a: [[Float]], _ b: [[Float]], _ states: inout [[Float]],
    _ before: UnsafeMutablePointer<Float>, steps: Int, columns: Int, isReversed: Bool
  ) {
    let stride = isReversed ? -columns : columns
    let first = isReversed ? (steps - 1) * columns : 0
    let arrays = (a + b + states).map { values in
      let array = UnsafeMutablePointer<Float>.allocate(capacity: values.count)
      array.initialize(from: values, count: values.count)
      return array
    }
    defer { for array in arrays { array.deallocate() } }
    func coefficient(_ index: Int) -> Recurrence.Coefficient {
      .init(arrays[index] + first, step: stride)
    }
    instructions.run(
      CoupledRecurrence(
        a: (coefficient(0), coefficient(1), coefficient(2), coefficient(3)),
        b: (coefficient(4), coefficient(5)), state: (arrays[6], arrays[7]),
        before: (.init(before + first, step: stride), nil)),
      steps: steps, columns: columns)
    states = (6..<8).map { Array(UnsafeBufferPointer(start: arrays[$0], count: columns + 1)) }
  }

  private func sixteenths(_ count: Int) -> Float { Float(count - 4) / 16 }

  private func next(
    _ form: RecurrenceForm, _ a: Float, _ h: Float, _ b: Float, _ instructions: InstructionSet
  ) -> Float {
    let sum = instructions.name == "baseline" ? a * h + b : b.addingProduct(a, h)
    return switch form {
    case .product: sum
    case .reset: a == 0 ? b : sum
    case .increment: h + sum
    }
  }

  private func run(
    _ instructions: InstructionSet, _ form: RecurrenceForm, _ a: [Float], _ b: [Float],
    _ state: inout [Float], _ before: inout [Float], _ after: inout [Float], steps: Int,
    columns: Int, stride: Int, repeats: Bool
  ) {
    let first = stride < 0 ? max(0, steps - 1) * -stride : 0
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        state.withUnsafeMutableBufferPointer { state in
          before.withUnsafeMutableBufferPointer { before in
            after.withUnsafeMutableBufferPointer { after in
              guard let a = a.baseAddress, let b = b.baseAddress, let state = state.baseAddress,
                let before = before.baseAddress, let after = after.baseAddress
              else { return }
              instructions.run(
                Recurrence(
                  form, a: .init(a + first, step: stride, repeatsColumn: repeats),
                  b: .init(b + first, step: stride), state: state,
                  before: .init(before + first, step: stride),
                  after: .init(after + first, step: stride)),
                steps: steps, columns: columns)
            }
          }
        }
      }
    }
  }
}
