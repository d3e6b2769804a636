import Diagnostics
import ProgramIR
import Testing

@testable import LiftedScan

/// Arguments of built-in modules by the names of their parameters.
struct NamedArgumentsTests {
  private func named(_ arguments: Arguments) throws -> NamedArguments {
    try NamedArguments(arguments, Method("inputs, mask=None, *, deterministic=None"), of: "Layer")
  }

  private static func truth(_ value: Bool) -> Value { .leaf(.bool(value)) }

  @Test func positionsAndNamesMeanTheSame() throws {
    let byPosition = try named(Arguments([.none, Self.truth(true)]))
    let byName = try named(
      Arguments(keywords: [("inputs", .none), ("mask", Self.truth(true))]))
    for arguments in [byPosition, byName] {
      #expect(try arguments.optionalBool("mask") == true)
      #expect(try arguments.optionalBool("deterministic") == nil)
      // None counts as not given.
      #expect(arguments["inputs"] == nil)
      #expect(throws: Diagnostic.self) { try arguments.tensor("inputs") }
    }
  }

  @Test func whatDoesntFitIsRefused() {
    for arguments in [
      Arguments([.none, .none, Self.truth(true)]),
      Arguments([.none], keywords: [("inputs", .none)]),
      Arguments([.none], keywords: [("other", .none)]),
    ] {
      #expect(throws: Diagnostic.self) { try named(arguments) }
    }
  }

  @Test(arguments: [nil, true, false], [nil, true, false])
  func aSettingIsGivenOnce(field: Bool?, argument: Bool?) throws {
    let given = argument.map { [(name: "deterministic", value: Self.truth($0))] } ?? []
    let arguments = try named(Arguments([.none], keywords: given))
    if (field == nil) == (argument == nil) {
      #expect(throws: Diagnostic.self) { try arguments.merged("deterministic", field: field) }
    } else {
      #expect(try arguments.merged("deterministic", field: field) == field ?? argument)
    }
  }
}
