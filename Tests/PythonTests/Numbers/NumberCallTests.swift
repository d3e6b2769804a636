import Testing

/// Functions of numbers against CPython.
@Suite struct NumberCallTests {
  @Test func integersAreCPythons() throws {
    let fixture = try CallFixture("integers")
    #expect(fixture.rows.count > 500)
    #expect(fixture.differences() == [])
  }

  @Test(arguments: ["floats", "complex", "math"])
  func floatsAreCPythons(file: String) throws {
    let fixture = try CallFixture(file)
    #expect(fixture.rows.count > 200)
    #expect(fixture.differences(matching: CallFixture.agree) == [])
  }
}
