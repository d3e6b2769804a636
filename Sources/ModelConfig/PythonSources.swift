import Diagnostics
import FlaxNames
import YAMLNodes

/// Files that a config needs: those of Python that it names, those that these import, and the
/// configs that it extends.
public final class PythonSources {
  /// Reads a file beside the config; `nil` if it doesn't exist.
  private let read: (String) throws -> String?
  /// Texts of the files read so far, by name.
  public private(set) var texts: [(name: String, text: String)] = []
  private var files: [String: PythonFile] = [:]
  /// The texts that the config holds itself, so that no file is read.
  private var inside: [String: String]?

  /// Files that are read when they are needed.
  public init(read: @escaping (String) throws -> String? = { _ in nil }) { self.read = read }

  /// Takes the texts of `sources:`, which are read in place of files.
  func add(_ field: YAMLField?) throws(Diagnostic) {
    guard let field else { return }
    var texts: [String: String] = [:]
    for entry in try field.asEntries() { texts[entry.name] = try entry.field.asString() }
    inside = texts
  }

  /// The file of a name in a config.
  func file(named name: String, field: YAMLField) throws -> PythonFile? {
    guard name.hasSuffix(".py") else {
      throw field.failure("not a file of Python", expected: "a name such as net.py", got: name)
    }
    if let file = try file(name) { return file }
    throw field.failure(
      "there is no file '\(name)' \(inside == nil ? "beside the config" : "under sources:")",
      hint: inside.map { suggestion(for: name, among: $0.keys) }
        ?? "its name is relative to the config")
  }

  /// File of an import by dotted name: beside the config, or beside one of its files.
  func file(_ path: [String], isBesideConfig: Bool) throws -> PythonFile? {
    let name = path.joined(separator: "/")
    let folders =
      isBesideConfig
      ? [""] : Set((inside ?? [:]).keys.map(\.folder) + files.keys.map(\.folder)).sorted()
    for folder in folders where folder != name {
      if let file = try file("\(folder)\(name).py") ?? file("\(folder)\(name)/__init__.py") {
        return file
      }
    }
    return nil
  }

  /// The file of this name; `nil` if there is none.
  func file(_ name: String) throws -> PythonFile? {
    let name = name.withoutDots
    if let known = files[name] { return known }
    guard let text = try text(name) else { return nil }
    let file = PythonFile(name, text)
    files[name] = file
    return file
  }

  /// The text of the file of this name; `nil` if there is none.
  func text(_ name: String) throws -> String? {
    let name = name.withoutDots
    if let inside { return inside[name] }
    guard let text = try read(name) else { return nil }
    texts.append((name, text))
    return text
  }
}

extension String {
  /// A path without `./` at its beginning.
  fileprivate var withoutDots: String {
    var path = self[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    return String(path)
  }
}
