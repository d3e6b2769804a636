import Arrays
import Testing

@Suite struct TreePathTests {
  let path = TreePath([.name("layers"), .index(2), .name("kernel")])

  @Test func textIsWhatAUserWrites() {
    #expect(path.text(root: "params") == "params.layers[2].kernel")
    #expect(path.text(root: "") == "layers[2].kernel")
    #expect(TreePath().text(root: "carry") == "carry")
    #expect(TreePath([.index(0)]).text(root: "carry") == "carry[0]")
  }

  @Test func slashedIsWhatFlaxWrites() {
    #expect(path.slashed == "layers/2/kernel")
    #expect(TreePath().slashed == "")
  }

  @Test func prefixGoesToTheFront() {
    #expect(path.prefixed(by: .index(1)).keys == [.index(1)] + path.keys)
  }
}
