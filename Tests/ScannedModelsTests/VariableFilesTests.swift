import ArrayFiles
import Arrays
import Diagnostics
import TestSupport
import Testing

@testable import ScannedModels

/// Files of variables, merged one over the other.
struct VariableFilesTests {
  private let files: ModelFiles
  private let one = Tree.leaf(NDArray([1]) { _ in 1 })
  private let two = Tree.leaf(NDArray([1]) { _ in 2 })

  init() throws { files = try ModelFiles() }

  private func variables(
    _ files: [NamedFile], collections: [String] = ["params", "batch_stats"]
  ) throws -> Tree<NDArray> {
    try VariableFiles(files).variables { collections }.map { try $0.read() }
  }

  @Test func laterFilesReplaceLeavesOfEarlierOnes() throws {
    let first = try files.write(["params": ["a": one, "b": one]], as: "p.npy")
    let second = try files.write(["params": ["b": two]], as: "q.npz")
    #expect(
      try variables([NamedFile(file: first), NamedFile(file: second)])
        == ["params": ["a": one, "b": two]])
  }

  @Test func aFileOfNoCollectionHoldsParameters() throws {
    let bare = try files.write(["Dense_0": ["kernel": one]], as: "p.npz")
    #expect(try variables([NamedFile(file: bare)]) == ["params": ["Dense_0": ["kernel": one]]])
    let own = try files.write(["memory": ["h": one]], as: "m.npz")
    #expect(
      try variables([NamedFile(file: own)], collections: ["params", "memory"])
        == ["memory": ["h": one]])
  }

  @Test func namesPutAFileBelowACollection() throws {
    let file = try files.write(["mean": one], as: "s.npz")
    let named = NamedFile(names: ["batch_stats", "BatchNorm_0"], file: file)
    #expect(try variables([named]) == ["batch_stats": ["BatchNorm_0": ["mean": one]]])
    let read = try VariableFiles([named])
    #expect(read.places.map(\.names) == [["batch_stats", "BatchNorm_0"]])
    #expect(read.places.map(\.option) == ["--params batch_stats/BatchNorm_0=\(file)"])
  }

  @Test func theFirstConfigIsKept() throws {
    let plain = try files.write(["params": ["a": one]], as: "a.npz")
    let made = try files.write(["params": ["a": one]], config: "model: Dense", as: "b.npy")
    let read = try VariableFiles([NamedFile(file: plain), NamedFile(file: made)])
    #expect(read.config?.text == "model: Dense")
    #expect(read.config?.file == "\(made):__config__")
    #expect(read.isReplaceable(plain, by: ["params"]))
    #expect(!read.isReplaceable(plain, by: ["batch_stats"]))
    #expect(!read.isReplaceable(made, by: ["params"]))
  }

  @Test func aSingleArrayIsNoModelsVariables() throws {
    let file = try files.write(one, as: "x.npy")
    let error = try #require(throws: Diagnostic.self) { try VariableFiles([NamedFile(file: file)]) }
    #expect(error.problem == "holds a single array, not a model's variables")
    #expect(error.path == file && error.hint == "an input goes to --input")
    #expect(!VariableFiles.mayBeTrained(file))
    #expect(VariableFiles.mayBeTrained(try files.write(["a": one], as: "p.npz")))
    #expect(!VariableFiles.mayBeTrained("\(files.path)/none.npy"))
  }

  @Test func aCollectionInsideItselfIsRefused() throws {
    let nested = try files.write(["params": ["params": ["a": one]]], as: "n.npz")
    let read = try VariableFiles([NamedFile(file: nested)])
    let variables = try read.variables { ["params"] }
    let error = try #require(throws: Diagnostic.self) {
      try read.checkNesting(of: variables) { .dict(.init()) }
    }
    #expect(error.path == "params/params")
    // A module may be called as the collection is.
    try read.checkNesting(of: variables) { variables.map { ArrayType(of: $0) } }
  }

  @Test func aConfigInPlaceOfVariablesIsToldWhereToGo() throws {
    let config = try files.write(Array("model: Dense\n".utf8), as: "net.yaml")
    let error = try #require(throws: Diagnostic.self) {
      try VariableFiles([NamedFile(file: config)])
    }
    #expect(error.hint == "a config goes to --config")
  }
}
