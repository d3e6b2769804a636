import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import TestSupport
import Testing

@testable import ModelConfig

/// Arrays by the names of inputs, bound to the arguments of a method.
struct CallBindingTests {
  private static let cell = """
    modules:
      Cell:
        call:
          args: [h, x, gain=None]
          body: return h + x, x
    inputs: {h: 'float32[B, 2]', x: 'float32[B, 2]'}
    model: {type: Cell}
    """

  private static let recurrent = """
    inputs: {carry: 'float32[B, 2]', xs: 'float32[T, B, 3]'}
    model: {scan: {cell: {type: GRUCell, features: 2}, variable_broadcast: params}}
    """

  private func bind(
    _ given: [String: Shape], config: String = cell, fills: [String: InputFill] = [:],
    sizes: [String: Int] = [:], missing: MissingInputs = .defaults
  ) throws -> CallBinding {
    try CallBinding(
      ModelDescription(config, file: "c.yaml"), method: "__call__",
      given: given.sorted { $0.key < $1.key }.map { ($0, .leaf(NDArray(counting: $1, .float32))) },
      fills: fills, sizes: NamedSizes(sizes), missing: missing)
  }

  private func types(_ binding: CallBinding) -> [String] {
    binding.arrayArguments.map { "\($0.name): \($0.type)" }
  }

  @Test func argumentsAreInTheMethodsOrder() throws {
    let binding = try bind(["x": [3, 2], "h": [3, 2]])
    #expect(types(binding) == ["h: float32[3, 2]", "x: float32[3, 2]"])
    #expect(binding.arguments.count == 2)
  }

  @Test func undeclaredInputsGoToFurtherArgumentsByName() throws {
    let binding = try bind(["x": [1, 2], "h": [1, 2], "gain": [5]])
    #expect(types(binding).last == "gain: float32[5]")
    #expect(binding.arguments.map(\.name) == [nil, nil, "gain"])
  }

  @Test func givenArraysAreReadAndOthersAreFilled() throws {
    let binding = try bind(["x": [3, 2]], fills: ["h": .ones])
    guard case .array(let array) = try binding.array(1, TreePath()) else {
      Issue.record("x is given")
      return
    }
    #expect(array == NDArray(counting: [3, 2], .float32))
    guard case .fill(.ones, let type, "h") = try binding.array(0, TreePath()) else {
      Issue.record("h is filled with ones")
      return
    }
    #expect(type == ArrayType(.float32, [3, 2]))
  }

  @Test func missingInputsAreErrorsOrZeros() throws {
    let error = try #require(throws: Diagnostic.self) { try bind(["h": [3, 2]]) }
    #expect(error.problem == "the model needs the input 'x'")
    #expect(error.hint == "pass --input x=FILE.npy")
    let zeros = try bind(["h": [3, 2]], missing: .zeros)
    guard case .fill(.zeros, _, "x") = try zeros.array(1, TreePath()) else {
      Issue.record("x is zeros")
      return
    }
  }

  @Test func sizesAgreeAmongInputs() throws {
    let error = try #require(throws: Diagnostic.self) { try bind(["h": [3, 2], "x": [4, 2]]) }
    #expect(error.path == "x" && error.hint == "input 'h' says B = 3")
  }

  @Test func namesWithoutAnArgumentAreErrors() throws {
    let error = try #require(throws: Diagnostic.self) {
      try bind(["h": [1, 2], "x": [1, 2], "y": [2]])
    }
    #expect(error.problem == "the model has no argument for the input 'y'")
    #expect(error.code == .usage && error.expected == "h, x, gain")
  }

  @Test func aDeclaredNameCantBeGivenByItsArgument() throws {
    let error = try #require(throws: Diagnostic.self) {
      try bind(["inputs": [4, 1, 3]], config: Self.recurrent)
    }
    #expect(error.problem == "the input 'inputs' is called 'xs' in the config")
  }

  @Test func aCellMakesTheCarryThatIsNotGiven() throws {
    let binding = try bind(["xs": [4, 5, 3]], config: Self.recurrent)
    #expect(try binding.initialCarry?.tensors("carry").leaves.map(\.shape) == [[5, 2]])
    #expect(types(binding) == ["xs: float32[4, 5, 3]"])
  }

  @Test func aGivenCarryIsTheFirstArgument() throws {
    let binding = try bind(["carry": [5, 2], "xs": [4, 5, 3]], config: Self.recurrent)
    #expect(binding.initialCarry == nil)
    #expect(binding.arrayArguments.map(\.isCarry) == [true, false])
  }

  @Test func theCellsCarryIsCheckedAgainstItsDeclaration() throws {
    let config = Self.recurrent.replacing("float32[B, 2]", with: "float32[B, 7]")
    let error = try #require(throws: Diagnostic.self) {
      try bind(["xs": [4, 5, 3]], config: config)
    }
    #expect(error.problem.contains("the first carry that the cell makes"))
    #expect(error.location?.line == 1)
  }
}

extension String {
  fileprivate func replacing(_ old: String, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
