extension YAMLNode {
  /// An entry of a map.
  typealias Entry = (key: YAMLNode, value: YAMLNode)

  /// Whether the node is the merge key `<<`, without quotes.
  var isMergeKey: Bool {
    guard case .scalar("<<", .plain) = value else { return false }
    return tag == nil
  }
}

extension [YAMLNode.Entry] {
  /// The entries of `base` in order, those with names in `self` replaced, and then the rest of
  /// `self`.
  func merging(into base: Self) -> Self {
    if base.isEmpty { return self }
    var own: [String: YAMLNode.Entry] = [:]
    for entry in self { own[entry.key.text ?? ""] = entry }
    let names = Set(base.map { $0.key.text ?? "" })
    return base.map { own[$0.key.text ?? ""] ?? $0 }
      + filter { !names.contains($0.key.text ?? "") }
  }
}
