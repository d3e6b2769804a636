import Arrays
import Diagnostics
import Testing

@Suite struct ShapeTests {
  @Test func countsElements() {
    #expect(Shape.scalar.elementCount == 1)
    #expect(Shape([2, 3, 4]).elementCount == 24)
    #expect(Shape([2, 0, 4]).elementCount == 0)
  }

  @Test func stridesAreInCOrder() {
    #expect(Shape([2, 3, 4]).strides == [12, 4, 1])
    #expect(Shape([5]).strides == [1])
    #expect(Shape.scalar.strides == [])
  }

  @Test func axesCountFromBothEnds() throws {
    let shape: Shape = [2, 3, 4]
    #expect(try (-3..<3).map { try shape.axis($0) } == [0, 1, 2, 0, 1, 2])
    for axis in [-4, 3, .max, .min] {
      let error = #expect(throws: Diagnostic.self) { try shape.axis(axis) }
      #expect(error?.expected == "-3...2")
      #expect(error?.got == "shape (2, 3, 4)")
    }
    #expect(throws: Diagnostic.self) { try Shape.scalar.axis(0) }
  }

  @Test func axesComeAndGo() {
    let shape: Shape = [2, 3, 4]
    #expect(shape.removing(axis: 1) == [2, 4])
    #expect(shape.inserting(7, at: 0) == [7, 2, 3, 4])
    #expect(shape.inserting(7, at: 3) == [2, 3, 4, 7])
    #expect(shape.lastSize == 4)
    #expect(Shape.scalar.lastSize == 1)
  }

  @Test func printsAsNumPyDoes() {
    #expect("\(Shape.scalar)" == "()")
    #expect("\(Shape([2]))" == "(2,)")
    #expect("\(Shape([2, 3]))" == "(2, 3)")
  }
}
