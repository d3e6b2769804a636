import LiftedScan
import Testing

/// What is known of methods before they are called.
struct MethodTests {
  @Test func signaturesAreWrittenAsPythonWritesThem() {
    let method = Method("inputs, mask=None, *, rng=None, scale")
    #expect(
      method.parameters == [
        .init("inputs"), .init("mask", hasDefault: true),
        .init("rng", hasDefault: true, isKeywordOnly: true), .init("scale", isKeywordOnly: true),
      ])
    #expect(method.hasDefault("mask") && !method.hasDefault("scale") && !method.hasDefault("x"))
    #expect(Method("").parameterNames.isEmpty)
  }

  @Test func aParameterCalledInitialCarryTakesTheCarry() {
    #expect(Method("inputs, *, initial_carry=None").carry == .init(place: 1, isReturned: false))
    #expect(Method("inputs").carry == nil)
  }

  @Test func cellsAndRecurrentNetsHaveACarry() throws {
    let cell = LSTMCell(fields: CellFields(features: 2))
    let carry = try #require(cell.method("__call__")?.carry)
    #expect(carry == .init(place: 0, isReturned: true, partNames: ["c", "h"]))
    #expect(carry.isThreaded)
    #expect(cell.method("initialize_carry")?.carry == nil)
    #expect(cell.method("initialize_carry")?.isCompact == false)
    var net = RNN(cell: ModuleReference(cell))
    net.returnsCarry = true
    let ofNet = try #require(net.method("__call__")?.carry)
    #expect(ofNet == .init(place: 1, isReturned: true, partNames: ["c", "h"]))
    #expect(!ofNet.isThreaded)
  }

  // MARK: Lifted methods

  private var plain: Method {
    var method = Method("carry, x, *, scale=1")
    method.takesFurtherKeywords = true
    return method
  }

  private var scan: Method { ScanSettings().lifted(plain) }

  @Test func aScanTakesTheCarryFirstAndNothingByName() {
    #expect(scan.carry == .init(place: 0, isReturned: true))
    #expect(scan.parameterNames == ["carry", "x"])
    #expect(!scan.takesKeywords && !scan.takesFurtherKeywords)
    #expect(ScanSettings().lifted(Method("")).carry == nil)
  }

  @Test func otherLiftsKeepTheSignatureOfAScan() {
    let lifts: [any Lift] = [Remat(), StaticRemat(), Jit(), FoldRNGs(), MapVariables()]
    for lift in lifts {
      let lifted = lift.lifted(scan)
      #expect(lifted.carry == scan.carry && lifted.loops.count == 1)
      #expect(!lifted.takesKeywords)
      #expect(lift.lifted(plain).parameterNames == ["carry", "x", "scale"])
    }
  }

  @Test func aVmapOfAScanHasItsCarryAndTwoLoops() {
    let lifted = Vmap().lifted(scan)
    #expect(lifted.carry == scan.carry)
    #expect(lifted.loops.map(\.isMap) == [true, false])
  }

  @Test func aRematScanTakesOneArgument() {
    let lifted = RematScan(lengths: [2]).lifted(plain)
    #expect(lifted.parameterNames == ["carry"] && lifted.carry == nil && lifted.loops.isEmpty)
  }

  @Test func liftsNameStreams() {
    var remat = Remat()
    remat.rngs = ["params", "noise"]
    var scan = ScanSettings()
    scan.splitRNGs = [("dropout", true), (.all, false)]
    #expect(scan.lifted(remat.lifted(plain)).streamNames == ["params", "noise", "dropout"])
  }
}
