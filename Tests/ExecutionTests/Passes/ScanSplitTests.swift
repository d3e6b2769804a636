import Arrays
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// `AxisClasses`, `Scan.independentAxis` and `Scan.resized(_:to:)`.
struct ScanSplitTests {
  private func scan(_ body: Program, constants: Int, carry: Int, length: Int = 7) -> Scan {
    Scan(
      body: body, length: length, isReversed: false, constantCount: constants, carryCount: carry)
  }

  /// No equation of a cell mixes rows of the batch; features meet in products.
  @Test func batchIsIndependent() throws {
    let scan = scan(try simpleCell(batch: 6), constants: 3, carry: 1)
    let axis = try #require(scan.independentAxis)
    #expect(axis.size == 6)
    #expect(axis.inputs == [nil, nil, nil, 0, 0])
    #expect(axis.outputs == [0, 0])
    let text = scan.resized(axis, to: 2).body.description
    #expect(
      text == """
        { lambda a:float32[3, 4] b:float32[4] c:float32[4, 4] d:float32[2, 4] e:float32[2, 3] . let
            f:float32[2, 4] = dot_general[contract=[1]:[0]] e a
            g:float32[2, 4] = broadcast_in_dim[shape=(2, 4) dimensions=[1]] b
            h:float32[2, 4] = add f g
            i:float32[2, 4] = dot_general[contract=[1]:[0]] d c
            j:float32[2, 4] = add h i
            k:float32[2, 4] = tanh j
          in (k k) }
        """)
  }

  /// Axes are followed through whatever moves them, and into inner scans.
  @Test func axesAreFollowedThroughViewsAndScans() throws {
    let inner = scan(try simpleCell(batch: 6), constants: 3, carry: 1)
    let body = ProgramBuilder()
    let constants = inner.body.inputs.prefix(3).map { body.input($0.type.dtype, $0.type.shape) }
    let (h, x) = (body.input(.float32, [4, 6]), body.input(.float32, [7, 3, 6, 1]))
    let rows = try body.add(.transpose([1, 0]), h)
    let xs = try body.add(.transpose([0, 2, 1]), body.add(.reshape([7, 3, 6]), x))
    let results = try body.add(.scan(inner), constants + [rows, xs])
    let last = try body.add(.transpose([1, 0]), results[0])
    let scan = scan(body.build(last, results[1]), constants: 3, carry: 1)
    let axis = try #require(scan.independentAxis)
    #expect(axis.size == 6)
    #expect(axis.inputs == [nil, nil, nil, 1, 2])
    #expect(axis.outputs == [1, 1])
    try scan.resized(axis, to: 3).body.verify()
  }

  /// The columns of a layer that makes ys only are independent too, and however many there are, ranges
  /// of them would do the steps before it again and again.
  @Test(arguments: [1, 6])
  func columnsOfAnOutputLayerAreNot(_ batch: Int) throws {
    let (features, columns) = (64, 90)
    let body = ProgramBuilder()
    let u = body.input(.float32, [features, features])
    let w = body.input(.float32, [features, columns])
    let (h, x) = (
      body.input(.float32, [batch, features]), body.input(.float32, [batch, features])
    )
    let next = try body.tanh(body.sum(x, body.product(h, u)))
    let scan = scan(body.build(next, try body.product(next, w)), constants: 2, carry: 1)
    #expect(scan.independentAxis?.size == (batch > 1 ? batch : nil))
  }

  /// Where each element of an axis meets others of it, there is nothing to split.
  @Test(arguments: [
    Primitive.reverse(axes: [0]), .cumulative(.sum, axis: 0, isReversed: false),
    .sort(axis: 0, keyCount: 1),
  ])
  func mixedAxesAreNot(_ primitive: Primitive) throws {
    let body = ProgramBuilder()
    let h = body.input(.float32, [6])
    let scan = scan(body.build(try body.add(primitive, h)), constants: 0, carry: 1)
    #expect(scan.independentAxis == nil)
  }

  /// A constant that has another number for each place of an axis can't be split along it.
  @Test func axesOfConstantsAreNot() throws {
    let body = ProgramBuilder()
    let h = body.input(.float32, [6, 2])
    let numbers = body.constant(NDArray([6]) { Float($0) })
    let rows = try body.add(.broadcast(shape: [6, 2], dimensions: [0]), numbers)
    let next = try body.add(.binary(.mul), h, rows)
    #expect(scan(body.build(next), constants: 0, carry: 1).independentAxis?.size == 2)
    let carried = body.constant(NDArray([6, 2]) { Float($0) })
    #expect(scan(body.build(carried, next), constants: 0, carry: 1).independentAxis == nil)
  }

  /// A value whose two axes are one can't be split along it.
  @Test func outerProductsAreNot() throws {
    let body = ProgramBuilder()
    let h = body.input(.float32, [6])
    let down = try body.add(.broadcast(shape: [6, 6], dimensions: [0]), h)
    let across = try body.add(.broadcast(shape: [6, 6], dimensions: [1]), h)
    let y = try body.add(.binary(.mul), down, across)
    let scan = scan(body.build(try body.tanh(h), y), constants: 0, carry: 1)
    #expect(scan.independentAxis == nil)
  }

  @Test func splitIsReported() throws {
    let scan = scan(try simpleCell(batch: 33), constants: 3, carry: 1)
    var options = PlanOptions()
    options.threadCount = 2
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    #expect(
      ScanSplit(scan, options)?.description
        == "split between threads along axis 0 of d, axis 0 of e, axis 0 of k"
        + " into ranges of 17, 16")
    #expect(ScanSharing(scan, options).lines.count == 1)
    options.threadCount = 1
    #expect(ScanSharing(scan, options).lines.isEmpty)
  }

  /// What is shared out depends on where the work is, if there is no axis to split.
  @Test func otherwiseStepsOrBlocksAreShared() throws {
    let scan = scan(try simpleCell(batch: 33), constants: 3, carry: 1, length: 200)
    var options = PlanOptions()
    options.threadCount = 2
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    options.sharesRanges = false
    #expect(
      ScanSharing(scan, options).lines == ["threads do prologues and epilogues of other blocks"])
    options.smallestSharedStepCost = 100
    #expect(ScanSharing(scan, options).lines == ["threads do each step together"])
    options.smallestSplitCost = .max
    #expect(ScanSharing(scan, options).lines.isEmpty)
  }
}
