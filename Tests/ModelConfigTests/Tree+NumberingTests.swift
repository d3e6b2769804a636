import Arrays
import Testing

@testable import ModelConfig

/// Dicts of keys 0, 1, …, as files store tuples.
struct TreeNumberingTests {
  private typealias Ints = Tree<Int>

  @Test func dictsOfAllNumbersAreTuples() {
    let tree: Ints = ["a": ["1": .leaf(1), "0": .leaf(0)], "b": ["0": .leaf(2), "2": .leaf(3)]]
    #expect(
      tree.tuplesForNumbers == [
        "a": .tuple([.leaf(0), .leaf(1)]), "b": ["0": .leaf(2), "2": .leaf(3)],
      ])
    #expect(tree.hasNumberedParts)
    #expect(!Ints.dict(.init()).hasNumberedParts)
  }

  @Test func anEmptyDictStaysOne() {
    #expect(Ints.dict(.init()).tuplesForNumbers == .dict(.init()))
  }

  @Test func theModelTellsTuplesListsAndDicts() {
    let tree: Ints = [
      "dict": ["0": .leaf(0)], "list": ["0": .leaf(1)], "tuple": ["0": .leaf(2)],
      "other": ["0": .leaf(3)], "names": ["0": .leaf(4)],
    ]
    let model: Ints = [
      "dict": ["0": .leaf(9)], "list": .list([.leaf(9)]), "tuple": .tuple([.leaf(9)]),
    ]
    let result = tree.tuplesForNumbers(as: model, exceptIn: ["names"])
    #expect(result["dict"] == ["0": .leaf(0)])
    #expect(result["list"] == .list([.leaf(1)]))
    #expect(result["tuple"] == .tuple([.leaf(2)]))
    #expect(result["other"] == .tuple([.leaf(3)]))
    #expect(result["names"] == ["0": .leaf(4)])
  }

  @Test func namedPartsAreATupleInTheOrderOfTheNames() {
    let tree: Ints = ["h": .leaf(1), "c": .leaf(0)]
    #expect(tree.tuple(named: ["c", "h"]) == .tuple([.leaf(0), .leaf(1)]))
  }
}
