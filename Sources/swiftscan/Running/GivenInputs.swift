import ArrayFiles
import Arrays
import Diagnostics
import ModelConfig

/// The arrays of `--input` and `--carry` by the names of inputs.
///
/// Files without a name go to the inputs that have none yet, in order; one that holds several
/// inputs by their names goes to these.
struct GivenInputs {
  private(set) var values: [(name: String, value: Tree<NDArray>)] = []
  /// The files by the paths of what they are for.
  private var files: [(path: [String], file: String)] = []

  /// Reads the files.
  ///
  /// - Throws: when one can't be read, or there is no input for it.
  init(_ options: ModelOptions, of description: ModelDescription, method: String) throws {
    let carry = description.carryInput(method: method)
    var free = description.dataInputs(method: method)
    for input in options.inputs { free.removeAll { $0 == input.names.first } }
    for input in options.inputs {
      let contents = try readArrayFile(input.file)
      let tree = contents.tree.narrowedForUse(input.file)
      if !input.names.isEmpty {
        let value =
          input.names.count > 1
          ? tree
          : try Self.array(
            in: tree, contents.unread, for: input.names[0], of: description, input.file)
        try put(value, at: input.names, from: input.file)
      } else if free.count > 1, let fields = tree.fields, !fields.keys.isEmpty,
        fields.keys.allSatisfy({ free.contains($0) || $0 == carry })
      {
        if let entry = contents.unread.first(where: { free.contains($0.path.first ?? "") }) {
          throw entry.reason
        }
        for (name, value) in fields.pairs { try put(value, at: [name], from: input.file) }
        free.removeAll { fields[$0] != nil }
      } else if let name = free.first {
        let value = try Self.array(
          in: tree, contents.unread, for: name, of: description, input.file)
        try put(value, at: [name], from: input.file)
        free.removeFirst()
      } else {
        throw Self.tooMany(input.file, description.dataInputs(method: method))
      }
    }
    for file in options.carries {
      guard let carry else {
        throw Diagnostic(
          "the model takes no carry", code: .usage, path: file.file,
          hint: "an input goes to --input")
      }
      let contents = try readArrayFile(file.file)
      let tree = contents.tree.narrowedForUse(file.file)
      let names = file.names.first == carry ? file.names.dropFirst() : file.names[...]
      let value =
        names.isEmpty
        ? try Self.array(in: tree, contents.unread, for: carry, of: description, file.file) : tree
      try put(value, at: [carry] + names, from: file.file)
    }
  }

  /// What a file holds for an input. Where that is one array, so is the file's only one, whatever its
  /// name, or else the one of the input's name: some formats give every array a name.
  ///
  /// - Throws: when a file of several doesn't tell which.
  private static func array(
    in tree: Tree<NDArray>, _ unread: [UnreadEntry], for name: String,
    of description: ModelDescription, _ file: String
  ) throws -> Tree<NDArray> {
    guard let fields = tree.fields else { return tree }
    let type = description.inputs.first { $0.name == name }?.type
    if let entry = unread.first(where: { $0.isPart(of: name, type) }) { throw entry.reason }
    if type?.isComplexParts ?? false, !tree.isComplexParts {
      // Some formats give every array a name.
      let named = fields.keys.count == 1 ? fields.pairs.first?.value : fields[name]
      return named ?? tree
    }
    guard case .leaf? = type else {
      // A carry of one array, of a net that makes its first one itself, as apply writes it.
      let isWritten = name == "carry" && fields.keys == [name] && fields[name]?.leaf != nil
      return isWritten ? fields[name] ?? tree : tree
    }
    if tree.isComplexParts {
      throw Diagnostic(
        "the input is complex, and declared as real", path: "\(file): \(name)",
        hint: "declare it in the config: complex64[…]")
    }
    let arrays = tree.leavesInOrderWithPaths
    if arrays.count == 1 { return .leaf(arrays[0].leaf) }
    if let array = fields[name], array.leaf != nil { return array }
    let names = arrays.prefix(4).map(\.path.slashed).joined(separator: ", ")
    throw Diagnostic(
      "the input '\(name)' is one array, and the file holds \(arrays.count)", path: file,
      expected: "a single array, or one called '\(name)'",
      got: names + (arrays.count > 4 ? ", … \(arrays.count - 4) more" : ""),
      hint: "save it by itself: numpy.save('\(name).npy', array)")
  }

  private mutating func put(
    _ tree: Tree<NDArray>, at names: [String], from file: String
  ) throws {
    guard let name = names.first else { return }
    if let other = files.first(where: { $0.path == names }) {
      throw Diagnostic(
        "is given for '\(names.joined(separator: "/"))', and so is \(other.file)", code: .usage,
        path: file)
    }
    files.append((names, file))
    let index = values.firstIndex { $0.name == name } ?? values.count
    if index == values.count { values.append((name, .dict(.init()))) }
    values[index].value = values[index].value.merging(tree, at: names.dropFirst())
  }

  /// Calls `body`, and adds to its diagnostics about an input which file it is from.
  func namingFiles<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as Diagnostic {
      let name = error.path?.prefix { $0 != "." && $0 != "[" }
      guard let file = files.first(where: { $0.path.first == name.map(String.init) })?.file,
        let path = error.path
      else { throw error }
      var named = error
      named.path = "\(file): \(path)"
      throw named
    }
  }

  private static func tooMany(_ file: String, _ names: [String]) -> Diagnostic {
    Diagnostic(
      "there are more inputs than the model takes", code: .usage, path: file,
      expected: names.isEmpty ? "none" : names.joined(separator: ", "))
  }
}

extension UnreadEntry {
  /// Whether this stands in the place of an input or of a part of it.
  fileprivate func isPart(of input: String, _ type: Tree<InputType>?) -> Bool {
    if path.first == input { return true }
    guard let first = path.first, let fields = type?.fields else { return false }
    return fields[first] != nil
  }
}
