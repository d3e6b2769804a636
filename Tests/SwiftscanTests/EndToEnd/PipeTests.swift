import Arrays
import Foundation
import TestSupport
import Testing

/// Standard input and output, pipes, and how the program ends on signals.
@Suite struct PipeTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  /// The outputs of the example, written to a file.
  private func expected() throws -> Tree<NDArray> {
    let outcome = try workspace.swiftscan(
      "apply", "--params", "p.npy", "--input", "xs.npy", "-o", "expected.npy")
    #expect(outcome.status == 0)
    return try workspace.arrays("expected.npy")
  }

  @Test func theTwoLinesWorkAsTheyStand() throws {
    try FileManager.default.removeItem(atPath: workspace.file("p.npy"))
    let initialization = try workspace.swiftscan("init", "lstm.yaml")
    #expect(initialization.status == 0)
    #expect(initialization.errors == "swiftscan: p.npy: 180 numbers in 12 arrays\n")
    let apply = try workspace.swiftscan("apply", "--params", "p.npy", "--input", "xs.npy")
    #expect(apply.status == 0)
    #expect(
      apply.errors == """
        swiftscan: ys.npy: float32[16, 20, 5]
        swiftscan: carry.npy: c float32[16, 5], h float32[16, 5]

        """)
    #expect(apply.output.isEmpty)
    #expect(try workspace.arrays("ys.npy").leaf?.shape == [16, 20, 5])
    #expect(try workspace.arrays("carry.npy").fields?.keys == ["c", "h"])
  }

  @Test func paramsWithoutTheConfigAreTold() throws {
    let outcome = try workspace.swiftscan("init", "lstm.yaml", "-o", "q.msgpack")
    #expect(
      outcome.errors == """
        swiftscan: q.msgpack: 180 numbers in 12 arrays, without the config: apply needs --config \
        lstm.yaml

        """)
  }

  @Test func outputGoesDownAPipe() throws {
    let expected = try expected()
    let outcome = try workspace.shell(
      "swiftscan apply --params p.npy --input xs.npy -o - | cat >piped.npy")
    #expect(outcome.status == 0)
    #expect(try workspace.arrays("piped.npy") == expected)
    // No carry is written unless it is asked for.
    #expect(outcome.errors == "swiftscan: standard output: float32[16, 20, 5]\n")
  }

  @Test func inputComesDownAPipe() throws {
    let expected = try expected()
    let outcome = try workspace.shell(
      "cat xs.npy | swiftscan apply --params p.npy --input - -o ys.npy -q")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("ys.npy") == expected)
  }

  @Test func everythingComesDownOnePipe() throws {
    let expected = try expected()
    let outcome = try workspace.shell(
      "cat p.npy xs.npy | swiftscan apply --params - --input - -o - -q | cat >ys.npy")
    #expect(outcome.status == 0)
    #expect(try workspace.arrays("ys.npy") == expected)
  }

  @Test func configAndParamsAreStreamed() throws {
    let expected = try expected()
    let outcome = try workspace.shell(
      """
      swiftscan init - -o - -q <lstm.yaml |
        swiftscan apply --params - --input <(cat xs.npy) -o >(cat >ys.npy) --carry-output c.npy -q
      wait; sleep 0.2
      """)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("ys.npy") == expected)
  }

  @Test(arguments: [
    "cat lstm.yaml | swiftscan check -", "cat lstm.yaml | swiftscan check /dev/stdin",
    "swiftscan check <(cat lstm.yaml)",
    "cat lstm.yaml | swiftscan apply --params p.npy --config - --input xs.npy",
  ])
  func configComesDownAPipe(_ command: String) throws {
    let outcome = try workspace.shell("\(command) -q")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }

  @Test func brokenPipeEndsQuietly() throws {
    let outcome = try workspace.shell(
      "swiftscan apply --params p.npy --input xs.npy -o - -q | true; echo ${PIPESTATUS[0]}")
    let status = String(decoding: outcome.output, as: UTF8.self)
    // All may have been written before the reader went.
    #expect(status == "141\n" || status == "0\n")
    #expect(outcome.errors == "")
    let words = try workspace.shell("swiftscan summary lstm.yaml > >(true); echo $?")
    #expect(words.errors == "")
  }

  @Test func fullDiskIsSaid() throws {
    let outcome = try workspace.shell("swiftscan summary lstm.yaml >/dev/full")
    #expect(outcome.status == 74)
    #expect(outcome.errors.hasPrefix("swiftscan: error: standard output: cannot be written"))
  }

  // MARK: Signals

  /// Starts a run that waits for its input, ends it by a signal, and gives the exit status.
  private func end(by signal: Int32) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Workspace.program)
    process.arguments = ["apply", "--params", "p.npy", "--input", "-"]
    process.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
    let input = Pipe()
    process.standardInput = input
    try process.run()
    // It waits for signals from when there are two threads.
    let tasks = "/proc/\(process.processIdentifier)/task"
    for _ in 0..<1000 where try FileManager.default.contentsOfDirectory(atPath: tasks).count < 2 {
      usleep(10_000)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    withExtendedLifetime(input) {}
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  @Test(
    arguments: [
      (SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, 131), (SIGXCPU, 152),
    ] as [(Int32, Int32)])
  func signalsEndWithTheirStatus(_ signal: Int32, _ status: Int32) throws {
    let before = try workspace.names
    #expect(try end(by: signal) == status)
    #expect(try workspace.names == before)
  }

  @Test func ignoredSignalsStayIgnored() throws {
    let outcome = try workspace.shell(
      """
      trap '' INT
      { sleep 1; cat xs.npy; } | '\(Workspace.program)' apply --params p.npy --input - -q &
      sleep 0.5; kill -INT $!; wait $!
      """)
    #expect(outcome.status == 0)
    #expect(try workspace.names.isSuperset(of: ["ys.npy", "carry.npy"]))
  }

  @Test func limitOfFileSizeIsSaid() throws {
    let before = try workspace.names
    let outcome = try workspace.shell(
      "ulimit -f 1; swiftscan init lstm.yaml -o large.npy --set features=200")
    #expect(outcome.status == 74)
    #expect(outcome.errors.hasPrefix("swiftscan: error: large.npy: cannot be written: file too"))
    #expect(try workspace.names == before)
  }

  /// With a standard descriptor closed, a file that is opened mustn't get its number: what is said
  /// would be written into it.
  @Test(arguments: ["2>&-", "<&-", ">&-", "<&- >&- 2>&-"])
  func closedDescriptorsTakeNoWordsIntoFiles(_ closing: String) throws {
    let command = "swiftscan apply --params p.npy --input xs.npy"
    _ = try workspace.shell("\(command) -o expected.npy")
    let outcome = try workspace.shell("\(command) -o ys.npy \(closing)")
    #expect(outcome.status == 0)
    #expect(try workspace.bytes("ys.npy") == workspace.bytes("expected.npy"))
    let closed = try workspace.shell("\(command) -o - >&-")
    #expect(closed.status == 74)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func arraysAreNotWrittenToATerminal() throws {
    let command = "\(Workspace.program) apply --params p.npy --input xs.npy -o -"
    let outcome = try workspace.shell("script -qec '\(command)' /dev/null </dev/null")
    #expect(outcome.status == 64)
    let words = String(decoding: outcome.output, as: UTF8.self)
    #expect(words.contains("standard output: arrays aren't written to a terminal"))
  }

  // MARK: Words

  @Test func versionAndHelp() throws {
    let version = try workspace.swiftscan("--version")
    #expect(version.status == 0)
    #expect(String(decoding: version.output, as: UTF8.self) == "0.1.0\n")
    for command in [["--help"], ["init", "--help"], ["apply", "-h"], ["help", "check"], []] {
      let outcome = try workspace.shell("swiftscan \(command.joined(separator: " "))")
      #expect(outcome.status == 0)
      #expect(String(decoding: outcome.output, as: UTF8.self).contains("USAGE: swiftscan"))
      #expect(outcome.errors == "")
    }
  }

  @Test(arguments: [
    ("init lstm.yaml other.yaml", "other.yaml: unexpected argument"),
    ("init lstm.yaml --sede 3", "--sede: no such option"),
    ("init lstm.yaml -o", "-o: the value is missing"),
    ("init lstm.yaml --seed five", "--seed five: the value makes no sense"),
    ("init lstm.yaml --seed 1 --key 1,2", "give one of --seed, --key and --rng params=…"),
    ("init lstm.yaml --key 7", "--key 7: the value makes no sense"),
    ("init lstm.yaml --key 1,2,3", "--key 1,2,3: the value makes no sense"),
    ("init lstm.yaml --size B=1 --size B=2", "--size B=… is given twice"),
    ("init lstm.yaml --rng dropout=1 --rng dropout=1,2", "--rng dropout=… is given twice"),
    ("init lstm.yaml --set features=1 --set features=2", "--set features=… is given twice"),
    ("init lstm.yaml --size B", "--size B: the value makes no sense"),
    ("init lstm.yaml --size B=-1", "--size B=-1: the value makes no sense"),
    ("init lstm.yaml --rng dropout", "--rng dropout: the value makes no sense"),
    ("init lstm.yaml --set features", "--set features: the value makes no sense"),
    ("init lstm.yaml --input xs=", "--input xs=: the value makes no sense"),
    (
      "apply --params p.npy --input xs.npy --mutable '{denny: a}'",
      "--mutable {denny: a}: the value makes no sense"
    ),
    (
      "apply --params p.npy --input xs.npy --variables-output v.npy",
      "--variables-output needs --mutable: which collections may change?"
    ),
  ])
  func wrongCommandLines(_ command: String, _ problem: String) throws {
    let before = try workspace.names
    let outcome = try workspace.shell("swiftscan \(command)")
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("swiftscan: error: \(problem)\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains("\n  hint: "))
    #expect(outcome.output.isEmpty)
    #expect(try workspace.names == before)
  }
}
