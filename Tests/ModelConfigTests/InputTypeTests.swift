import Arrays
import Diagnostics
import ProgramIR
import Testing

@testable import ModelConfig

/// Declared types of inputs, and the sizes of their named axes.
struct InputTypeTests {
  @Test(
    arguments: [
      ("float32[B, T, 3]", "float32[B, T, 3]"), (" int32 [ 2,N ] ", "int32[2, N]"),
      ("bool", "bool[]"), ("float32[]", "float32[]"), ("float64[2]", "float32[2]"),
      ("uint8[_a1, 0]", "uint8[_a1, 0]"),
    ])
  func typesAreReadAndWritten(_ text: String, _ written: String) throws {
    let type = try InputType(text)
    #expect(type.description == written)
    #expect(try InputType(type.description) == type)
  }

  @Test(
    arguments: [
      ("float32[2", "not an array type"), ("float23[2]", "unknown dtype 'float23'"),
      ("float32[-1]", "'-1' is no size"), ("float32[2,]", "'' is no size"),
      ("float32[B T]", "'B T' is no size"),
      ("float32[99999999999999]", "'99999999999999' is no size"),
    ])
  func badTypesAreErrors(_ text: String, _ problem: String) throws {
    #expect(try #require(throws: Diagnostic.self) { try InputType(text) }.problem == problem)
  }

  @Test func complexTypesAreTwoRealOnes() throws {
    let tree = try InputType("complex64[N]").tree
    #expect(tree.leaves.map(\.description) == ["float32[N]", "float32[N]"])
    #expect(tree.isComplexParts)
    #expect(try InputType("float32[N]").tree == .leaf(InputType("float32[N]")))
  }

  @Test func sizesAreLearntFromOneInputForAnother() throws {
    var sizes = NamedSizes(["T": 7])
    try sizes.learn(ArrayType(.float32, [4, 3]), from: InputType("float32[B, 3]"), input: "x")
    let type = try sizes.resolve(InputType("int32[T, B]"), input: "y", names: [])
    #expect(type == ArrayType(.int32, [7, 4]))
  }

  @Test func givenSizesComeBeforeAssumedOnes() throws {
    var sizes = NamedSizes(["B": 2], assuming: ["B": 5, "T": 3, "C": 11])
    try sizes.learn(ArrayType(.float32, [13]), from: InputType("float32[C]"), input: "c")
    let type = try sizes.resolve(InputType("float32[B, T, C]"), input: "x", names: [])
    #expect(type.shape == [2, 3, 13])
  }

  @Test func allUnknownSizesAreAskedForAtOnce() throws {
    let error = try #require(throws: Diagnostic.self) {
      try NamedSizes(["K": 1]).resolve(
        InputType("float32[B, T]"), input: "x", names: ["B", "T", "B", "K"])
    }
    #expect(error.problem == "the size B of input 'x' isn't known")
    #expect(error.hint == "pass --size B=… --size T=… or --input x=….npy")
  }

  @Test(
    arguments: [
      ("int32[4, 3]", "the input has the wrong dtype", "declare float32 in the config"),
      ("float32[4]", "the input has the wrong rank", nil),
      ("float32[4, 5]", "the input has the wrong size", "float32[4, N]"),
      ("float32[N, 5]", "the input has the wrong size", "float32[N, M]"),
      ("float32[B, 3]", "the input has the wrong size", "--size says B = 2"),
      ("float32[K, K]", "the input has the wrong size", "input 'x' says K = 4"),
    ])
  func arraysOfOtherTypesAreRefused(_ text: String, _ problem: String, _ hint: String?) throws {
    var sizes = NamedSizes(["B": 2])
    let error = try #require(throws: Diagnostic.self) {
      try sizes.learn(ArrayType(.float32, [4, 3]), from: InputType(text), input: "x")
    }
    #expect(error.problem == problem)
    #expect(error.path == "x" && error.got == "float32[4, 3]")
    if let hint { #expect(error.hint?.contains(hint) == true) }
  }

  @Test func arraysLargerThanMemoryAreRefused() throws {
    let type = try InputType("float32[1099511627776, 1099511627776]")
    let error = try #require(throws: Diagnostic.self) {
      try NamedSizes().resolve(type, input: "x", names: [])
    }
    #expect(error.problem.contains("larger than any memory"))
  }
}
