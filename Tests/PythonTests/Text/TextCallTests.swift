import Testing

/// Functions of text against CPython.
@Suite struct TextCallTests {
  @Test(arguments: ["formats", "texts"])
  func textsAreCPythons(file: String) throws {
    let fixture = try CallFixture(file)
    #expect(fixture.rows.count > 200)
    #expect(fixture.differences() == [])
  }
}
