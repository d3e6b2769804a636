extension BadConfig {
  /// The arguments of a scan, and what it scans.
  static let scans = [
    scan(
      "misspelt argument of a scan", with: "in_axis: 1",
      """
      swiftscan: error: c.yaml:8:5: model.scan: unknown key 'in_axis'
            in_axis: 1
            ^
        hint: did you mean 'in_axes'?
      """),
    BadConfig(
      "misspelt cell",
      """
      model:
        scan: {cel: {type: GRUCell, features: 2}}
      """,
      """
      swiftscan: error: c.yaml:2:9: model.scan: a scan needs the module it is of
          scan: {cel: {type: GRUCell, features: 2}}
                ^
        hint: is 'cel' on line 2 meant to be 'cell'?
      """),
    BadConfig(
      "axes as Python writes them",
      """
      model:
        scan:
          cell: {type: GRUCell, features: 2}
          in_axes: (1, 0)
      """,
      """
      swiftscan: error: c.yaml:4:14: model.scan.in_axes: axes of several arguments are a list
            in_axes: (1, 0)
                     ^
        expected: [0, broadcast]
        got:      '(1, 0)'
      """),
    BadConfig(
      "filter as Python writes it",
      """
      model:
        scan:
          cell: {type: GRUCell, features: 2}
          variable_broadcast: ('params', 'cache')
      """,
      """
      swiftscan: error: c.yaml:4:25: model.scan.variable_broadcast: not a name of a collection or a stream
            variable_broadcast: ('params', 'cache')
                                ^
        expected: a name, or a list: [params, cache]
        got:      '('params', 'cache')'
      """),
    scan(
      "axis out of range", with: "in_axes: 7",
      """
      swiftscan: error: c.yaml:8:14: in_axes: axis 7 is out of range
            in_axes: 7
                     ^
        expected: -3...2
        got:      shape (2, 3, 4)
      """),
    scan(
      "axis that is a word", with: "in_axes: one",
      """
      swiftscan: error: c.yaml:8:14: model.scan.in_axes: an axis is an integer or 'broadcast'
            in_axes: one
                     ^
        got:      the string 'one'
        hint: negative axes count from the end; broadcast hands all of a value to every step
      """),
    BadConfig(
      "filter that is a number",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: 3
      """,
      """
      swiftscan: error: c.yaml:6:25: model.scan.variable_broadcast: a filter is true, false, a name, a list of names or {deny: filter}
            variable_broadcast: 3
                                ^
        got:      3
      """),
    BadConfig(
      "filter of another form",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: {denny: params}
      """,
      """
      swiftscan: error: c.yaml:6:25: model.scan.variable_broadcast: a filter is true, false, a name, a list of names or {deny: filter}
            variable_broadcast: {denny: params}
                                ^
        got:      a dict with the keys ["denny"]
      """),
    BadConfig(
      "streams that are no map",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: params
      """,
      """
      swiftscan: error: c.yaml:7:17: model.scan.split_rngs: split_rngs maps collections or streams, such as {params: …}
            split_rngs: params
                        ^
        got:      the string 'params'
      """),
    BadConfig(
      "axis of a collection that is a word",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_axes: {params: zero}
      """,
      """
      swiftscan: error: c.yaml:6:20: model.scan.variable_axes: a collection's axis is an integer, {in: axis} or {out: axis}
            variable_axes: {params: zero}
                           ^
        got:      the string 'zero'
      """),
    scan(
      "reverse that is a word", with: "reverse: yes",
      """
      swiftscan: error: c.yaml:8:14: model.scan.reverse: the value of reverse must be True or False
            reverse: yes
                     ^
        got:      the string 'yes'
      """),
    scan(
      "length that disagrees", with: "length: 5",
      """
      swiftscan: error: c.yaml:8:13: inputs: length disagrees with a scanned argument
            length: 5
                    ^
        expected: 5 steps
        got:      2
        hint: leave out length, or check in_axes
      """),
    scan(
      "negative length", with: "length: -5",
      """
      swiftscan: error: c.yaml:8:13: model.scan.length: length is negative
            length: -5
                    ^
        got:      -5
      """),
    BadConfig(
      "parameters not lifted",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
      """,
      """
      swiftscan: error: c.yaml:5:5: params/ii/kernel: the model's variable isn't there
            cell: {type: LSTMCell, features: 5}
            ^
        hint: lift 'params' into the scan with variable_axes, variable_broadcast or variable_carry
      """),
    BadConfig(
      "scan of nothing",
      """
      model:
        scan: {in_axes: 1}
      """,
      """
      swiftscan: error: c.yaml:2:9: model.scan: a scan needs the module it is of
          scan: {in_axes: 1}
                ^
        hint: add cell: {type: LSTMCell, features: …} or module: with another type
      """),
    BadConfig(
      "scan of two things",
      """
      model:
        scan: {cell: LSTMCell, module: A}
      """,
      """
      swiftscan: error: c.yaml:2:34: model.scan.module: a scan has either cell: or module:, not both
          scan: {cell: LSTMCell, module: A}
                                         ^
      """),
    BadConfig(
      "scan of an unknown module",
      """
      model:
        scan: {module: LSTMCel}
      """,
      """
      swiftscan: error: c.yaml:2:18: model.scan.module: unknown module type 'LSTMCel'
          scan: {module: LSTMCel}
                         ^
        hint: did you mean 'LSTMCell'?
      """),
  ]

  /// A scan that is right but for its last argument, on line 8.
  private static func scan(_ name: String, with argument: String, _ words: String) -> BadConfig {
    BadConfig(
      name,
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          \(argument)
      """, words)
  }
}
