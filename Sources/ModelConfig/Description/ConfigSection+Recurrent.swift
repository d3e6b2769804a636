// The recurrent nets that have a key of their own.

extension ConfigSection {
  static let rnn = ConfigSection(
    "rnn", "`nn.RNN`: a cell over the steps of sequences.",
    keys: [
      ConfigKey("cell", .definition("module"), "The cell.", isRequired: true),
      ConfigKey(
        "time_major", .boolean, "Whether time is the first axis, before the batch.",
        default: "False"),
      ConfigKey(
        "return_carry", .boolean, "Whether the result is the last carry and the outputs.",
        default: "False"),
      ConfigKey("reverse", .boolean, "Whether the last step comes first.", default: "False"),
      ConfigKey(
        "keep_order", .boolean,
        "Whether the outputs of a reversed net are in the order of its inputs.",
        default: "False"),
    ]
      + keys(
        of: "scan",
        ["unroll", "variable_axes", "variable_broadcast", "variable_carry", "split_rngs"]
      )
      .map { key in
        let defaults = ["variable_broadcast": "'params'", "split_rngs": "{'params': False}"]
        return ConfigKey(
          key.name, key.form, key.summary, default: defaults[key.name] ?? key.defaultText)
      } + [.moduleName])

  static let bidirectional = ConfigSection(
    "bidirectional", "`nn.Bidirectional`: two nets over sequences, one of them backwards.",
    keys: [
      ConfigKey(
        "forward_rnn", .choice([.definition("module"), .definition("rnn")]),
        "The net from the first step to the last; `rnn:` may be left out.", isRequired: true),
      ConfigKey(
        "backward_rnn", .choice([.definition("module"), .definition("rnn")]),
        "The net from the last step to the first.", isRequired: true),
      ConfigKey(
        "merge_fn", .string("an expression"),
        "The function of both outputs that gives the result; they are concatenated."),
      ConfigKey("time_major", .boolean, "Whether time is the first axis.", default: "False"),
      ConfigKey(
        "return_carry", .boolean, "Whether the result is the last carries and the outputs.",
        default: "False"),
      .moduleName,
    ])
}
