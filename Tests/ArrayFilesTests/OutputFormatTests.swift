import Testing

@testable import ArrayFiles

@Suite struct OutputFormatTests {
  @Test(arguments: [
    ("p.npy", OutputFormat.npy), ("p", .npy), ("-", .npy), ("p.npz", .npz), ("a.b/p", .npy),
    ("P.NPZ", .npz), ("p.safetensors", .safetensors), ("a/p.msgpack", .msgpack),
    ("p.npy.old", .npy), ("", .npy),
  ])
  func endingTells(_ path: String, _ format: OutputFormat) throws {
    #expect(try OutputFormat(path: path) == format)
  }

  @Test(arguments: ["model.yaml", "ys.csv", "ys.JSON"]) func otherEndings(_ path: String) throws {
    let error = try diagnostic { _ = try OutputFormat(path: path) }
    #expect(error.code == .usage)
    #expect(error.problem.hasPrefix("arrays can't be written as ."))
    #expect(error.expected == ".npy, .npz, .safetensors, .msgpack")
  }
}
