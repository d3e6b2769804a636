import ArrayFiles
import Arrays
import Diagnostics
import ModelConfig

/// The variables of the files of `--params`, one over the other.
struct VariableFiles {
  /// All collections.
  private(set) var tree: Tree<NDArray> = .dict(.init())
  /// The config of the first file that has one, and what to call it in messages.
  private(set) var config: (text: String, file: String)?
  /// The files' names.
  let files: [String]

  /// Reads the files.
  ///
  /// - Throws: when one can't be read or holds a single array where a tree is expected.
  init(_ files: [NamedFile]) throws {
    self.files = files.map(\.file)
    for file in files {
      let contents = try Self.read(file.file)
      if config == nil, let text = contents.config { config = (text, "\(file.file):__config__") }
      var part = contents.tree.narrowedForUse(file.file).tuplesForNumbers
      if file.names.isEmpty { part = try Self.collections(part, contents, file.file) }
      tree = tree.merging(part, at: file.names[...])
    }
  }

  private static func read(_ file: String) throws -> ArrayFile {
    do {
      return try readArrayFile(file)
    } catch {
      var error = error
      if file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
        error.hint = "a config goes to --config"
      }
      throw error
    }
  }

  /// The tree of a file that is all collections; one of parameters only is known by having none.
  private static func collections(
    _ tree: Tree<NDArray>, _ contents: ArrayFile, _ file: String
  ) throws -> Tree<NDArray> {
    guard let fields = tree.fields else {
      throw Diagnostic(
        "holds a single array, not a model's variables", path: file,
        expected: "a file that swiftscan init or Flax wrote",
        got: tree.leaf.map { "\($0.dtype) of shape \($0.shape)" },
        hint: "an input goes to --input")
    }
    let isOfCollections =
      contents.config != nil || fields.keys.isEmpty
      || fields.keys.contains(where: knownCollections.contains)
    return isOfCollections ? tree : ["params": tree]
  }

  /// Collections that Flax has names for.
  private static let knownCollections: Set = [
    "params", "batch_stats", "cache", "intermediates", "perturbations", "params_axes",
  ]
}

extension Tree {
  /// This with `part` merged into what is below `names`; its leaves take the places of others.
  func merging(_ part: Tree, at names: ArraySlice<String> = []) -> Tree {
    if let first = names.first {
      var fields = fields ?? .init()
      fields[first] = (fields[first] ?? .dict(.init())).merging(part, at: names.dropFirst())
      return .dict(fields)
    }
    guard var fields, case .dict(let others) = part else { return part }
    for (key, value) in others.pairs { fields[key] = fields[key]?.merging(value) ?? value }
    return .dict(fields)
  }
}
