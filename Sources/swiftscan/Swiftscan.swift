import ArgumentParser

/// The command line.
struct Swiftscan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swiftscan",
    abstract: "Runs Flax scans from config files, without Python.",
    discussion: """
      swiftscan init config.yaml
      swiftscan apply --params p.npy --input xs.npy

      A file called - is standard input or output. Arrays are .npy, .npz, .safetensors or Flax's \
      .msgpack files, told by their content, and when written by the ending of their name. \
      Orbax's folders, PyTorch's .pt and an index of several .safetensors are read too.

      Exit status: 0 if all went well; 64 wrong use; 65 bad config, array or params; 66 no such \
      input; 70 a fault of swiftscan's own; 73, 74 an output that can't be made or written.
      """,
    version: "0.1.0",
    subcommands: [
      Init.self, Apply.self, Check.self, Summary.self, Explain.self, Bench.self, Names.self,
      New.self, Schema.self,
    ])
}
