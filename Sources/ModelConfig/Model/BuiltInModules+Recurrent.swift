import Diagnostics
import LiftedScan

extension ModuleType {
  /// The nets of `flax.linen.recurrent` that run a cell over sequences.
  static var recurrent: [ModuleType] {
    [
      ModuleType(
        "RNN",
        fields: "cell time_major return_carry reverse keep_order unroll "
          + scanArguments.joined(separator: " ")
      ) { reader in
        var rnn = RNN(cell: try reader.module("cell"))
        try reader.read("time_major", &rnn.isTimeMajor)
        try reader.read("return_carry", &rnn.returnsCarry)
        try reader.read("reverse", &rnn.isReversed)
        try reader.read("keep_order", &rnn.keepsOrder)
        for name in scanArguments + ["unroll"] {
          guard let value = reader[name] else { continue }
          do {
            try rnn.settings.set(name, to: value)
          } catch let error as Diagnostic {
            throw error.at(path: name)
          }
        }
        return rnn
      },
      ModuleType(
        "Bidirectional", fields: "forward_rnn backward_rnn merge_fn time_major return_carry"
      ) { reader in
        var net = Bidirectional(
          forwardRNN: try reader.module("forward_rnn"),
          backwardRNN: try reader.module("backward_rnn"))
        try reader.read("merge_fn", &net.mergeFn)
        try reader.read("time_major", &net.isTimeMajor)
        try reader.read("return_carry", &net.returnsCarry)
        return net
      },
    ]
  }

  /// The arguments of `nn.scan` that are fields of `nn.RNN`.
  private static let scanArguments = [
    "variable_axes", "variable_broadcast", "variable_carry", "split_rngs",
  ]
}
