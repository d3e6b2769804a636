extension Unicode.Scalar {
  /// The character that Unicode calls `name`, upper or lower case.
  init?(named name: String) {
    let name = name.uppercased()
    let ideograph = "CJK UNIFIED IDEOGRAPH-"
    if name.hasPrefix(ideograph) {
      let code = UInt32(name.dropFirst(ideograph.count), radix: 16)
      guard let scalar = code.flatMap({ Unicode.Scalar($0) }), scalar.properties.name == name
      else { return nil }
      self = scalar
      return
    }
    guard let scalar = Self.named[name] else { return nil }
    self = scalar
  }

  /// The characters of the planes that have names, ideographs aside, and their aliases.
  private static let named: [String: Unicode.Scalar] = {
    var named: [String: Unicode.Scalar] = [:]
    let blocks: [ClosedRange<UInt32>] = [
      0...0x33FF, 0xA000...0xFFFF, 0x10000...0x1FFFF, 0xE0000...0xE01FF,
    ]
    for scalar in blocks.joined().lazy.compactMap({ Unicode.Scalar($0) }) {
      if let alias = scalar.properties.nameAlias { named[alias] = scalar }
      if let name = scalar.properties.name { named[name] = scalar }
    }
    return named
  }()
}
