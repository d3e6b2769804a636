import Arrays
import Testing

@Suite struct TreeTests {
  let tree: Tree<Int> = [
    "b": .tuple([.leaf(1), .list([.leaf(2), .none])]), "a": ["y": .leaf(3), "x": .leaf(4)],
  ]

  @Test func leavesComeBySortedName() {
    #expect(tree.leaves == [4, 3, 1, 2])
    #expect(
      tree.leavesWithPaths.map(\.path.slashed) == ["a/x", "a/y", "b/0", "b/1/0"])
    #expect(tree.leavesWithPaths.map(\.leaf) == tree.leaves)
    #expect(Tree.leaf(7).leavesWithPaths.map(\.path.slashed) == [""])
  }

  @Test func fieldsKeepTheOrderTheyWereWrittenIn() {
    #expect(tree.fields?.keys == ["b", "a"])
    #expect(tree["a"]?.fields?.keys == ["y", "x"])
    #expect(tree.map(String.init)["a"]?.fields?.keys == ["y", "x"])
  }

  @Test func equalityForgetsThatOrder() {
    let turned: Tree<Int> = [
      "a": ["x": .leaf(4), "y": .leaf(3)], "b": .tuple([.leaf(1), .list([.leaf(2), .none])]),
    ]
    #expect(tree == turned)
    #expect(tree != ["a": .leaf(1)])
    #expect(Tree<Int>.tuple([]) != .list([]))
    #expect(Tree<Int>.none != [:])
  }

  @Test func fieldsAreSetAndRemoved() {
    var fields = Tree<Int>.Fields([("a", .leaf(1)), ("b", .leaf(2)), ("a", .leaf(3))])
    #expect(fields.keys == ["a", "b"])
    #expect(fields["a"] == .leaf(3))
    fields["a"] = nil
    fields["none"] = nil
    fields["c"] = .leaf(4)
    #expect(fields.keys == ["b", "c"])
    #expect(fields.values == [.leaf(2), .leaf(4)])
    #expect(fields["a"] == nil)
  }

  @Test func mapKeepsTheStructure() {
    let doubled = tree.map { $0 * 2 }
    #expect(doubled.leaves == [8, 6, 2, 4])
    #expect(doubled.structure == tree.structure)
    #expect(tree.flatMap { _ in .none }.leaves == [Int]())
  }

  @Test func mapVisitsInTheOrderOfLeaves() {
    var seen: [Int] = []
    _ = tree.map { seen.append($0) }
    #expect(seen == tree.leaves)
  }

  @Test func mapPassesErrorsOn() {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try tree.map { (_) throws(Stop) -> Int in throw Stop() } }
  }

  @Test func leavesAreReplacedInTheirOrder() {
    let replaced = tree.replacingLeaves(with: ["p", "q", "r", "s"])
    #expect(replaced == tree.map { ["p", "q", "r", "s"][[4, 3, 1, 2].firstIndex(of: $0) ?? 0] })
  }

  @Test func partsByKind() {
    #expect(tree.leaf == nil)
    #expect(Tree.leaf(1).leaf == 1)
    #expect(tree["b"]?.elements?.count == 2)
    #expect(tree.elements == nil)
    #expect(tree["c"] == nil)
    #expect(tree.children?.map(\.key) == [.name("a"), .name("b")])
    #expect(tree["b"]?.children?.map(\.key) == [.index(0), .index(1)])
    #expect(Tree.leaf(1).children == nil)
    #expect(Tree<Int>.none.children?.isEmpty == true)
  }
}
