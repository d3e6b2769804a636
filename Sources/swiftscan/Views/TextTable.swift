import Arrays
import ProgramIR

/// Columns of text, each as wide as its widest cell.
struct TextTable {
  private var rows: [[String]]

  /// A table with these titles.
  init(_ titles: [String]) { rows = [titles] }

  /// Adds a row.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The lines, numbers to the right.
  var text: String {
    let columns = rows[0].indices
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let isNumeric = columns.map { column in
      rows.dropFirst().allSatisfy { $0[column].allSatisfy { $0.isNumber || $0 == "," } }
    }
    return rows.map { row in
      let cells = columns.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumeric[column] ? padding + row[column] : row[column] + padding
      }
      return cells.joined(separator: "  ").trimmingSpacesAtEnd
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmingSpacesAtEnd: String {
    var trimmed = self
    while trimmed.last == " " { trimmed.removeLast() }
    return trimmed
  }
}

extension Tree where Leaf == ArrayType {
  /// `float32[16, 20, 5]`, or the parts by name.
  var typeText: String {
    if leaves.isEmpty { return "None" }
    return leavesWithPaths.map { path, type in
      path.keys.isEmpty ? "\(type)" : "\(path.slashed) \(type)"
    }.joined(separator: ", ")
  }
}

extension Int {
  /// With commas between thousands.
  var grouped: String {
    let digits = String(magnitude)
    let groups = stride(from: digits.count, to: 0, by: -3).map { end in
      digits.dropFirst(Swift.max(0, end - 3)).prefix(Swift.min(3, end))
    }
    return (self < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }
}
