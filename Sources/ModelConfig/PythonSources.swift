import Diagnostics
import FlaxNames
import YAMLNodes

/// The files of Python that a config names, and those that these import.
public final class PythonSources {
  /// Reads a file beside the config; `nil` if there is none.
  private let read: (String) throws -> String?
  /// The texts of the files that were read, by their names.
  public private(set) var texts: [(name: String, text: String)] = []
  private var files: [String: PythonFile] = [:]
  /// Whether the config holds the texts itself, so that no file is read.
  private var areInside = false

  /// Files that are read when they are needed.
  public init(read: @escaping (String) throws -> String? = { _ in nil }) { self.read = read }

  /// Takes the texts of `sources:`, which are read in place of files.
  func add(_ field: YAMLField?) throws(Diagnostic) {
    guard let field else { return }
    areInside = true
    for entry in try field.asEntries() {
      files[entry.name] = PythonFile(entry.name, try entry.field.asString())
    }
  }

  /// The file of a name in a config.
  func file(named name: String, field: YAMLField) throws -> PythonFile? {
    guard name.hasSuffix(".py") else {
      throw field.failure("not a file of Python", expected: "a name such as net.py", got: name)
    }
    if let file = try file(name) { return file }
    throw field.failure(
      "there is no file '\(name)' \(areInside ? "under sources:" : "beside the config")",
      hint: areInside
        ? suggestion(for: name, among: files.keys) : "its name is relative to the config")
  }

  /// The file that an import of a dotted name means: beside the config, or beside one of its files.
  func file(_ path: [String], isBesideConfig: Bool) throws -> PythonFile? {
    let name = path.joined(separator: "/")
    let folders = isBesideConfig ? [""] : Set(files.keys.map(\.folder)).sorted()
    for folder in folders where folder != name {
      if let file = try file("\(folder)\(name).py") ?? file("\(folder)\(name)/__init__.py") {
        return file
      }
    }
    return nil
  }

  /// The file of this name; `nil` if there is none.
  func file(_ name: String) throws -> PythonFile? {
    var name = name
    while name.hasPrefix("./") { name.removeFirst(2) }
    if let known = files[name] { return known }
    guard !areInside, let text = try read(name) else { return nil }
    texts.append((name, text))
    let file = PythonFile(name, text)
    files[name] = file
    return file
  }
}
