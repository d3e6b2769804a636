extension BadConfig {
  /// Files that are no YAML, or not what YAML may be.
  static let yaml = [
    BadConfig(
      "empty file", "",
      """
      swiftscan: error: c.yaml:1:1: the file is empty
        expected: a YAML document
      """),
    BadConfig(
      "only a word",
      """
      hello
      """,
      """
      swiftscan: error: c.yaml:1:1: wrong type
        hello
        ^
        expected: a map
        got:      the string 'hello'
      """),
    BadConfig(
      "a list",
      """
      - a
      - b
      """,
      """
      swiftscan: error: c.yaml:1:1: wrong type
        - a
        ^
        expected: a map
        got:      a list
      """),
    BadConfig(
      "never closed",
      """
      model: {type: Dense, features: 2
      """,
      """
      swiftscan: error: c.yaml:1:8: '{' is never closed
        model: {type: Dense, features: 2
               ^
      """),
    BadConfig(
      "tab in the indentation",
      """
      version: 1
      	model: x
      """,
      """
      swiftscan: error: c.yaml:2:1: a tab in the indentation
        	model: x
        ^
        hint: YAML is indented with spaces
      """),
    BadConfig(
      "duplicate key",
      """
      version: 1
      version: 1
      """,
      """
      swiftscan: error: c.yaml:2:1: duplicate key 'version'
        version: 1
        ^
        got:      the first is on line 1
        hint: take one of them out
      """),
    BadConfig(
      "duplicate field",
      """
      model: {type: Dense, features: 2, features: 3}
      """,
      """
      swiftscan: error: c.yaml:1:35: duplicate key 'features'
        model: {type: Dense, features: 2, features: 3}
                                          ^
        got:      the first is on line 1
        hint: take one of them out
      """),
    BadConfig(
      "unquoted brackets",
      """
      inputs: {x: float32[2, 3}
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:20: unexpected '['
        inputs: {x: float32[2, 3}
                           ^
        expected: ',' or '}'
        hint: a value with brackets, commas or ': ' in it needs quotes
      """),
    BadConfig(
      "second document",
      """
      version: 1
      ---
      version: 1
      """,
      """
      swiftscan: error: c.yaml:2:1: a second document starts here
        ---
        ^
        expected: one document a file
        hint: take out the '---'
      """),
    BadConfig(
      "alias inside itself",
      """
      model: &a {type: *a}
      """,
      """
      swiftscan: error: c.yaml:1:18: the alias '*a' is inside what it stands for
        model: &a {type: *a}
                         ^
      """),
    BadConfig(
      "Python tag",
      """
      model: !!python/object:os.system x
      """,
      """
      swiftscan: error: c.yaml:1:8: the tag '!!python/object:os.system' is not supported here
        model: !!python/object:os.system x
               ^
        expected: no tag, or on a scalar !!str, !!int, !!float, !!bool or !!null
        hint: leave the tag out
      """),
  ]
}
