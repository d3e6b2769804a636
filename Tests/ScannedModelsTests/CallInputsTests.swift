import ArrayFiles
import Arrays
import Diagnostics
import TestSupport
import Testing

@testable import ScannedModels

/// Files of arrays go to the inputs they are named for, or else to the first free ones.
struct CallInputsTests {
  private static let pair = """
    modules:
      Pair:
        call:
          args: [x, y]
          body: return x + y
    inputs: {x: 'float32[2]', y: 'float32[2]'}
    model: {type: Pair}
    """

  private static let scan = """
    inputs: {carry: 'float32[B, 2]', xs: 'float32[T, B, 3]'}
    model: {scan: {cell: {type: GRUCell, features: 2}, variable_broadcast: params}}
    """

  private let files: ModelFiles
  private let ones = NDArray([2]) { _ in 1 }
  private let counts = NDArray([2]) { Float($0) }

  init() throws { files = try ModelFiles() }

  private func read(
    _ inputs: [NamedFile], carries: [NamedFile] = [], config: String = pair
  ) throws -> CallInputs {
    try CallInputs(
      inputs, carries: carries, of: ScannedModel(text: config, file: "c.yaml"))
  }

  private func values(_ inputs: CallInputs) -> [String: Tree<NDArray>] {
    Dictionary(uniqueKeysWithValues: inputs.values.map { ($0.name, $0.value) })
  }

  @Test func filesWithoutANameFillTheFreeInputs() throws {
    let a = try files.write(.leaf(ones), as: "a.npy")
    let b = try files.write(.leaf(counts), as: "b.npy")
    let both = try read([NamedFile(file: a), NamedFile(names: ["x"], file: b)])
    #expect(values(both) == ["y": .leaf(ones), "x": .leaf(counts)])
    let error = try #require(throws: Diagnostic.self) {
      try read([NamedFile(file: a), NamedFile(file: b), NamedFile(file: a)])
    }
    #expect(error.problem == "there are more inputs than the model takes")
    #expect(error.expected == "x, y")
  }

  @Test func aBundleGivesAllInputsThatItNames() throws {
    let bundle = try files.write(
      ["y": .leaf(ones), "x": .leaf(counts), "z": .leaf(ones)], as: "all.npz")
    let inputs = try read([NamedFile(file: bundle)])
    #expect(values(inputs) == ["y": .leaf(ones), "x": .leaf(counts)])
    #expect(inputs.warnings == ["\(bundle): no input takes z"])
  }

  @Test func theCarryComesFromABundleToo() throws {
    let (xs, h) = (NDArray([4, 1, 3]) { Float($0) }, NDArray([1, 2]) { Float($0) })
    let bundle = try files.write(["xs": .leaf(xs), "carry": .leaf(h)], as: "all.npz")
    let inputs = try read([NamedFile(file: bundle)], config: Self.scan)
    #expect(values(inputs) == ["xs": .leaf(xs), "carry": .leaf(h)])
  }

  @Test func anInputIsGivenOnce() throws {
    let a = try files.write(.leaf(ones), as: "a.npy")
    let b = try files.write(.leaf(ones), as: "b.npy")
    let error = try #require(throws: Diagnostic.self) {
      try read([NamedFile(names: ["x"], file: a), NamedFile(names: ["x"], file: b)])
    }
    #expect(error.path == b)
    #expect(error.problem == "is given for 'x', and so is \(a)")
  }

  @Test func wordsFillInputs() throws {
    let a = try files.write(.leaf(ones), as: "a.npy")
    let inputs = try read([
      NamedFile(names: ["y"], file: "normal"), NamedFile(file: "zeros"),
    ])
    #expect(inputs.fills == ["x": .zeros, "y": .normal])
    #expect(throws: Diagnostic.self) {
      try read([NamedFile(names: ["x"], file: "ones"), NamedFile(names: ["x"], file: a)])
    }
    let error = try #require(throws: Diagnostic.self) {
      try read([NamedFile(names: ["x", "part"], file: "ones")])
    }
    #expect(error.problem == "a part of an input can't be filled")
  }

  @Test func aCarryNeedsAScan() throws {
    let a = try files.write(.leaf(ones), as: "a.npy")
    let error = try #require(throws: Diagnostic.self) {
      try read([], carries: [NamedFile(file: a)])
    }
    #expect(error.problem == "the model takes no carry" && error.path == a)
    let inputs = try read([], carries: [NamedFile(file: "zeros")], config: Self.scan)
    #expect(inputs.fills == ["carry": .zeros])
  }

  @Test func severalArraysForOneInputMustTellWhich() throws {
    let several = try files.write(["a": .leaf(ones), "b": .leaf(ones)], as: "ab.npz")
    let error = try #require(throws: Diagnostic.self) {
      try read([NamedFile(names: ["x"], file: several)])
    }
    #expect(error.problem == "the input 'x' is one array, and the file holds 2")
    let named = try files.write(["a": .leaf(ones), "x": .leaf(counts)], as: "ax.npz")
    let inputs = try read([NamedFile(names: ["x"], file: named)])
    #expect(values(inputs) == ["x": .leaf(counts)])
  }

  @Test func errorsAboutAnInputNameItsFile() throws {
    let a = try files.write(.leaf(ones), as: "a.npy")
    let inputs = try read([NamedFile(names: ["x"], file: a)])
    let error = try #require(throws: Diagnostic.self) {
      try inputs.namingFiles { throw Diagnostic("wrong", path: "x[0]") }
    }
    #expect(error.path == "\(a): x[0]")
    let other = try #require(throws: Diagnostic.self) {
      try inputs.namingFiles { throw Diagnostic("wrong", path: "y") }
    }
    #expect(other.path == "y")
  }

  @Test func widerDtypesAreNarrowedWithAWarning() throws {
    let a = try files.write(.leaf(ones.converted(to: .float64)), as: "a.npy")
    let inputs = try read([NamedFile(names: ["x"], file: a)])
    #expect(values(inputs) == ["x": .leaf(ones)])
    #expect(inputs.warnings == ["\(a): float64 is narrowed to float32, as JAX does"])
  }
}
