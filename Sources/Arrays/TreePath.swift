/// The way from a tree's root to a part: names of dict entries and indices of tuples and lists.
public struct TreePath: Hashable, Sendable {
  /// One step of a path: a dict's key or an index of a list or tuple.
  public enum Key: Hashable, Sendable {
    case name(String)
    case index(Int)
  }

  /// The steps, outermost first.
  public var keys: [Key]

  /// A path of these steps.
  public init(_ keys: [Key] = []) { self.keys = keys }

  /// The path with `key` in front.
  public func prefixed(by key: Key) -> TreePath { TreePath([key] + keys) }

  /// The path as text, in a tree called `root`: `carry.h[0]`.
  public func text(root: String) -> String {
    keys.reduce(root) { text, key in
      switch key {
      case .name(let name): text.isEmpty ? name : "\(text).\(name)"
      case .index(let index): "\(text)[\(index)]"
      }
    }
  }

  /// `params/Dense_0/kernel`: names and indices with slashes between.
  public var slashed: String {
    keys.map { key in
      switch key {
      case .name(let name): name
      case .index(let index): String(index)
      }
    }.joined(separator: "/")
  }
}
