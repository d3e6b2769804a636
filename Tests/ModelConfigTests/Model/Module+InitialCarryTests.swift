import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

@testable import ModelConfig

/// The carry that a cell makes for the loops around it.
struct InitialCarryTests {
  private func shapes(_ lifts: [any Lift], _ input: Shape) throws -> [Shape]? {
    let cell = LSTMCell(fields: CellFields(features: 4))
    let method = try #require(cell.method("__call__"))
    let lifted = lifts.reversed().reduce(method) { $1.lifted($0) }
    return try cell.initialCarry(lifted, input: .leaf(ArrayType(.float32, input)))?
      .tensors("carry").leaves.map(\.shape)
  }

  private func scan(_ axis: Int) -> ScanSettings {
    var settings = ScanSettings()
    settings.inAxes = .leaf(.axis(axis))
    return settings
  }

  private func vmap(carry: ScanAxis, _ input: ScanAxis, size: Int? = nil) -> Vmap {
    var vmap = Vmap()
    vmap.settings.inAxes = .tuple([.leaf(carry), .leaf(input)])
    vmap.settings.length = size
    return vmap
  }

  @Test func aScanTakesItsAxisAway() throws {
    #expect(try shapes([scan(0)], [5, 2, 3]) == [[2, 4], [2, 4]])
    #expect(try shapes([Jit(), scan(1), FoldRNGs()], [2, 5, 3]) == [[2, 4], [2, 4]])
    #expect(try shapes([], [2, 3]) == [[2, 4], [2, 4]])
  }

  @Test func scansOfScansTakeBothAway() throws {
    #expect(try shapes([scan(0), scan(0)], [6, 5, 2, 3]) == [[2, 4], [2, 4]])
  }

  @Test func slicesOfAVmapBeginWithOneCarryEach() throws {
    #expect(try shapes([Vmap(), scan(0)], [7, 5, 2, 3]) == [[7, 2, 4], [7, 2, 4]])
    let inner = vmap(carry: .axis(-1), .axis(1))
    #expect(try shapes([inner, scan(0)], [5, 7, 2, 3]) == [[2, 4, 7], [2, 4, 7]])
    let sharing = vmap(carry: .broadcast, .axis(0))
    #expect(try shapes([sharing, scan(0)], [7, 5, 2, 3]) == [[2, 4], [2, 4]])
    let given = vmap(carry: .axis(0), .broadcast, size: 3)
    #expect(try shapes([given, scan(0)], [5, 2, 3]) == [[3, 2, 4], [3, 2, 4]])
  }

  @Test func axesOutOfRangeAreErrorsOfInAxes() throws {
    let error = try #require(throws: Diagnostic.self) { try shapes([scan(4)], [5, 2, 3]) }
    #expect(error.path == "in_axes")
  }

  @Test func layersMakeNone() throws {
    let layer = Dense(features: 2)
    let method = try scan(0).lifted(#require(layer.method("__call__")))
    #expect(try layer.initialCarry(method, input: .leaf(ArrayType(.float32, [5, 3]))) == nil)
  }
}
