import Arrays
import Testing

/// Nodes of a class with named fields, as JAX flattens NamedTuples and dataclasses.
@Suite struct NodeTypeTests {
  let point = NodeType(name: "Point")
  var fields: Tree<Int>.Fields { .init([("z", .leaf(1)), ("a", .leaf(2))], type: point) }
  var tree: Tree<Int> { .dict(fields) }
  let dict: Tree<Int> = ["z": .leaf(1), "a": .leaf(2)]

  @Test func fieldsAreFlattenedAsDeclared() {
    #expect(tree.leaves == [1, 2])
    #expect(dict.leaves == [2, 1])
    #expect(tree.leavesWithPaths.map(\.path.slashed) == ["z", "a"])
    #expect(tree.children?.map(\.key) == [.name("z"), .name("a")])
    #expect(fields.sorted.map(\.key) == ["z", "a"])
  }

  @Test func typesAreComparedByIdentity() {
    let other = Tree<Int>.dict(
      .init([("z", .leaf(1)), ("a", .leaf(2))], type: .init(name: "Point")))
    #expect(tree == tree)
    #expect(tree != dict)
    #expect(tree != other)
    #expect(tree.structure != dict.structure)
    #expect(tree.structure == tree.map { $0 + 1 }.structure)
  }

  @Test func fieldsInAnotherOrderAreAnotherNode() {
    let turned = Tree<Int>.dict(.init([("a", .leaf(2)), ("z", .leaf(1))], type: point))
    #expect(tree != turned)
  }

  @Test func theTypeIsKept() {
    #expect(tree.map { $0 * 2 } == .dict(.init([("z", .leaf(2)), ("a", .leaf(4))], type: point)))
    #expect(tree.replacingLeaves(with: [5, 6]).fields?.type == point)
    #expect(tree.replacing { path, leaf in .tuple([.leaf(leaf)]) }.fields?.type == point)
    #expect(tree.flatMap { _ in Tree<Int>.none }.fields?.type == point)
    var changed = tree
    changed.changeFields { $0["z"] = .leaf(7) }
    #expect(changed == .dict(.init([("z", .leaf(7)), ("a", .leaf(2))], type: point)))
  }

  @Test func aPrefixIsOfTheSameType() throws {
    #expect(try Tree<Int>.leaf(3).spread(over: tree).fields?.type == point)
    #expect(try tree.spread(over: tree) == tree)
    #expect(throws: (any Error).self) { try dict.spread(over: tree) }
  }

  @Test func errorsNameIt() {
    #expect(tree.kindName == #"a Point with the fields ["z", "a"]"#)
  }
}
