import Arrays
import Diagnostics
import Testing

@testable import swiftscan

/// What `check`, `summary` and `explain` show.
@Suite struct ModelViewTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  private func view(_ config: String, _ options: String...) throws -> ModelView {
    try ModelOptions.parse(options).view(config: workspace.file(config))
  }

  // MARK: Summary

  @Test func summaryOfTheExample() throws {
    #expect(
      try view("lstm.yaml").summary == """
        path               module        inputs                                              outputs                                             params
        /                  SimpleScan    float32[16, 5], float32[16, 5], float32[16, 20, 3]  float32[16, 5], float32[16, 5], float32[16, 20, 5]
        ScanLSTMCell_0     ScanLSTMCell  float32[16, 5], float32[16, 5], float32[16, 20, 3]  float32[16, 5], float32[16, 5], float32[16, 20, 5]
        ScanLSTMCell_0/ii  Dense         float32[16, 3]                                      float32[16, 5]                                          15
        ScanLSTMCell_0/hi  Dense         float32[16, 5]                                      float32[16, 5]                                          30
        ScanLSTMCell_0/if  Dense         float32[16, 3]                                      float32[16, 5]                                          15
        ScanLSTMCell_0/hf  Dense         float32[16, 5]                                      float32[16, 5]                                          30
        ScanLSTMCell_0/ig  Dense         float32[16, 3]                                      float32[16, 5]                                          15
        ScanLSTMCell_0/hg  Dense         float32[16, 5]                                      float32[16, 5]                                          30
        ScanLSTMCell_0/io  Dense         float32[16, 3]                                      float32[16, 5]                                          15
        ScanLSTMCell_0/ho  Dense         float32[16, 5]                                      float32[16, 5]                                          30

        variable                         type           numbers
        params/ScanLSTMCell_0/ii/kernel  float32[3, 5]       15
        params/ScanLSTMCell_0/hi/kernel  float32[5, 5]       25
        params/ScanLSTMCell_0/hi/bias    float32[5]           5
        params/ScanLSTMCell_0/if/kernel  float32[3, 5]       15
        params/ScanLSTMCell_0/hf/kernel  float32[5, 5]       25
        params/ScanLSTMCell_0/hf/bias    float32[5]           5
        params/ScanLSTMCell_0/ig/kernel  float32[3, 5]       15
        params/ScanLSTMCell_0/hg/kernel  float32[5, 5]       25
        params/ScanLSTMCell_0/hg/bias    float32[5]           5
        params/ScanLSTMCell_0/io/kernel  float32[3, 5]       15
        params/ScanLSTMCell_0/ho/kernel  float32[5, 5]       25
        params/ScanLSTMCell_0/ho/bias    float32[5]           5

        total params: 180 numbers, 720 B

        a scan of 20 steps: 6,800 FLOPs and 400 of exp, tanh, … a step
        whole call: 136,000 FLOPs and 8,000 of exp, tanh, …
        """)
  }

  @Test func parametersOfSharedModulesCountOnce() throws {
    try workspace.write(
      """
      modules:
        Twice:
          call:
            args: [x]
            body: |
              layer = Dense(4)
              return layer(layer(x))
      inputs: {x: 'float32[B, 4]'}
      model: {type: Twice}
      """, to: "twice.yaml")
    #expect(
      try view("twice.yaml", "--size", "B=7").summary == """
        path     module  inputs         outputs        params
        /        Twice   float32[7, 4]  float32[7, 4]
        Dense_0  Dense   float32[7, 4]  float32[7, 4]      20

        variable               type           numbers
        params/Dense_0/kernel  float32[4, 4]       16
        params/Dense_0/bias    float32[4]           4

        total params: 20 numbers, 80 B

        whole call: 504 FLOPs
        """)
  }

  @Test func costsOfNestedScans() throws {
    try workspace.copy("residual_mlp.yaml")
    let summary = try view("residual_mlp.yaml").summary
    #expect(summary.contains("a scan of 12 steps"))
  }

  // MARK: Explanation

  @Test func explanationOfTheExample() throws {
    #expect(
      try view("lstm.yaml").explanation() == """
        ScanLSTMCell at /ScanLSTMCell_0 is scanned for 20 steps
          carry
            carry[0]  float32[16, 5], from step to step
            carry[1]  float32[16, 5], from step to step
          arguments
            inputs  float32[16, 20, 3], scanned along axis 1: a step gets float32[16, 3]
          outputs
            ys  float32[16, 20, 5], scanned along axis 1: a step gives float32[16, 5]
          collections
            params  broadcast: all steps share it
          random streams
            params  shared: all steps draw the same numbers
        """)
  }

  @Test func explanationOfEveryRole() throws {
    try workspace.write(
      """
      modules:
        Step:
          call:
            args: [h, x, gain]
            body: |
              self.sow('intermediates', 'h', h)
              h = Dropout(0.5, deterministic=False)(Dense(3)(h) + x)
              return h, gain
      inputs: {carry: 'float32[2, 3]', x: 'float32[2, 3, 5]', gain: 'float32[]'}
      model:
        scan:
          module: Step
          variable_axes: {params: 0, intermediates: {out: 1}}
          split_rngs: {params: true, dropout: false}
          in_axes: [-1, broadcast]
          out_axes: broadcast
          reverse: true
      """, to: "roles.yaml")
    #expect(
      try view("roles.yaml").explanation() == """
        ScanStep is scanned for 5 steps, the last one first
          carry
            carry  float32[2, 3], from step to step
          arguments
            x     float32[2, 3, 5], scanned along axis 2: a step gets float32[2, 3]
            gain  float32[], broadcast: every step gets all of it
          outputs
            ys  float32[], broadcast: every step gives all of it
          collections
            intermediates  scanned along axis 1: each step has its own; made by the steps
            params         scanned along axis 0: each step has its own
          random streams
            dropout  shared: all steps draw the same numbers
            params   split: each step draws its own numbers
        """)
  }

  @Test func modelWithoutScans() throws {
    try workspace.write(
      "inputs: {inputs: 'float32[2, 3]'}\nmodel: {type: Dense, features: 2}\n", to: "dense.yaml")
    #expect(try view("dense.yaml").explanation() == "the model has no scans")
  }

  // MARK: Check

  @Test func checkSaysThatAllIsWell() throws {
    let outcome = try workspace.swiftscan("check", "lstm.yaml")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "swiftscan: lstm.yaml is fine\n")
    #expect(outcome.output.isEmpty)
    #expect(try workspace.swiftscan("check", "lstm.yaml", "-q").errors == "")
  }

  @Test func checkAssumesSizes() throws {
    try workspace.copy("gru.yaml")
    let outcome = try workspace.swiftscan("check", "gru.yaml", "--size", "B=4")
    #expect(
      outcome.errors == """
        swiftscan: sizes that nothing tells are assumed: T=2
        swiftscan: gru.yaml is fine

        """)
    try workspace.saveZeros(.float32, [2, 3, 4], to: "xs.npy")
    let withInput = try workspace.swiftscan("check", "gru.yaml", "--input", "xs.npy")
    #expect(withInput.errors == "swiftscan: gru.yaml is fine\n")
  }

  @Test func checkComparesParams() throws {
    let outcome = try workspace.swiftscan("check", "lstm.yaml", "--params", "p.npy")
    #expect(outcome.status == 0)
    let error = try #require(
      #expect(throws: Diagnostic.self) {
        try Check.parse([
          workspace.file("lstm.yaml"), "--params", workspace.file("p.npy"), "--set", "features=6",
        ]).run()
      })
    #expect(error.path == "params/ScanLSTMCell_0/ii/kernel")
  }

  @Test func printedProgramsAreTheTracedOnes() throws {
    let program = "\(try view("lstm.yaml").apply.keepingResult().program)"
    let check = try workspace.swiftscan("check", "lstm.yaml", "--print-program", "-q")
    #expect(String(decoding: check.output, as: UTF8.self) == program + "\n")
    let apply = try workspace.swiftscan(
      "apply", "--params", "p.npy", "--input", "xs.npy", "-q", "--print-program")
    #expect(apply.errors == "swiftscan: program\n\(program)\n")
    let initialization = try workspace.swiftscan(
      "init", "lstm.yaml", "-o", "q.npy", "-q", "--print-program")
    #expect(initialization.errors.hasPrefix("swiftscan: program\n{ lambda a:uint32[2] . let\n"))
  }

  @Test func summaryAndExplainRun() throws {
    let summary = try workspace.swiftscan("summary", "lstm.yaml")
    #expect(String(decoding: summary.output, as: UTF8.self) == "\(try view("lstm.yaml").summary)\n")
    let explain = try workspace.swiftscan("explain", "lstm.yaml")
    #expect(
      String(decoding: explain.output, as: UTF8.self)
        == "\(try view("lstm.yaml").explanation())\n")
  }

  // MARK: Streams

  @Test(arguments: [
    ("{noise: true}", "split: each step draws its own numbers"),
    ("{noise: false}", "shared: all steps draw the same numbers"),
    ("{params: false}", "not lifted: steps can't draw from it"),
  ])
  func allStreamsAreKnown(_ split: String, _ words: String) throws {
    try workspace.write(
      """
      modules:
        Noisy:
          call:
            args: [h, x]
            body: return h, x + jax.random.normal(self.make_rng('noise'), x.shape)
      inputs: {carry: 'float32[3]', xs: 'float32[4, 3]'}
      model: {scan: {cell: {type: Noisy}, split_rngs: \(split)}}
      """, to: "noisy.yaml")
    let view = try view("noisy.yaml")
    let line = try view.explanation().split(separator: "\n").first { $0.contains("  noise  ") }
    #expect(line?.hasSuffix(words) == true)
    #expect(view.warnings.count == (split.contains("noise") ? 0 : 1))
  }
}
