import Testing

@testable import ModelConfig

/// The JSON Schema and the page as text.
struct ConfigSchemaTests {
  @Test func objectsKeepTheirOrder() {
    let value = JSONValue.object([
      ("b", .bool(true)), ("a", .array([.string("\"\n"), .array([])])), ("c", .object([])),
    ])
    let expected = """
      {
        "b": true,
        "a": [
          "\\"\\u000a",
          []
        ],
        "c": {}
      }
      """
    #expect(value.text == expected)
  }

  @Test func onlyAWholeConfigNeedsAModel() {
    let lines = """
        "additionalProperties": false,
        "if": {
          "required": [
            "extends"
          ]
        },
        "then": {},
        "else": {
      """
    #expect(ConfigSchema.text.contains(lines))
    #expect(ConfigSchema.text.contains("\n    \"required\": [\n      \"model\"\n    ]\n"))
  }

  @Test func thePageHasARowForEachKeyOfTheFile() {
    for key in ConfigSection.root.keys {
      #expect(ConfigPage.text.contains("| `\(key.name)` |"))
    }
  }

  @Test(arguments: [
    (ConfigForm.map(of: .boolean), "a map to true or false"),
    (.list(of: .string("a file name")), "a list of file names"),
    (.definition("scan settings"), "[scan settings](#scan)"),
    (.choice([.integer, .word("broadcast")]), "a whole number, or `broadcast`"),
  ])
  func formsInWords(_ form: ConfigForm, _ words: String) {
    #expect(form.words == words)
  }
}
