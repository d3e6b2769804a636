import Arrays
import Kernels
import Testing

/// What `--threads`, `--weights`, `--print-plan` and `--profile` do to `apply`.
@Suite struct ExecutionOptionsTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  private func apply(_ options: String, to output: String = "ys.npy") throws -> Workspace.Outcome {
    try workspace.shell(
      "swiftscan apply --params p.npy --input xs.npy -o \(output) --carry-output c.npy \(options)")
  }

  private func elements(_ name: String) throws -> [Float] {
    try #require(workspace.arrays(name).leaf).elements(as: Float.self)
  }

  @Test(arguments: ["--threads 1", "--threads 3", "--print-plan", "--profile"])
  func outputsAreTheSame(_ options: String) throws {
    #expect(try apply("", to: "expected.npy").status == 0)
    #expect(try apply(options).status == 0)
    #expect(try elements("ys.npy") == elements("expected.npy"))
  }

  /// bfloat16 has 8 bits of a number: the difference is seen, and told as it is.
  @Test func narrowWeightsTellTheDifference() throws {
    _ = try apply("", to: "expected.npy")
    let outcome = try apply("--weights bfloat16")
    #expect(outcome.status == 0)
    let differences = zip(try elements("ys.npy"), try elements("expected.npy"))
      .map { ($0 - $1).magnitude }
    let largest = try #require(differences.max())
    #expect(largest > 0 && largest < 0x1p-6)
    let words = "swiftscan: weights in bfloat16: 2 matrices; outputs differ by at most "
    let line = try #require(outcome.errors.split(separator: "\n").first { $0.hasPrefix(words) })
    // The carry's parts are outputs too.
    #expect(try #require(Float(line.dropFirst(words.count))) >= largest)
    #expect(try !apply("--weights float32").errors.contains("bfloat16"))
    #expect(try apply("--weights bfloat16 -q").errors == "")
  }

  /// Small matrices stay as they are, which is said.
  @Test func smallWeightsStayInFloat32() throws {
    _ = try apply("", to: "expected.npy")
    let outcome = try apply("--weights int8")
    #expect(
      outcome.errors.hasPrefix(
        "swiftscan: weights in int8: none, as 2 matrices stay in float32, too small to gain by it\n"
      )
    )
    #expect(try elements("ys.npy") == elements("expected.npy"))
  }

  /// The matrices of all layers are weights too.
  @Test(arguments: ["bfloat16", "int8"]) func layersAreNarrowed(_ weights: String) throws {
    try workspace.copy("residual_mlp.yaml")
    try workspace.saveZeros(.float32, [8, 64], to: "h.npy")
    let outcome = try workspace.shell(
      """
      swiftscan init residual_mlp.yaml -o m.npy -q && swiftscan apply --params m.npy --carry h.npy       --carry-output c.npy --weights \(weights)
      """)
    #expect(outcome.status == 0)
    let words = "swiftscan: weights in \(weights): 24 matrices; outputs differ by at most "
    #expect(outcome.errors.hasPrefix(words))
  }

  /// A weight that no integer stands for is refused before anything is written.
  @Test func infiniteWeightsAreNoIntegers() throws {
    try workspace.copy("residual_mlp.yaml")
    try workspace.saveZeros(.float32, [8, 64], to: "h.npy")
    let model = "swiftscan apply --params m.npy --carry h.npy --carry-output c.npy -q"
    let layer = "Dense(hidden, kernel_init=nn.initializers.constant(jnp.inf))"
    #expect(
      try workspace.shell(
        """
        sed -i "s/Dense(hidden)/\(layer)/" residual_mlp.yaml
        swiftscan init residual_mlp.yaml -o m.npy -q && \(model)
        """
      ).status == 0)
    let outcome = try workspace.shell("rm c.npy; \(model) --weights int8")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.contains("a matrix of 64 × 256 that a loop multiplies by has an infinite"))
    #expect(outcome.errors.contains("hint: run it with weights in float32 or bfloat16"))
    #expect(try workspace.shell("test -e c.npy").status != 0)
  }

  /// `bench` times the weights that `apply` would use.
  @Test func benchTakesWeights() throws {
    let report = try workspace.shell("swiftscan bench lstm.yaml --seconds 0 --weights int8")
    #expect(report.status == 0)
  }

  @Test func planIsPrinted() throws {
    let outcome = try apply("--print-plan")
    #expect(outcome.output.isEmpty)
    for words in [
      "swiftscan: plan\npasses", "\n  merge dots: ", "\nprogram:\n", "\nscans:\n",
      "\n    prologue, 20 steps at once:\n", "\nmemory:\n  arena: ", "\nsteps:\n", "loop over 20",
      " = logistic ",
    ] {
      #expect(outcome.errors.contains(words))
    }
  }

  /// Each step of the core ran in each of 20 steps; the shares add up.
  @Test func profileIsPrinted() throws {
    let outcome = try apply("--profile -q")
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.first == "swiftscan: profile")
    #expect(lines.contains { $0.contains(" ms       20 × ") && $0.contains(" @ packed ") })
    let shares = lines.dropFirst().compactMap { line in
      line.split(separator: " ").first.flatMap { Double($0) }
    }
    #expect(shares.count == lines.count - 1)
    #expect((shares.reduce(0, +) - 100).magnitude < 0.1 * Double(shares.count))
  }

  /// All builds agree but for rounding, and `bench` says which one it times.
  @Test(arguments: InstructionSet.available)
  func instructionsAreChosen(_ build: InstructionSet) throws {
    #expect(try apply("", to: "expected.npy").status == 0)
    #expect(try apply("--instructions \(build)").status == 0)
    for (result, expected) in zip(try elements("ys.npy"), try elements("expected.npy")) {
      #expect((result - expected).magnitude < 1e-5)
    }
    let report = try workspace.shell(
      "swiftscan bench lstm.yaml --seconds 0 --threads 1 --instructions \(build)")
    #expect(
      String(decoding: report.output, as: UTF8.self).hasSuffix("machine     \(build), 1 thread\n"))
  }

  @Test(arguments: [
    ("--threads 0", "--threads takes a number from 1 to 1024"),
    ("--threads 1025", "--threads takes a number from 1 to 1024"),
    ("--weights int7", "expected: float32, bfloat16, int8"),
    ("--weights int7", "hint: did you mean '--weights int8'?"),
    ("--weights bflot16", "hint: did you mean '--weights bfloat16'?"),
    ("--instructions avx1024", "expected: baseline"),
  ])
  func refuses(_ options: String, _ words: String) throws {
    let outcome = try apply(options)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(words))
  }
}
