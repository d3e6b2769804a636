import Diagnostics
import YAMLNodes

/// What `read` throws, as a user sees it.
public func rendered(_ read: () throws(Diagnostic) -> some Any) -> String {
  do throws(Diagnostic) {
    return "no error: \(try read())"
  } catch {
    return error.description
  }
}

/// The node at `path` in a file, by keys of maps and indices of lists.
public func node(_ path: String..., in text: String) throws -> YAMLNode {
  try path.reduce(parseYAML(text, file: "c.yaml")) { node, step in
    let part: YAMLNode? =
      switch node.value {
      case .mapping(let entries): entries.first { $0.key.text == step }?.value
      case .sequence(let items): Int(step).flatMap { $0 < items.count ? items[$0] : nil }
      case .scalar: nil
      }
    guard let part else { throw Diagnostic("no '\(step)' in the test's file") }
    return part
  }
}

/// SplitMix64: the same "random" texts every time.
public struct SeededGenerator: RandomNumberGenerator {
  /// What the next number is made from.
  public var state: UInt64

  /// Numbers that follow from `state`.
  public init(state: UInt64) { self.state = state }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
