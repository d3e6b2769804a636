import ArgumentParser
import ArrayFiles
import Diagnostics
import ModelConfig
import ScannedModels

/// `swiftscan new`: a config to begin with.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a config to begin with.",
    discussion: """
      swiftscan new net.py
      swiftscan new net.py:Net -o config.yaml
      swiftscan new lstm -o config.yaml
      swiftscan new --list

      Of a class in a file of Python: its fields with their defaults, and an input for each argument \
      of its call. Of a file: the classes it defines. Of a template: a config that runs as it is.
      """)

  @ArgumentParser.Argument(
    help: ArgumentHelp(
      "A class of a file of Python, such a file, or a template.",
      valueName: "file.py:class|file.py|template"))
  var source: String?

  @Flag(help: "List the templates.")
  var list = false

  @ArgumentParser.Option(
    name: [.short, .long], help: "Where to write the config (default: standard output).")
  var output: String?

  @ArgumentParser.Option(help: "The method whose arguments are the inputs (default: __call__).")
  var method: String?

  @Flag(help: "Overwrite the output.")
  var force = false

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    guard list || source != nil else {
      throw ValidationError("give a file of Python, FILE.py:CLASS, or a template (see --list)")
    }
    guard !list || (source == nil && output == nil && method == nil) else {
      throw ValidationError("--list goes with nothing else")
    }
  }

  func run() throws {
    guard let source else {
      let width = Template.all.map(\.name.count).max() ?? 0
      return try say(
        Template.all.map { template in
          let padding = String(repeating: " ", count: width - template.name.count)
          return "\(template.name)\(padding)  \(template.summary)"
        }.joined(separator: "\n"))
    }
    if source.hasSuffix(".py") { return try listClasses(of: source) }
    if let colon = source.lastIndex(of: ":"), source[..<colon].hasSuffix(".py") {
      let name = String(source[source.index(after: colon)...])
      return try write(config(ofClass: name, in: String(source[..<colon])))
    }
    guard method == nil else {
      throw ValidationError("--method is for a class of a file of Python")
    }
    try write(try Template.named(source).text)
  }

  // MARK: Files of Python

  private func listClasses(of file: String) throws {
    guard output == nil, method == nil else {
      throw ValidationError("say which class: \(file):CLASS")
    }
    let outlines = try ModuleOutline.outlines(of: file, readSource: Self.read)
    guard !outlines.isEmpty else {
      throw Diagnostic("defines no class of modules", path: file)
    }
    try say(outlines.map(\.line).joined(separator: "\n"))
    if !quiet { report("a config for one of them: swiftscan new \(file):\(outlines[0].name)") }
  }

  private func config(ofClass name: String, in file: String) throws -> String {
    guard !name.isEmpty else {
      let outlines = try ModuleOutline.outlines(of: file, readSource: Self.read)
      throw Diagnostic(
        "which class?", code: .usage, path: file,
        hint: suggestion(for: "", among: outlines.map(\.name)))
    }
    let outline = try ModuleOutline.outline(of: name, in: file, readSource: Self.read)
    let place = output.map { $0 == "-" ? "" : $0 } ?? ""
    return try StartingConfig(
      outline, file: relativePath(of: file, from: place), method: method
    ).text
  }

  private static func read(_ name: String) throws -> String? {
    try ScannedModel.source(name, beside: "")
  }

  // MARK: Output

  private func write(_ text: String) throws {
    let destination = output ?? "-"
    if destination != "-", !force, FileSystem.exists(destination) {
      throw Diagnostic(
        "\(destination) is there already", code: .cannotCreate,
        hint: "pass --force to overwrite it, or -o to write elsewhere")
    }
    let files = OutputFiles()
    defer { files.discard() }
    Signals.discardOnInterrupt(files)
    let file = try files.create(destination)
    try Array(text.utf8).withUnsafeBytes { try file.write($0) }
    try file.finish()
    try files.commit()
    guard !quiet, destination != "-" else { return }
    report(
      "\(destination): a config to begin with; swiftscan check \(destination) says what is missing")
  }
}

extension ModuleOutline {
  /// The class with its fields.
  fileprivate var line: String {
    let fields = fields.map { field in
      field.hasDefault ? "\(field.name)=\(field.defaultText ?? "…")" : field.name
    }
    let methods = methodNames.map { $0 == "__call__" ? "" : ".\($0)" }.filter { !$0.isEmpty }
    let note = methods.isEmpty ? "" : "  # also: \(methods.joined(separator: ", "))"
    return "\(name)(\(fields.joined(separator: ", ")))\(note)"
  }
}

/// The path of a file from the folder of another.
private func relativePath(of file: String, from other: String) -> String {
  guard file.hasPrefix("/") == other.hasPrefix("/") || !other.contains("/") else { return file }
  func parts(_ path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }
  }
  let folder = parts(other).dropLast()
  // Where a folder above can't be named, the path is left as it is.
  guard !folder.contains("..") else { return file }
  if file.hasPrefix("/"), !other.hasPrefix("/") { return file }
  let target = parts(file)
  let common = zip(folder, target.dropLast()).prefix { $0 == $1 }.count
  let up = Array(repeating: Substring(".."), count: folder.count - common)
  return (up + target.dropFirst(common)).joined(separator: "/")
}
