import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

struct SharedProductTests {
  /// A scan that multiplies one row by a matrix large enough to be shared out, `h = tanh(h w + x)`
  /// with y = h: any number of threads gives the same bits, also when several runs want them.
  @Test(arguments: [2, 3, 5])
  func threadsDontChangeABit(_ threads: Int) async throws {
    let (length, size) = (17, 300)
    #expect(SharedProduct.pays(rows: 1, depth: size, columns: size))
    let body = ProgramBuilder()
    let w = body.input(.float32, [size, size])
    let (h, x) = (body.input(.float32, [1, size]), body.input(.float32, [1, size]))
    let product = try body.add(.dot(DotDimensions(contracting: ([1], [0]))), h, w)
    let next = try body.add(.unary(.tanh), body.add(.binary(.add), product, x))
    let scan = Scan(
      body: body.build(next, next), length: length, isReversed: false, constantCount: 1,
      carryCount: 1)
    let builder = ProgramBuilder()
    let operands = [
      builder.input(.float32, [size, size]), builder.input(.float32, [1, size]),
      builder.input(.float32, [length, 1, size]),
    ]
    let outputs = try builder.add(.scan(scan), operands)
    let program = builder.build(outputs)
    let inputs = [
      NDArray([size, size]) { Float($0 * 31 % 101 - 50) / 400 },
      NDArray([1, size]) { Float($0 % 7) / 8 },
      NDArray([length, 1, size]) { Float($0 * 13 % 29 - 14) / 16 },
    ]
    let expected = try Executor(program).run(inputs)
    var options = PlanOptions()
    options.threadCount = threads
    let executor = try Executor(program, options: options)
    for _ in 0..<20 { #expect(try executor.run(inputs) == expected) }
    try await withThrowingTaskGroup(of: [NDArray].self) { group in
      for _ in 0..<4 { group.addTask { try executor.run(inputs) } }
      for try await result in group { #expect(result == expected) }
    }
  }

  /// Each chunk is taken once, by whomever.
  @Test
  func chunksAreTakenOnce() {
    let claims = ChunkClaims()
    let none = claims.takeFirst()
    claims.offer(5, threads: 3)
    var taken = [claims.takeFirst(), claims.takeLast(for: 1), claims.takeLast(for: 1)]
    taken += [claims.takeFirst(), claims.takeFirst()]
    let afterwards = [none, claims.takeFirst(), claims.takeLast(for: 1)]
    #expect(taken == [0, 4, 3, 1, 2])
    #expect(afterwards == [nil, nil, nil])
  }

  /// A job is for so many threads: who belongs to another one's finds nothing.
  @Test
  func otherThreadsTakeNothing() {
    let claims = ChunkClaims()
    claims.offer(2, threads: 2)
    let taken = [claims.takeLast(for: 2), claims.takeLast(for: 3), claims.takeLast(for: 1)]
    #expect(taken == [nil, nil, 1])
  }

  /// A job is over when the chunks that helpers took are finished, which starts anew with each job.
  @Test
  func countsWhatIsFinished() {
    let claims = ChunkClaims()
    claims.offer(2, threads: 2)
    let taken = claims.takeLast(for: 1)
    let before = claims.hasFinished(1)
    claims.finish()
    let after = claims.hasFinished(1)
    claims.offer(1, threads: 2)
    let next = claims.hasFinished(0)
    #expect(taken == 1)
    #expect([before, after, next] == [false, true, true])
  }

  /// The more often others keep one waiting, the longer one does without them.
  @Test
  func retreatsLongerTheMoreOften() {
    let retreat = Retreat(ofAtLeast: 16)
    func turnsAlone() -> Int {
      var turns = 0
      while retreat.isNextAlone() { turns += 1 }
      return turns
    }
    var turns = [turnsAlone()]
    for wasKeptWaiting in [true, true, false, false, true, false] {
      retreat.note(wasKeptWaiting: wasKeptWaiting)
      turns.append(turnsAlone())
    }
    #expect(turns == [0, 16, 32, 0, 0, 16, 0])
    for _ in 0..<20 { retreat.note(wasKeptWaiting: true) }
    #expect(turnsAlone() == 4096)
  }
}
