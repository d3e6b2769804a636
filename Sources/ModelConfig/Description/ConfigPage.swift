/// The page of all keys of configs, in Markdown.
package enum ConfigPage {
  /// The page.
  package static var text: String {
    ([head] + ConfigSection.all.filter(\.isShown).map(\.page)).joined(separator: "\n\n")
  }

  private static let head = """
    # The config

    One YAML file describes one model. `swiftscan schema --page` writes this page, from the
    description of the keys that the reader of configs uses, too.

    An editor with a language server for YAML checks and completes a config that begins with

    ```yaml
    # yaml-language-server: $schema=config.schema.json
    ```

    The schema is [config.schema.json](config.schema.json), which `swiftscan schema` writes. It knows
    keys and forms; `swiftscan check` also knows types, shapes and code.

    ## Values

    A plain word is a string: `mode: fast`. A function is written with its library,
    `activation: jax.nn.relu`, or by its bare name where the default or the annotation of the field
    says that it holds a function. A value of another type than the annotation says, such as
    `training: no`, is an error. A map with a `type:`, or with a lift, is a module. Defaults are
    written here as in Python.
    """
}

extension ConfigSection {
  /// Whether the page shows the section: settings of a method's lift are those of the lift around a
  /// module.
  fileprivate var isShown: Bool { !name.hasSuffix(" settings") && name != "checkpoint" }

  /// The heading, the summary and the table of keys.
  fileprivate var page: String {
    var parts = ["## \(name)", summary]
    if let form { parts.append("Form: \(form.words).") }
    if case .oneOf(let names) = rule {
      parts.append("It has one of \(names.map { "`\($0)`" }.joined(separator: ", ")).")
    }
    if !keys.isEmpty {
      let head = ["| key | value | default | meaning |", "|---|---|---|---|"]
      parts.append((head + keys.map(\.row)).joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }
}

extension ConfigKey {
  /// The row of the table.
  fileprivate var row: String {
    let ending = isRequired ? "required" : defaultText.map { "`\($0)`" } ?? ""
    return "| `\(name)` | \(form.words) | \(ending) | \(summary) |"
  }
}
