import Kernels
import Testing

struct ColumnPartsTests {
  @Test(arguments: [0, 1, 15, 16, 17, 64, 100, 1000], [1, 2, 3, 7])
  func partsCoverAllColumnsInWholeLines(_ width: Int, _ count: Int) {
    let parts = ColumnParts(width: width, count: count)
    var end = 0
    for part in 0..<count {
      let columns = parts.columns(part..<part + 1)
      #expect(columns.lowerBound == end)
      #expect(columns.lowerBound % 16 == 0 || columns.isEmpty)
      end = columns.upperBound
    }
    #expect(end == width)
    #expect(parts.columns(0..<count) == 0..<width)
  }

  @Test func partsAreEven() {
    let parts = ColumnParts(width: 160, count: 4)
    let sizes = (0..<4).map { parts.columns($0..<$0 + 1).count }
    #expect(sizes.allSatisfy { $0 == 32 || $0 == 48 })
  }
}
