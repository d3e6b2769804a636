import Arrays
import Testing

/// A method that returns the carry of a scan and outputs has a carry for the command line.
@Suite struct ReturnedCarryTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func model(_ arguments: String, _ inputs: String, _ lines: String...) -> String {
    """
    modules:
      Net:
        call:
          args: [\(arguments)]
          body: |
    \(lines.map { "        \($0)" }.joined(separator: "\n"))
    inputs: {\(inputs)}
    model: {type: Net}
    """
  }

  @Test func aRunIsResumed() throws {
    let text = model(
      "state, xs", "state: ['float32[B, 8]', 'float32[B, 8]'], xs: 'float32[B, T, 4]'",
      "state, ys = nn.RNN(nn.LSTMCell(8), return_carry=True)(xs, initial_carry=state)",
      "return state, nn.Dense(3)(ys)")
    try workspace.write(text, to: "net.yaml")
    let outcome = try workspace.shell(
      """
      swiftscan init net.yaml -q
      swiftscan apply --params p.npy --input xs=normal --carry zeros --size B=2 --size T=4 -o a.npy
      swiftscan apply --params p.npy --input xs=normal --carry carry.npy --size T=4 -o b.npy -q
      """)
    #expect(
      outcome.errors == """
        swiftscan: a.npy: float32[2, 4, 3]
        swiftscan: carry.npy: c float32[2, 8], h float32[2, 8]

        """)
    #expect(try workspace.arrays("b.npy") != workspace.arrays("a.npy"))
  }

  @Test func aCarryThatIsMadeInsideIsWritten() throws {
    let text = model(
      "xs", "xs: 'float32[B, T, 4]'",
      "return nn.RNN(nn.GRUCell(8), return_carry=True)(xs)")
    try workspace.write(text, to: "net.yaml")
    let outcome = try workspace.shell(
      """
      swiftscan init net.yaml -q
      swiftscan apply --params p.npy --input normal --size B=2 --size T=4
      swiftscan apply --params p.npy --input normal --carry zeros --size B=2 --size T=4
      """)
    #expect(
      outcome.errors == """
        swiftscan: ys.npy: float32[2, 4, 8]
        swiftscan: carry.npy: float32[2, 8]
        swiftscan: error: zeros: the model takes no carry
          hint: an input goes to --input

        """)
  }

  @Test func otherPairsAreOutputs() throws {
    let text = model(
      "xs", "xs: 'float32[B, T, 4]'",
      "h, ys = nn.RNN(nn.GRUCell(8), return_carry=True)(xs)", "return ys, h")
    try workspace.write(text, to: "net.yaml")
    let outcome = try workspace.shell(
      """
      swiftscan init net.yaml -q
      swiftscan apply --params p.npy --input normal --size B=2 --size T=4
      """)
    #expect(outcome.errors == "swiftscan: ys.npy: 0 float32[2, 4, 8], 1 float32[2, 8]\n")
  }
}
