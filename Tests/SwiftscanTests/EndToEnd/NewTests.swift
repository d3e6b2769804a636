import Foundation
import Testing

@testable import swiftscan

/// `swiftscan new`.
@Suite struct NewTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private static let net = """
    from typing import Any, Callable, Optional, Sequence
    import dataclasses
    import flax.linen as nn
    import jax
    import jax.numpy as jnp
    from jaxtyping import Array, Float

    class Base(nn.Module):
        width: int = 4

    class Net(Base):
        features: int
        kernel: Sequence[int] = (3, 3)
        rate: float = 1e-6
        act: Callable = nn.relu
        dtype: Any = jnp.float32
        title: str = 'a: "b"'
        extra: Optional[int] = None
        sizes: Any = dataclasses.field(default_factory=lambda: [1, 2])

        @nn.compact
        def __call__(self, x: jax.Array, mask=None, training: bool = False):
            return self.act(nn.Dense(self.features, dtype=self.dtype)(x))

        @nn.compact
        def decode(self, carry, y: Float[Array, "batch 3"]):
            return carry, nn.Dense(self.features)(y)

    NOT_A_CLASS = 3

    """

  @Test(arguments: Template.all.map(\.name))
  func templatesPassTheCheckAsTheyAre(_ name: String) throws {
    let written = try workspace.swiftscan("new", name, "-o", "config.yaml")
    #expect(written.status == 0 && written.output.isEmpty)
    let checked = try workspace.swiftscan("check", "config.yaml", "-q")
    #expect(checked.status == 0)
    #expect(checked.errors.isEmpty)
    let made = try workspace.swiftscan(
      "init", "config.yaml", "-q", "--size", "B=2", "--size", "T=3",
      "-o", "made.npy")
    // Sizes that no input has are refused, so those without a T are made without it.
    if made.status != 0 {
      let again = try workspace.swiftscan("init", "config.yaml", "-q", "--size", "B=2")
      #expect(again.status == 0)
    }
  }

  @Test func templatesAreListed() throws {
    let outcome = try workspace.swiftscan("new", "--list")
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.map { $0.prefix { $0 != " " } } == Template.all.map { Substring($0.name) })
    #expect(Set(Template.all.map(\.name)).count == Template.all.count)
  }

  @Test func aClassGivesItsFieldsAndInputs() throws {
    try workspace.write(Self.net, to: "net.py")
    let outcome = try workspace.swiftscan("new", "net.py:Net")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let note = "write its dtype and sizes; names of sizes are told by the data"
    #expect(
      String(decoding: outcome.output, as: UTF8.self) == """
        # Net of net.py. When the inputs and fields are right: swiftscan check, then init.
        version: 1
        python: net.py  # relative to this config
        inputs:
          x: float32[B, T, F]  # jax.Array; required: \(note)
          # mask: bool[B, T]   # optional: \(note)
        # training: bool: no array, but set by --set training=false, its default
        model:
          type: Net
          width: 4            # int; the default
          # features: …       # int; required: write a value, and take out the first #
          kernel: (3, 3)      # Sequence[int]; the default
          rate: 1e-06         # float; the default
          act: nn.relu        # Callable; the default
          dtype: jnp.float32  # Any; the default
          title: "a: \\"b\\""   # str; the default
          extra: null         # Optional[int]; the default
          # sizes: dataclasses.field(default_factory=(lambda: [1, 2]))  # Any; the default

        """)
  }

  @Test func theConfigOfAClassRunsOnceWhatIsRequiredIsThere() throws {
    try workspace.write(Self.net, to: "net.py")
    let outcome = try workspace.swiftscan("new", "net.py:Net")
    let text = String(decoding: outcome.output, as: UTF8.self)
    try workspace.write(text, to: "config.yaml")
    let missing = try workspace.swiftscan("check", "config.yaml")
    #expect(missing.status == 65)
    #expect(missing.errors.contains("missing 1 required positional argument: 'features'"))
    try workspace.write(
      text.replacingOccurrences(of: "# features: …", with: "features: 5"), to: "config.yaml")
    let checked = try workspace.swiftscan("check", "config.yaml", "-q")
    #expect(checked.status == 0 && checked.errors.isEmpty)
  }

  @Test func aMethodGivesItsArguments() throws {
    try workspace.write(Self.net, to: "net.py")
    let outcome = try workspace.swiftscan("new", "net.py:Net", "--method", "decode")
    let text = String(decoding: outcome.output, as: UTF8.self)
    #expect(text.contains("\n  carry: float32[B, F]  # required: "))
    #expect(text.contains("\n  y: float32[batch, 3]  # Float[Array, 'batch 3']; required: "))
    #expect(text.contains("swiftscan check --method decode, then init --method decode."))
  }

  @Test func theFileIsNamedFromTheFolderOfTheConfig() throws {
    try workspace.shell("mkdir a b").expectSuccess()
    try workspace.write(Self.net, to: "a/net.py")
    try workspace.swiftscan("new", "a/net.py:Net", "-o", "b/config.yaml", "-q").expectSuccess()
    try workspace.swiftscan("new", "a/net.py:Net", "-o", "a/config.yaml", "-q").expectSuccess()
    func python(_ name: String) throws -> Bool {
      try String(contentsOfFile: workspace.file(name), encoding: .utf8)
        .contains("\npython: \(name == "b/config.yaml" ? "../a/net.py" : "net.py")  #")
    }
    #expect(try python("b/config.yaml"))
    #expect(try python("a/config.yaml"))
    let checked = try workspace.swiftscan("check", "b/config.yaml", "--set", "features=3", "-q")
    #expect(checked.status == 0 && checked.errors.isEmpty)
  }

  @Test func aFileGivesItsClasses() throws {
    try workspace.write(Self.net, to: "net.py")
    let outcome = try workspace.swiftscan("new", "net.py")
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "Base(width=4)")
    #expect(lines.count == 2 && lines[1].hasPrefix("Net(width=4, features, kernel=(3, 3), "))
    #expect(
      outcome.errors == "swiftscan: a config for one of them: swiftscan new net.py:Base\n")
  }

  @Test(arguments: [
    BadCommand(
      "class", "new net.py:Nat", 64,
      "swiftscan: error: net.py: there is no class 'Nat'\n  hint: did you mean 'Net'?"),
    BadCommand(
      "value", "new net.py:NOT_A_CLASS", 64,
      "swiftscan: error: net.py: 'NOT_A_CLASS' is no class of modules\n  hint: known: Base, Net"),
    BadCommand(
      "no class", "new net.py:", 64,
      "swiftscan: error: net.py: which class?\n  hint: known: Base, Net"),
    BadCommand(
      "method", "new net.py:Net --method encode", 64,
      "swiftscan: error: Net has no method 'encode'\n  hint: did you mean 'decode'?"),
    BadCommand("file", "new no.py:Net", 66, "swiftscan: error: no.py: no such file"),
    BadCommand(
      "template", "new lstn", 64,
      "swiftscan: error: lstn: no such template\n  hint: did you mean 'lstm'? "
        + "A class in a file is written net.py:Net"),
    BadCommand(
      "there already", "new lstm -o net.py", 73,
      "swiftscan: error: net.py is there already\n"
        + "  hint: pass --force to overwrite it, or -o to write elsewhere"),
    BadCommand(
      "syntax", "new bad.py", 65,
      "swiftscan: error: bad.py:2:6: unexpected end of the line\n  class\n       ^\n"
        + "  expected: the name of the class"),
  ])
  func wrongUseIsRefused(_ command: BadCommand) throws {
    try workspace.write(Self.net, to: "net.py")
    try workspace.write("import jax\nclass\n", to: "bad.py")
    try workspace.expect(command.command, fails: command.status, saying: command.words)
  }
}

extension Workspace.Outcome {
  /// Expects that the program ended well.
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(errors)", sourceLocation: sourceLocation)
  }
}
