/// Padding to a width (`str.ljust` and the like).
extension String {
  /// `self.ljust(width, fill)`
  func pythonLjust(_ width: Int, fill: String = " ") throws -> String {
    try padded(to: width, fill) { _, _ in 0 }
  }

  /// `self.rjust(width, fill)`
  func pythonRjust(_ width: Int, fill: String = " ") throws -> String {
    try padded(to: width, fill) { margin, _ in margin }
  }

  /// `self.center(width, fill)`; an odd space goes left where the width is odd.
  func pythonCenter(_ width: Int, fill: String = " ") throws -> String {
    try padded(to: width, fill) { margin, width in margin / 2 + (margin & width & 1) }
  }

  private func padded(
    to width: Int, _ fill: String, left: (_ margin: Int, _ width: Int) -> Int
  ) throws -> String {
    guard fill.codePointCount == 1 else {
      throw PythonFault.typeError("The fill character must be exactly one character long")
    }
    let count = codePointCount
    guard width > count else { return self }
    try TextLimit.check(width)
    let before = left(width - count, width)
    let after = width - count - before
    return String(repeating: fill, count: before) + self + String(repeating: fill, count: after)
  }

  /// `self.zfill(width)`: zeros after the sign.
  func pythonZfill(_ width: Int) throws -> String {
    let count = codePointCount
    guard width > count else { return self }
    try TextLimit.check(width)
    let zeros = String(repeating: "0", count: width - count)
    guard let sign = unicodeScalars.first, sign == "+" || sign == "-" else { return zeros + self }
    return String(sign) + zeros + String(unicodeScalars.dropFirst())
  }

  /// `self.expandtabs(size)`
  func pythonExpandTabs(_ size: Int = 8) throws -> String {
    var result = String.UnicodeScalarView()
    var (column, count) = (0, 0)
    for scalar in unicodeScalars {
      guard scalar == "\t" else {
        result.append(scalar)
        count += 1
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
        continue
      }
      guard size > 0 else { continue }
      let spaces = size - column % size
      try TextLimit.check(max(spaces, count))
      try TextLimit.check(count + spaces)
      result.append(contentsOf: repeatElement(" ", count: spaces))
      column += spaces
      count += spaces
    }
    return String(result)
  }
}
