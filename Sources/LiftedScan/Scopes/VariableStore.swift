import Arrays
import ProgramIR

/// The variables below one scope: by collection, then a tree of scope and variable names.
public typealias Collections = [String: Tree<Tensor>.Fields]

/// The variables that a scope and all scopes pushed from it share.
final class VariableStore {
  var collections: Collections
  /// The names of the axes of variables that have some.
  var partitions: [TreePath: PartitionNames] = [:]

  init(_ collections: Collections) { self.collections = collections }

  /// The part of a collection below `path`, if it is there.
  func fields(_ collection: String, at path: [String]) -> Tree<Tensor>.Fields? {
    var fields = collections[collection]
    for name in path { fields = fields?[name]?.fields }
    return fields
  }

  /// The parts of all collections below `path` that are there.
  func collections(at path: [String]) -> Collections {
    collections.keys.reduce(into: [:]) { $0[$1] = fields($1, at: path) }
  }

  /// Merges variables into the scope at `path`, making the scopes above it; an empty path replaces the
  /// collection.
  func put(_ fields: Tree<Tensor>.Fields, _ collection: String, at path: [String]) {
    if let last = path.last {
      put(.dict(fields), collection, at: path.dropLast(), name: last)
    } else {
      collections[collection] = fields
    }
  }

  /// Names a variable's axes.
  func setPartition(_ names: PartitionNames, _ collection: String, at path: [String]) {
    partitions[TreePath(([collection] + path).map { .name($0) })] = names
  }

  /// Sets a variable, making the scopes above it. The entries of a dict are set one by one: others
  /// stay.
  func put(_ value: Tree<Tensor>, _ collection: String, at path: [String], name: String) {
    var tree = Tree<Tensor>.dict(collections.removeValue(forKey: collection) ?? .init())
    tree.set(value, at: path[...], name: name)
    collections[collection] = tree.fields
  }
}

extension Tree {
  /// Sets `name` below `path`, in place. The entries of a dict are set one by one.
  fileprivate mutating func set(_ value: Tree, at path: ArraySlice<String>, name: String) {
    changeFields { fields in
      if let first = path.first {
        fields[first, default: .none].set(value, at: path.dropFirst(), name: name)
      } else {
        fields[name, default: .none].update(with: value)
      }
    }
  }

  /// Becomes `new`, and keeps the entries that it lacks where both are dicts.
  private mutating func update(with new: Tree) {
    guard case .dict = self, case .dict(let changes) = new else {
      self = new
      return
    }
    changeFields { fields in
      for (key, value) in changes.pairs { fields[key, default: .none].update(with: value) }
    }
  }
}

/// Numbers of draws from each random stream, in a scope and in those below it.
///
/// Shared between the traces of a lifted scan's body, so that all of them count.
final class RNGCounters {
  private var counts: [String: Int] = [:]
  private var children: [String: RNGCounters] = [:]

  /// Counts a draw from a stream and returns its number, from 1.
  func next(_ stream: String) -> Int {
    counts[stream, default: 0] += 1
    return counts[stream, default: 0]
  }

  /// The counters of a scope below.
  func child(_ name: String) -> RNGCounters {
    if let known = children[name] { return known }
    let new = RNGCounters()
    children[name] = new
    return new
  }
}
