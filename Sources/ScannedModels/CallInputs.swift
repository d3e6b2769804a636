import ArrayFiles
import Arrays
import Diagnostics
import ModelConfig

/// The arrays that a model is called with, by the names of its inputs: `xs`, `carry`, ….
///
/// An input is one array (`.leaf(array)`) or a pytree of them.
public struct CallInputs: ExpressibleByDictionaryLiteral {
  /// The names and their arrays.
  public private(set) var values: [(name: String, value: Tree<NDArray>)] = []
  /// Fills of inputs of which only the type is known, by name.
  public var fills: [String: InputFill] = [:]
  /// The lengths of the sequences of a padded batch, `int32` of the batch's shape: where a sequence is
  /// over, scans keep its carry as it is and give zeros. Each sequence takes as much time as it has
  /// steps.
  public internal(set) var lengths: NDArray?
  /// Their names in errors.
  var lengthsPath: String?
  /// Warnings of the files that were read.
  public private(set) var warnings: [String] = []
  /// The files by the paths of the inputs that they hold.
  private var files: [(path: [String], file: String)] = []

  /// Inputs by name.
  public init(dictionaryLiteral elements: (String, Tree<NDArray>)...) {
    values = elements.map { ($0, $1.separatingComplexParts()) }
  }

  /// The inputs of a model that files hold.
  ///
  /// A file without a name goes to the first input that has none yet; one of several arrays that
  /// bear the names of inputs goes to these.
  ///
  /// - Parameters:
  ///   - inputs: files of inputs.
  ///   - carries: files of the first carry, or of its parts.
  /// - Throws: when one can't be read, or there is no input for it.
  public init(
    _ inputs: [NamedFile], carries: [NamedFile] = [], of model: ScannedModel
  ) throws {
    let description = model.description
    let (carry, partNames) =
      carries.isEmpty
      ? (description.carryInput(method: model.method), nil)
      : model.carryInput().map { ($0.name, $0.partNames) } ?? (nil, nil)
    let names = description.dataInputs(method: model.method)
    var free = names.filter { $0 != carry || carries.isEmpty }
    for input in inputs { free.removeAll { $0 == input.names.first } }
    for input in inputs {
      guard try take(input, of: description, &free, carry: carry) else {
        throw Self.tooMany(input.file, names)
      }
    }
    for input in carries { try takeCarry(input, of: description, carry, partNames) }
  }

  /// Takes the file of an input, or one of several.
  ///
  /// - Parameter free: the names of the inputs that no file is given for yet, in order.
  /// - Returns: whether there is an input for it.
  private mutating func take(
    _ input: NamedFile, of description: ModelDescription, _ free: inout [String], carry: String?
  ) throws -> Bool {
    if let fill = input.fill {
      guard let name = input.names.first ?? free.first else { return false }
      try put(fill, at: name, input)
      free.removeAll { $0 == name }
      return true
    }
    let file = try ReadFile(
      name: input.file, readArrayFile(input.file), description, warnings: &warnings)
    if !input.names.isEmpty {
      try put(try file.value(at: input.names), at: input.names, from: input.file)
    } else if let bundle = try file.bundle(of: free, carry: carry) {
      for (name, value) in bundle.inputs { try put(value, at: [name], from: input.file) }
      free.removeAll { name in bundle.inputs.contains { $0.name == name } }
      warnings += bundle.warnings
    } else if let name = free.first {
      try put(try file.value(at: [name]), at: [name], from: input.file)
      free.removeFirst()
    } else {
      return false
    }
    return true
  }

  /// Takes the file of the carry, or of a part of it.
  private mutating func takeCarry(
    _ input: NamedFile, of description: ModelDescription, _ carry: String?, _ partNames: [String]?
  ) throws {
    guard let carry else {
      throw Diagnostic(
        "the model takes no carry", code: .usage, path: input.file,
        hint: "an input goes to --input")
    }
    if let fill = input.fill { return try put(fill, at: carry, input) }
    let file = try ReadFile(
      name: input.file, readArrayFile(input.file), description, warnings: &warnings)
    let names = [carry] + (input.names.first == carry ? input.names.dropFirst() : input.names[...])
    let value = try file.value(at: names)
    try put(
      names.count == 1 ? value.tuple(named: partNames) : value, at: names, from: input.file)
  }

  /// Replaces an input.
  mutating func set(_ name: String, to value: Tree<NDArray>) {
    values.removeAll { $0.name == name }
    values.append((name, value))
  }

  private mutating func put(_ fill: InputFill, at name: String, _ input: NamedFile) throws {
    guard input.names.count < 2, input.names.first ?? name == name else {
      throw Diagnostic(
        "a part of an input can't be filled", code: .usage,
        path: "\(input.names.joined(separator: "/"))=\(fill.rawValue)",
        hint: "fill all of '\(name)', or pass files of its parts")
    }
    guard fills.updateValue(fill, forKey: name) == nil, !values.contains(where: { $0.name == name })
    else {
      throw Diagnostic("is given twice", code: .usage, path: "'\(name)'")
    }
  }

  private mutating func put(
    _ tree: Tree<NDArray>, at names: [String], from file: String
  ) throws {
    guard let name = names.first else { return }
    if let fill = fills[name] {
      throw Diagnostic(
        "is given for '\(name)', and so are \(fill.rawValue)", code: .usage, path: file)
    }
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

  /// Calls `body`, and adds the file to its diagnostics about an input.
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

/// A file of inputs, read.
private struct ReadFile {
  let name: String
  let tree: Tree<NDArray>
  let unread: [UnreadEntry]
  let description: ModelDescription

  init(
    name: String, _ contents: ArrayFile, _ description: ModelDescription, warnings: inout [String]
  ) throws {
    self.name = name
    let stored = StoredArrays(contents).narrowedTree(name)
    warnings += stored.leaves.narrowingWarnings
    tree = try stored.map { (array) throws(Diagnostic) in try array.read() }
    unread = contents.unread
    self.description = description
  }

  /// The arrays for an input, or for a part of one.
  func value(at names: [String]) throws -> Tree<NDArray> {
    names.count == 1 ? try value(for: names[0]) : tree
  }

  /// The inputs of several names that the file holds; `nil` if it is the value of one input.
  ///
  /// - Parameters:
  ///   - free: the names of inputs that are not given yet, in order.
  ///   - carry: the name of the carry.
  func bundle(
    of free: [String], carry: String?
  ) throws -> (inputs: [(name: String, value: Tree<NDArray>)], warnings: [String])? {
    guard let fields = tree.fields, !tree.isComplexParts, let first = free.first ?? carry else {
      return nil
    }
    let known = Set(free + [carry].compactMap(\.self))
    let names = fields.keys.filter(known.contains)
    let isValue = type(of: first)?.fields?.keys.sorted() == fields.keys.sorted()
    guard !names.isEmpty, !isValue, fields.keys != [first] || free.count > 1 else { return nil }
    if let entry = unread.first(where: { known.contains($0.path.first ?? "") }) {
      throw entry.reason
    }
    let others = fields.keys.filter { !known.contains($0) }
    let list = others.prefix(4).joined(separator: ", ") + (others.count > 4 ? ", …" : "")
    return (
      names.compactMap { name in fields[name].map { (name, $0) } },
      others.isEmpty ? [] : ["\(name): no input takes \(list)"]
    )
  }

  private func type(of input: String) -> Tree<InputType>? {
    description.inputs.first { $0.name == input }?.type
  }

  /// The arrays for an input. Where that is one array, so is the file's only one, whatever its name,
  /// or else the one of the input's name: some formats give every array a name.
  ///
  /// - Throws: when a file of several doesn't tell which.
  private func value(for input: String) throws -> Tree<NDArray> {
    guard let fields = tree.fields else { return tree }
    let type = type(of: input)
    if let entry = unread.first(where: { $0.isPart(of: input, type) }) { throw entry.reason }
    if type?.isComplexParts ?? false, !tree.isComplexParts {
      let named = fields.keys.count == 1 ? fields.pairs.first?.value : fields[input]
      return named ?? tree
    }
    guard case .leaf? = type else {
      // A carry of one array, of a net that makes its first one itself, as apply writes it.
      let isWritten = input == "carry" && fields.keys == [input] && fields[input]?.leaf != nil
      return isWritten ? fields[input] ?? tree : tree
    }
    if tree.isComplexParts {
      throw Diagnostic(
        "the input is complex, and declared as real", path: "\(name): \(input)",
        hint: "declare it in the config: complex64[…]")
    }
    let arrays = tree.leavesInOrderWithPaths
    if arrays.count == 1 { return .leaf(arrays[0].leaf) }
    if let array = fields[input], array.leaf != nil { return array }
    let names = arrays.prefix(4).map(\.path.slashed).joined(separator: ", ")
    throw Diagnostic(
      "the input '\(input)' is one array, and the file holds \(arrays.count)", path: name,
      expected: "a single array, or one called '\(input)'",
      got: names + (arrays.count > 4 ? ", … \(arrays.count - 4) more" : ""),
      hint: "save it by itself: numpy.save('\(input).npy', array)")
  }
}

extension UnreadEntry {
  /// Whether the path is that of an input or of a part of it.
  fileprivate func isPart(of input: String, _ type: Tree<InputType>?) -> Bool {
    if path.first == input { return true }
    guard let first = path.first, let fields = type?.fields else { return false }
    return fields[first] != nil
  }
}
