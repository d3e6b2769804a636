import ArgumentParser
import Diagnostics
import Execution
import Kernels

/// Words of the command line: the command that they ask for, or their error.
struct CommandLineWords {
  let words: [String]

  init(_ words: [String]) { self.words = words }

  /// The command.
  ///
  /// - Throws: a `Diagnostic` of wrong use, or the parser's error that asks for help or the version.
  func command() throws -> any ParsableCommand {
    try checkCommand()
    do {
      return try Swiftscan.parseAsRoot(words)
    } catch  where Swiftscan.exitCode(for: error) == .validationFailure {
      throw diagnostic(Swiftscan.message(for: error))
    }
  }

  // MARK: Commands

  private static let commands = Swiftscan.configuration.subcommands

  /// Refuses a first word that is no command, which the parser would only call unexpected.
  private func checkCommand() throws {
    let known = Self.commands.map { $0._commandName } + ["help"]
    let asked = words.first == "help" ? words.dropFirst().first : words.first
    guard let word = asked, !word.hasPrefix("-"), !known.contains(word) else { return }
    throw Diagnostic(
      "no such command", code: .usage, path: word,
      hint: Self.hint(forFile: word) ?? suggestion(for: word, among: known))
  }

  /// Advice for a file name typed in place of a command.
  private static func hint(forFile word: String) -> String? {
    if word.isConfigName {
      return "swiftscan init \(word) makes its variables, swiftscan check \(word) checks it"
    }
    return word.isArrayName ? "swiftscan apply --params FILE --input \(word)" : nil
  }

  private var commandType: (any ParsableCommand.Type)? {
    Self.commands.first { $0._commandName == words.first }
  }

  private var usage: String {
    commandType?.configuration.usage ?? "swiftscan COMMAND [<options>]"
  }

  // MARK: The parser's errors

  /// An error of the parser in the form of all others.
  private func diagnostic(_ message: String) -> Diagnostic {
    let names = message.split(separator: "'", omittingEmptySubsequences: false)
      .enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    guard let first = names.first else { return plain(message) }
    let option = String(first.prefix { $0 != " " })
    if message.hasPrefix("Missing expected argument") {
      return plain("the argument \(first) is missing")
    }
    if message.hasPrefix("Unknown option") {
      return Diagnostic(
        "no such option", code: .usage, path: option, expected: usage,
        hint: hint(forOption: option))
    }
    if message.hasPrefix("Missing value for") {
      return Diagnostic(
        "the value is missing", code: .usage, path: option, expected: Self.valueForms[option],
        hint: help)
    }
    if message.contains("is invalid for"), names.count > 1 {
      let option = String(names[1].prefix { $0 != " " })
      return Diagnostic(
        "the value makes no sense", code: .usage, path: "\(option) \(first)",
        expected: Self.valueForms[option],
        hint: Self.value(like: first, of: option).map { "did you mean '\(option) \($0)'?" } ?? help)
    }
    if message.lowercased().contains("unexpected argument") {
      return .unexpectedArguments(names, usage: usage)
    }
    return plain(message)
  }

  private func plain(_ message: String) -> Diagnostic {
    Diagnostic(
      message.prefix(1).lowercased() + message.dropFirst(), code: .usage, expected: usage,
      hint: help)
  }

  private var help: String {
    commandType.map { "see swiftscan \($0._commandName) --help" } ?? "see swiftscan --help"
  }

  /// The option that was meant: one with a name like it, or that begins with the letter.
  private func hint(forOption word: String) -> String {
    let text = commandType.map { Swiftscan.helpMessage(for: $0) } ?? Swiftscan.helpMessage()
    let options = text.split { !($0.isLetter || $0 == "-") }.map(String.init)
      .filter { $0.hasPrefix("--") && $0.count > 2 }
    if word.hasPrefix("--") {
      return closestMatch(to: word, among: options).map { "did you mean '\($0)'?" } ?? help
    }
    let letter = word.dropFirst().prefix(1)
    return options.first { $0.hasPrefix("--\(letter)") }.map { "did you mean '\($0)'?" } ?? help
  }

  /// The value of an option that was meant.
  private static func value(like text: String, of option: String) -> String? {
    if let words = valueWords[option] { return closestMatch(to: text, among: words) }
    return valueForms[option]?.hasPrefix("NAME=") ?? false ? splitSize(text) : nil
  }

  /// `B=16` of `B16`, for an option that takes names and numbers.
  private static func splitSize(_ text: String) -> String? {
    let name = text.prefix { $0.isLetter || $0 == "_" }
    let number = text[name.endIndex...].drop { $0 == ":" || $0 == "-" || $0 == " " }
    return name.isEmpty || Int(number) == nil ? nil : "\(name)=\(number)"
  }

  /// The values of options that take one of a few words.
  private static let valueWords = [
    "--instructions": InstructionSet.allValueStrings,
    "--weights": WeightStorage.allValueStrings,
  ]

  /// Forms of the values of options, by option.
  private static let valueForms = [
    "--carry": "FILE, PART=FILE, or zeros, ones, normal",
    "--input": "FILE, NAME=FILE or NAME/PART=FILE; in place of FILE also zeros, ones, normal",
    "--key": "HI,LO: two numbers from 0 to 4294967295",
    "--mutable": "the name of a collection, true, false, '[a, b]' or '{deny: a}'",
    "--params": "FILE or NAME=FILE",
    "--rng": "NAME=SEED or NAME=HI,LO, such as dropout=1",
    "--seed": "an integer",
    "--set": "NAME=VALUE, such as features=8",
    "--size": "NAME=N, such as B=16",
    "--threads": "a number from 1 to 1024",
  ].merging(valueWords.mapValues { $0.joined(separator: ", ") }) { form, _ in form }
}

extension Diagnostic {
  /// Words that belong to no option.
  static func unexpectedArguments(_ words: [String], usage: String) -> Diagnostic {
    let hints = words.map { word in
      word.isConfigName ? "one config at a time" : "an input goes to --input \(word)"
    }
    return Diagnostic(
      "unexpected argument", code: .usage, path: words.first, expected: usage, hint: hints.first)
  }
}
