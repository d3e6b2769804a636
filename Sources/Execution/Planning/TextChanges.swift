extension [String] {
  /// The changes from other lines to these: lines that are gone after `- `, new ones after `+ `,
  /// in order; and before a change in the body of a scan, the line of the scan.
  func changes(from old: [String]) -> [String] {
    var (removed, inserted) = (Set<Int>(), Set<Int>())
    for change in difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var scan: String?
    func add(_ sign: String, _ line: String) {
      if let heading = scan, line.indentation > heading.indentation { lines.append("  " + heading) }
      scan = nil
      lines.append("\(sign) \(line)")
    }
    var (from, to) = (0, 0)
    while from < old.count || to < count {
      if removed.contains(from) {
        add("-", old[from])
        from += 1
      } else if inserted.contains(to) {
        add("+", self[to])
        to += 1
      } else {
        if old[from].contains(" = scan[") { scan = old[from] }
        (from, to) = (from + 1, to + 1)
      }
    }
    return lines
  }
}

extension String {
  /// How many spaces it begins with.
  fileprivate var indentation: Int { prefix { $0 == " " }.count }
}
