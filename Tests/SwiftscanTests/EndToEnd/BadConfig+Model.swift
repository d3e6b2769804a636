extension BadConfig {
  /// The document's keys, the model's type and its fields.
  static let model = [
    BadConfig(
      "unknown version",
      """
      version: 2
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:10: version: this swiftscan reads configs of version 1
        version: 2
                 ^
        got:      2
      """),
    BadConfig(
      "version of another type",
      """
      version: one
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:10: version: wrong type
        version: one
                 ^
        expected: an integer
        got:      the string 'one'
      """),
    BadConfig(
      "misspelt key",
      """
      version: 1
      modle: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:1: missing key 'model'
        version: 1
        ^
        hint: is 'modle' on line 2 meant to be 'model'?
      """),
    BadConfig(
      "no model",
      """
      version: 1
      """,
      """
      swiftscan: error: c.yaml:1:1: missing key 'model'
        version: 1
        ^
        hint: add 'model: …'
      """),
    BadConfig(
      "unknown key",
      """
      model: {type: Dense, features: 2}
      size: 3
      """,
      """
      swiftscan: error: c.yaml:2:1: unknown key 'size'
        size: 3
        ^
        hint: known: extends, functions, inputs, made_with, model, modules, parent, python, sources, \
      version
      """),
    BadConfig(
      "model that is a number",
      """
      model: 3
      """,
      """
      swiftscan: error: c.yaml:1:8: model: wrong type
        model: 3
               ^
        expected: a string
        got:      the integer 3
        hint: put it in quotes: '3'
      """),
    BadConfig(
      "model without type",
      """
      model: {features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:8: model: missing key 'type'
        model: {features: 2}
               ^
        hint: add 'type: …'
      """),
    BadConfig(
      "beginning of a type's name",
      """
      model: {rnn: {cell: {type: GRU, features: 2}}}
      """,
      """
      swiftscan: error: c.yaml:1:21: model.rnn.cell: unknown module type 'GRU'
        model: {rnn: {cell: {type: GRU, features: 2}}}
                            ^
        hint: did you mean 'GRUCell'?
      """),
    BadConfig(
      "initializer that isn't called",
      """
      inputs: {inputs: 'float32[2, 3]'}
      model: {type: Dense, features: 2, kernel_init: lecun_normal}
      """,
      """
      swiftscan: error: c.yaml:2:8: lecun_normal makes an initializer, but is none
        model: {type: Dense, features: 2, kernel_init: lecun_normal}
               ^
        hint: call it: lecun_normal()
      """),
    BadConfig(
      "misspelt lift",
      """
      model: {scans: {cell: {type: GRUCell, features: 2}}}
      """,
      """
      swiftscan: error: c.yaml:1:8: model: missing key 'type'
        model: {scans: {cell: {type: GRUCell, features: 2}}}
               ^
        hint: is 'scans' on line 1 meant to be 'scan'?
      """),
    BadConfig(
      "fields behind a type",
      """
      model: {type: Dense(4)}
      """,
      """
      swiftscan: error: c.yaml:1:8: model: unknown module type 'Dense(4)'
        model: {type: Dense(4)}
               ^
        hint: the fields are keys beside the type: {type: Dense, features: 4}
      """),
    BadConfig(
      "unknown type",
      """
      model: {type: Dens, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:8: model: unknown module type 'Dens'
        model: {type: Dens, features: 2}
               ^
        hint: did you mean 'Dense'?
      """),
    BadConfig(
      "unknown field",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, feature: 2}
      """,
      """
      swiftscan: error: c.yaml:3:22: model.feature: Dense() got an unexpected keyword argument 'feature'
        model: {type: Dense, feature: 2}
                             ^
        expected: Dense(features, use_bias=True, dtype=None, param_dtype=jnp.float32, \
      precision=None, kernel_init=lecun_normal(), bias_init=zeros_init(), \
      promote_dtype=promote_dtype, dot_general=None, dot_general_cls=None)
        hint: did you mean 'features'?
      """),
    BadConfig(
      "missing field",
      """
      model: {type: Dense}
      """,
      """
      swiftscan: error: c.yaml:1:8: model: Dense() missing 1 required positional argument: 'features'
        model: {type: Dense}
               ^
        expected: Dense(features, use_bias=True, dtype=None, param_dtype=jnp.float32, \
      precision=None, kernel_init=lecun_normal(), bias_init=zeros_init(), \
      promote_dtype=promote_dtype, dot_general=None, dot_general_cls=None)
      """),
    BadConfig(
      "features that is a word",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: five}
      """,
      """
      swiftscan: error: c.yaml:3:32: model.features: the field 'features' of Dense must be an integer
        model: {type: Dense, features: five}
                                       ^
        got:      the string 'five'
      """),
    BadConfig(
      "negative features",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: -1}
      """,
      """
      swiftscan: error: c.yaml:3:32: model.features: the field 'features' of Dense must be positive
        model: {type: Dense, features: -1}
                                       ^
        got:      -1
      """),
    BadConfig(
      "number too large",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: 99999999999999999999}
      """,
      """
      swiftscan: error: c.yaml:3:32: model.features: the number is too large
        model: {type: Dense, features: 99999999999999999999}
                                       ^
        expected: an integer of 64 bits
        got:      the integer 99999999999999999999
      """),
    BadConfig(
      "larger than any array",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: 9223372036854775807}
      """,
      """
      swiftscan: error: c.yaml:3:8: no array is as large as the initial value
        model: {type: Dense, features: 9223372036854775807}
               ^
        got:      shape (3, 9223372036854775807)
      """),
    BadConfig(
      "field that should be a truth value",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: 2, use_bias: yes}
      """,
      """
      swiftscan: error: c.yaml:3:45: model.use_bias: the field 'use_bias' of Dense must be True or False
        model: {type: Dense, features: 2, use_bias: yes}
                                                    ^
        got:      the string 'yes'
      """),
    BadConfig(
      "unknown dtype of a field",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: 2, dtype: float3}
      """,
      """
      swiftscan: error: c.yaml:3:42: model.dtype: unknown dtype 'float3' for the argument 'dtype'
        model: {type: Dense, features: 2, dtype: float3}
                                                 ^
        hint: did you mean 'float32'?
      """),
    BadConfig(
      "field that should be a function",
      """
      inputs:
        inputs: float32[2, 3]
      model: {type: Dense, features: 2, kernel_init: lecun}
      """,
      """
      swiftscan: error: c.yaml:3:48: model.kernel_init: the argument 'kernel_init' of Dense must be a function
        model: {type: Dense, features: 2, kernel_init: lecun}
                                                       ^
        got:      the string 'lecun'
      """),
    BadConfig(
      "parent that is a number",
      """
      parent: 3
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:9: parent: wrong type
        parent: 3
                ^
        expected: a string
        got:      the integer 3
        hint: put it in quotes: '3'
      """),
  ]
}
