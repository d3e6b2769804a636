extension Int {
  /// A number of bytes with its unit: `720 B`, `1.5 MB`.
  package var byteText: String {
    var (value, unit) = (Double(self), 0)
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    let tenths = Int((value * 10).rounded())
    return unit == 0 ? "\(self) B" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
