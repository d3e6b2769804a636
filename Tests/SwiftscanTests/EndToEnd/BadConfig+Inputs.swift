extension BadConfig {
  /// The inputs: their types, sizes and names.
  static let inputs = [
    BadConfig(
      "inputs that are a list",
      """
      inputs: [a]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:9: inputs: wrong type
        inputs: [a]
                ^
        expected: a map
        got:      a list
      """),
    BadConfig(
      "input of no type",
      """
      inputs:
        inputs: 3
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:11: inputs.inputs: wrong type
          inputs: 3
                  ^
        expected: an array's type, such as float32[16, 20, 3]
        got:      the integer 3
      """),
    BadConfig(
      "input of unknown dtype",
      """
      inputs:
        inputs: float33[2]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:11: inputs.inputs: unknown dtype 'float33'
          inputs: float33[2]
                  ^
        hint: did you mean 'float32'?
      """),
    BadConfig(
      "lengths of other sequences",
      """
      inputs: {inputs: 'float32[2, 5, 3]', seq_lengths: 'int32[5]'}
      model: {rnn: {cell: {type: GRUCell, features: 3}, return_carry: true}}
      """,
      """
      swiftscan: error: c.yaml:2:8: seq_lengths: there must be a length for each sequence
        model: {rnn: {cell: {type: GRUCell, features: 3}, return_carry: true}}
               ^
        expected: shape (2,)
        got:      shape (5,)
      """),
    BadConfig(
      "cells that don't run over sequences",
      """
      inputs: {inputs: 'float32[2, 5, 3]'}
      model: {bidirectional: {forward_rnn: {type: GRUCell, features: 3}, backward_rnn: {type: GRUCell, features: 3}}}
      """,
      """
      swiftscan: error: c.yaml:2:8: forward_rnn must run its cell over sequences, as an RNN does
        model: {bidirectional: {forward_rnn: {type: GRUCell, features: 3}, backward_rnn: {type: GRUCell, features: 3}}}
               ^
        got:      GRUCell
        hint: put the cell into one: {cell: {type: GRUCell, …}}
      """),
    BadConfig(
      "complex input",
      """
      inputs: {inputs: 'complex64[2]'}
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:8: inputs must be an array
        model: {type: Dense, features: 2}
               ^
        got:      a complex array
      """),
    BadConfig(
      "negative size",
      """
      inputs:
        inputs: float32[2, -3]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:11: inputs.inputs: '-3' is no size
          inputs: float32[2, -3]
                  ^
        expected: an integer of at least 0, or a name such as B
      """),
    BadConfig(
      "space inside a size",
      """
      inputs:
        inputs: float32[ B, 4 5]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:11: inputs.inputs: '4 5' is no size
          inputs: float32[ B, 4 5]
                  ^
        expected: an integer of at least 0, or a name such as B
      """),
    BadConfig(
      "unclosed type",
      """
      inputs:
        inputs: float32[2, 3
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:11: inputs.inputs: not an array type
          inputs: float32[2, 3
                  ^
        expected: dtype[sizes], such as float32[16, 20, 3] or float32[B, T, 3]
        got:      'float32[2, 3'
      """),
    BadConfig(
      "input the model doesn't have",
      """
      inputs:
        y: float32[2, 3]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:3: inputs.y: the model has no argument for the input 'y'
          y: float32[2, 3]
          ^
        expected: inputs
      """),
    BadConfig(
      "input larger than any memory",
      """
      inputs:
        inputs: float32[1099511627776, 1099511627776]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:3: the input 'inputs' is larger than any memory
          inputs: float32[1099511627776, 1099511627776]
          ^
        got:      float32[1099511627776, 1099511627776]
      """),
    BadConfig(
      "no inputs",
      """
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: the model needs the input 'inputs'
        hint: declare it under inputs: in the config, and pass --input inputs=FILE.npy
      """),
    BadConfig(
      "no inputs of a scan",
      """
      model:
        scan: {cell: {type: LSTMCell, features: 5}, variable_broadcast: params}
      """,
      """
      swiftscan: error: the model needs the input 'xs'
        hint: declare it under inputs: in the config, and pass --input xs=FILE.npy
      """),
    BadConfig(
      "sizes that the variables depend on",
      """
      inputs:
        inputs: float32[B, 3]
        other: float32[T, B, A]
      modules:
        Two: {call: {args: [inputs, other], body: 'return self.param("p", nn.initializers.ones, (other.shape[0],))'}}
      model: {type: Two}
      """,
      """
      swiftscan: error: the variables depend on the size T, which nothing tells
        hint: pass --size T=N, or an input
      """),
    BadConfig(
      "size that is assumed and doesn't fit",
      """
      inputs:
        x: float32[B, 3]
      modules: {Net: {call: {args: [x], body: 'return x.reshape(4, -1)'}}}
      model: {type: Net}
      """,
      """
      swiftscan: error: c.yaml:3:51: shape (2, 3) can't be reshaped to (4, -1)
        modules: {Net: {call: {args: [x], body: 'return x.reshape(4, -1)'}}}
                                                          ^
        sizes that nothing tells are assumed: B=2; --size sets them
      """),
  ]
}
