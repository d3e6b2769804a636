import Arrays
import Diagnostics
import LiftedScan
import Testing

struct ArgumentsTests {
  private let given = Arguments([.int(1)], keywords: [("c", .int(3))])

  @Test func areMatchedToNames() throws {
    let values = try given.matched(to: ["a", "b", "c"], of: "f")
    #expect(values.map { $0?.text } == ["1", nil, "3"])
    #expect(try given.required(["a", "c"], of: "f").map(\.text) == ["1", "3"])
  }

  @Test func mistakesAreErrors() throws {
    #expect(try diagnostic { try given.matched(to: [], of: "f") }.got == "1 arguments")
    #expect(
      try diagnostic { try given.matched(to: ["x", "cc"], of: "f") }.hint == "did you mean 'cc'?")
    #expect(
      try diagnostic { try given.matched(to: ["c"], of: "f") }.problem.contains("'c' twice"))
    #expect(
      try diagnostic { try given.required(["a", "b", "c"], of: "f") }.problem.contains("'b'"))
  }
}

struct ValueTests {
  @Test func objectsHaveNamesForErrors() throws {
    let scope = Scope(variables: [:], streams: [:], mutable: .all)
    let module = BoundModule(Dense(features: 2), scope: scope)
    let values: [(Value, String)] = [
      (.int(1), "1"), (.float(0.5), "0.5"), (.bool(true), "True"), (.bool(false), "False"),
      (.string("x"), "the string 'x'"), (.leaf(.dtype(.float32)), "the dtype float32"),
      (.leaf(.function(Function("f") { _ in .none })), "the function f"),
      (.leaf(.module(ModuleReference(Dense(features: 2)))), "a module Dense"),
      (.leaf(.variable(try module.variable("stats", "v") { .int(1) })), "the variable v"),
      (.tuple([]), "a tuple of 0"), (.none, "None"),
      (.leaf(.moduleType(ModuleType("T") { _ in Dense(features: 1) })), "the module type T"),
    ]
    for (value, text) in values { #expect(value.text == text) }
    #expect(throws: Diagnostic.self) { try Value.string("x").tensors() }
    #expect(throws: Diagnostic.self) { try Value.string("x").tensor() }
    #expect(try Value.bool(true).tensor().dtype == .bool)
  }
}
