import ModelConfig

/// A config to begin with, for a class of modules of a file of Python.
struct StartingConfig {
  /// The file, as the config names it.
  let file: String
  /// The class.
  let outline: ModuleOutline
  /// The method that is called.
  let method: String
  /// The arguments of the method.
  let arguments: [ModuleOutline.Parameter]

  /// A config of a class.
  ///
  /// - Throws: when it has no such method.
  init(_ outline: ModuleOutline, file: String, method: String?) throws {
    (self.outline, self.file) = (outline, file)
    self.method = method ?? "__call__"
    if method == nil, !outline.methodNames.contains("__call__") {
      arguments = []
    } else {
      arguments = try outline.arguments(of: self.method)
    }
  }

  /// The text of the config.
  var text: String {
    let lines =
      [
        "# \(outline.name) of \(file.onOneLine). \(advice)", "version: 1",
        "python: \(file.yamlScalar)  # relative to this config",
      ] + inputLines + modelLines
    return lines.joined(separator: "\n") + "\n"
  }

  private var advice: String {
    if !outline.methodNames.contains(method) {
      return "Its methods (\(outline.methodNames.joined(separator: ", "))) are run with --method."
    }
    let option = method == "__call__" ? "" : " --method \(method)"
    return "When the inputs and fields are right: swiftscan check\(option), then init\(option)."
  }

  // MARK: Inputs

  private var inputLines: [String] {
    let inputs = arguments.filter(\.isArray)
    var lines: [String] = []
    if !inputs.isEmpty {
      let isAnyRequired = inputs.contains { !$0.hasDefault }
      lines.append(isAnyRequired ? "inputs:" : "# inputs:")
      lines += Self.table(
        inputs.map { input in
          let entry = "\(input.name.yamlScalar): \(input.inputType)"
          return (input.hasDefault ? "  # \(entry)" : "  \(entry)", Self.note(onInput: input))
        })
    }
    for setting in arguments.filter({ !$0.isArray }) {
      let text = setting.defaultText ?? "…"
      let value = ["True": "true", "False": "false", "None": "null"][text] ?? text
      lines.append(
        "# \(setting.described): no array, but set by --set \(setting.name)=\(value.onOneLine)"
          + (setting.hasDefault ? ", its default" : ""))
    }
    return lines
  }

  private static func note(onInput input: ModuleOutline.Parameter) -> String {
    let annotation = input.annotation.map { "\($0.onOneLine); " } ?? ""
    let state = input.hasDefault ? "optional" : "required"
    return "\(annotation)\(state): write its dtype and sizes; names of sizes are told by the data"
  }

  // MARK: Fields

  private var modelLines: [String] {
    let fields = outline.fields
    return ["model:"]
      + Self.table(
        [("  type: \(outline.name)", "")]
          + fields.map { field in
            if let value = field.configText {
              return ("  \(field.name.yamlScalar): \(value)", Self.note(onField: field))
            }
            let value = field.hasDefault ? field.defaultText ?? "…" : "…"
            return ("  # \(field.name.yamlScalar): \(value.onOneLine)", Self.note(onField: field))
          })
  }

  private static func note(onField field: ModuleOutline.Parameter) -> String {
    let annotation = field.annotation.map { "\($0.onOneLine); " } ?? ""
    if !field.hasDefault { return "\(annotation)required: write a value, and take out the first #" }
    return "\(annotation)the default"
  }

  /// Lines with their comments in a column, as far as they aren't long.
  private static func table(_ rows: [(text: String, comment: String)]) -> [String] {
    let width = rows.map(\.text.count).filter { $0 <= 36 }.max() ?? 0
    return rows.map { text, comment in
      guard !comment.isEmpty else { return text }
      let padding = String(repeating: " ", count: max(0, width - text.count))
      return "\(text)\(padding)  # \(comment)"
    }
  }
}

extension ModuleOutline.Parameter {
  /// The name with its annotation.
  fileprivate var described: String {
    annotation.map { "\(name): \($0.onOneLine)" } ?? name
  }

  /// Whether an argument may be an array, and not a setting.
  fileprivate var isArray: Bool {
    let words = annotation?.words ?? []
    if words.contains(where: { ["Array", "ArrayLike", "ndarray", "chex"].contains($0) }) {
      return true
    }
    if let first = words.first(where: { $0 != "Optional" && $0 != "typing" }),
      ["bool", "str", "int", "float", "Callable", "PRNGKey", "PRNGKeyArray"].contains(first)
    {
      return false
    }
    return ["True", "False"].contains(defaultText) == false
      && !(defaultText.map { $0 != "None" } ?? false)
  }

  /// An array's type as a suggestion: as a jaxtyping annotation says, or else as usual for the name.
  fileprivate var inputType: String {
    annotation.flatMap(Self.jaxtyping) ?? Self.usual(name)
  }

  /// `float32[batch, 3]` of `Float[Array, 'batch 3']`.
  private static func jaxtyping(_ annotation: String) -> String? {
    let dtypes = ["Float": "float32", "Int": "int32", "UInt": "uint32", "Bool": "bool"]
    let kind = annotation.prefix { $0 != "[" }.split(separator: ".").last.map(String.init) ?? ""
    guard let dtype = dtypes[kind] else { return nil }
    let parts = annotation.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "'" || $0 == "\"" })
    guard parts.count == 3 else { return nil }
    let sizes = parts[1].split(separator: " ")
    let areSizes = sizes.allSatisfy { size in
      size.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        && (Int(size) != nil || size.first?.isNumber == false)
    }
    return areSizes ? "\(dtype)[\(sizes.joined(separator: ", "))]" : nil
  }

  private static func usual(_ name: String) -> String {
    let words = Set(name.lowercased().split(separator: "_").map(String.init))
    func isAny(_ candidates: String...) -> Bool { !words.isDisjoint(with: candidates) }
    if isAny("tokens", "token", "ids", "labels", "indices", "input_ids") { return "int32[B, T]" }
    if isAny("lengths", "length", "timestep", "timesteps") { return "int32[B]" }
    if isAny("mask", "masks", "done", "dones", "resets", "reset") { return "bool[B, T]" }
    if isAny("image", "images", "img", "imgs") { return "float32[B, H, W, C]" }
    if isAny("video", "videos", "frames") { return "float32[B, T, H, W, C]" }
    if isAny("carry", "carries", "h", "c", "hidden", "state") { return "float32[B, F]" }
    return "float32[B, T, F]"
  }
}

extension String {
  /// Runs of letters in the text.
  fileprivate var words: [String] {
    split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  }

  /// The text without line ends.
  fileprivate var onOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// The text as a YAML scalar, in quotes where needed.
  fileprivate var yamlScalar: String {
    let isPlain =
      first.map { $0.isLetter || "_./".contains($0) } ?? false
      && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_./-".contains($0)) }
      && !["true", "false", "null"].contains(lowercased())
    return isPlain ? self : quotedAsJSON
  }
}
