import ArrayFiles
import Arrays
import Diagnostics
import ModelConfig
import ProgramIR

/// Files of a model's variables.
package struct VariableFiles {
  /// Config of the first file that has one, and the file's name in messages.
  package private(set) var config: (text: String, file: String)?
  /// The files' names.
  package let files: [String]
  private var parts: [Part] = []
  /// Entries of the files that are no arrays, by their path among the variables.
  private var unread: [UnreadEntry] = []

  /// Whether a file's contents can be replaced by variables of these collections: it has no others,
  /// and no config.
  package func isReplaceable(_ file: String, by collections: [String]) -> Bool {
    zip(files, parts).allSatisfy { other, part in
      other != file
        || !part.hasConfig && part.names.isEmpty
          && part.tree.fields?.keys.allSatisfy(collections.contains) ?? false
    }
  }

  /// Paths among the variables that files are given for, with the option that gives each.
  var places: [(names: [String], option: String)] {
    zip(files, parts).filter { !$1.names.isEmpty }
      .map { ($1.names, "--params \($1.names.joined(separator: "/"))=\($0)") }
  }

  /// Refuses collections nested in themselves, where they would never be found.
  ///
  /// - Parameter model: the model's own variables, asked for if they matter: in theirs a collection
  ///   and a module may have one name.
  func checkNesting(of variables: Tree<StoredArray>, model: () throws -> Tree<ArrayType>) throws {
    for (name, collection) in variables.fields?.pairs ?? [] {
      guard case .dict? = collection[name] else { continue }
      if case .dict? = try model()[name]?[name] { continue }
      let file = zip(files, parts).first { $1.names == [name] && $1.tree[name] != nil }?.0
      throw Diagnostic(
        "the collection is inside another '\(name)'", path: "\(name)/\(name)",
        hint: file.map { "it is in the file already: pass --params \($0)" }
          ?? "the collections are the outermost names: {params: {…}, batch_stats: {…}}")
    }
  }

  /// Contents of one file of variables.
  private struct Part {
    /// Path of the part among the variables.
    var names: [String]
    var tree: Tree<StoredArray>
    var hasConfig: Bool
    /// Whether the file may hold bare parameters and not whole collections.
    var mayBeBare: Bool
  }

  /// Collections that Flax has names for.
  private static let knownCollections: Set = [
    "params", "batch_stats", "cache", "intermediates", "perturbations",
  ]

  /// Opens the files.
  ///
  /// - Parameter step: the step to take of those that are folders of several; the newest one by
  ///   default.
  /// - Throws: when one can't be read or holds a single array where a tree is expected, or none has
  ///   steps.
  package init(_ files: [NamedFile], step: Int? = nil) throws {
    self.files = files.map(\.file)
    let folders = files.filter { FileSystem.isFolder($0.file) }
    if let step, folders.isEmpty {
      throw Diagnostic(
        "there is no folder of steps to take one of", code: .usage, path: "--step \(step)",
        hint: "pass --params FOLDER, as Orbax's CheckpointManager writes it")
    }
    for file in files {
      let contents = try Self.open(file.file, step: folders.contains(file) ? step : nil)
      if config == nil, let text = contents.config { config = (text, "\(file.file):__config__") }
      let tree = contents.narrowedTree(file.file)
      unread += contents.unread.map {
        UnreadEntry(path: file.names + $0.path, reason: $0.reason)
      }
      if file.names.isEmpty { try Self.checkIsTree(tree, file.file) }
      let isPlain =
        !file.names.isEmpty || contents.config != nil
        || tree.fields?.keys.contains(where: Self.knownCollections.contains) ?? true
      parts.append(
        Part(
          names: file.names, tree: tree, hasConfig: contents.config != nil, mayBeBare: !isPlain))
    }
  }

  /// All variables, one file over the other. A file of none of the model's collections holds
  /// parameters, as Flax's users save them.
  ///
  /// - Parameter collections: the names of the model's collections, asked for if they matter.
  func variables(collections: () throws -> [String]) throws -> Tree<StoredArray> {
    try parts.reduce(.dict(.init())) { variables, part in
      let keys = part.tree.fields?.keys ?? []
      let isBare = try part.mayBeBare && !collections().contains(where: keys.contains)
      return variables.merging(part.tree, at: isBare ? ["params"] : part.names[...])
    }
  }

  /// Calls `body`; if it misses a variable that is in a file but is no array, says so.
  package func explaining<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as Diagnostic {
      let missing = unread.first { entry in
        let name = entry.path.joined(separator: "/")
        return error.path == name || error.path == "params/\(name)"
      }
      throw missing?.reason ?? error
    }
  }

  /// Whether there is a file of variables at a path that `swiftscan init` didn't write: one of arrays by
  /// name, and no config. They may be trained.
  package static func mayBeTrained(_ path: String) -> Bool {
    guard FileSystem.isRegular(path), let contents = try? openArrayFile(path) else { return false }
    return contents.tree.leaf == nil && contents.config == nil
  }

  private static func open(_ file: String, step: Int?) throws -> StoredArrays {
    do {
      return try openArrayFile(file, step: step)
    } catch {
      var error = error
      if file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
        error.hint = "a config goes to --config"
      }
      throw error
    }
  }

  private static func checkIsTree(_ tree: Tree<StoredArray>, _ file: String) throws {
    guard let array = tree.leaf else { return }
    throw Diagnostic(
      "holds a single array, not a model's variables", path: file,
      expected: "a file that swiftscan init or Flax wrote",
      got: "\(array.form.dtype) of shape \(array.form.shape)", hint: "an input goes to --input")
  }
}

extension Tree {
  /// The tree with `part` merged into the node at `names`; leaves of `part` replace others.
  func merging(_ part: Tree, at names: ArraySlice<String> = []) -> Tree {
    var merged = self
    merged.merge(part, at: names)
    return merged
  }

  /// Merges `part` into the node at `names`; leaves of `part` replace others.
  mutating func merge(_ part: Tree, at names: ArraySlice<String> = []) {
    if let first = names.first {
      changeFields { $0[first, default: .none].merge(part, at: names.dropFirst()) }
    } else if case .dict(let others) = part, fields != nil {
      changeFields { fields in
        for (key, value) in others.pairs { fields[key, default: .none].merge(value) }
      }
    } else {
      self = part
    }
  }
}
