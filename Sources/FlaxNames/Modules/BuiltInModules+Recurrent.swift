import Diagnostics
import LiftedScan

extension BuiltInModule {
  /// The nets of `flax.linen.recurrent` that run a cell over sequences.
  static var recurrent: [Row] {
    [
      Row(
        module: "RNN",
        "(cell, time_major=False, return_carry=False, reverse=False, keep_order=False, unroll=1, "
          + "variable_axes={}, variable_broadcast='params', variable_carry=False, "
          + "split_rngs={'params': False})", "A cell over the steps of sequences."
      ) { reader in
        var rnn = RNN(cell: try reader.module("cell"))
        try reader.read("time_major", &rnn.isTimeMajor)
        try reader.read("return_carry", &rnn.returnsCarry)
        try reader.read("reverse", &rnn.isReversed)
        try reader.read("keep_order", &rnn.keepsOrder)
        for name in scanArguments + ["unroll"] {
          guard reader.isGiven(name), let value = reader[name] else { continue }
          do {
            try rnn.settings.set(name, to: value)
          } catch let error as Diagnostic {
            throw error.at(path: name)
          }
        }
        return rnn
      },
      Row(
        module: "Bidirectional",
        "(forward_rnn, backward_rnn, merge_fn=_concatenate, time_major=False, "
          + "return_carry=False)", "Two nets over sequences, one of them backwards."
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
