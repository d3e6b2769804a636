import Arrays
import Testing

@Suite struct FieldsTests {
  /// Enough names that they aren't searched one by one.
  let names = (0..<50).map { "name\($0 * 37 % 50)" }
  var many: Tree<Int>.Fields { .init(names.enumerated().map { ($1, .leaf($0)) }) }

  @Test func manyNamesAreFound() {
    for (index, name) in names.enumerated() { #expect(many[name] == .leaf(index)) }
    #expect(many["name50"] == nil)
    #expect(many.keys == names)
  }

  @Test func manyNamesAreSetAndRemoved() {
    var fields = many
    fields["name37"] = nil
    fields["name0"] = .leaf(-1)
    fields["new"] = .leaf(-2)
    #expect(fields.keys == names.filter { $0 != "name37" } + ["new"])
    #expect(fields["name37"] == nil)
    #expect(fields["name0"] == .leaf(-1))
    for name in names[2...] { #expect(fields[name] == many[name]) }
    for name in names { fields[name] = nil }
    #expect(fields.keys == ["new"])
    #expect(fields["new"] == .leaf(-2))
  }

  @Test func mappedFieldsAreFound() {
    let texts = many.mapValues { key, value in value.map { "\(key)=\($0)" } }
    #expect(texts.keys == names)
    for (index, name) in names.enumerated() { #expect(texts[name] == .leaf("\(name)=\(index)")) }
  }

  @Test func valuesAreMadeAndChangedInPlace() {
    var fields = many
    fields["name0", default: .none] = .leaf(100)
    fields["new", default: [:]].changeFields { $0["inner"] = .leaf(5) }
    fields["new", default: [:]].changeFields { $0["other"] = .leaf(6) }
    #expect(fields["name0"] == .leaf(100))
    #expect(fields["new"] == ["inner": .leaf(5), "other": .leaf(6)])
    #expect(fields.pairs.count == 51)
  }
}
