import Testing

/// Configs with one thing wrong, and what `init` says of each.
@Suite struct BadConfigTests {
  @Test(arguments: BadConfig.all) func isRefused(_ config: BadConfig) throws {
    let workspace = try Workspace()
    try workspace.write(config.text, to: "c.yaml")
    try workspace.expect("init c.yaml", fails: 65, saying: config.words)
  }
}

/// A config with one thing wrong.
struct BadConfig: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let words: String

  init(_ name: String, _ text: String, _ words: String) {
    (testDescription, self.text, self.words) = (name, text, words)
  }

  static let all = [
    BadConfig(
      "empty file", "",
      """
      swiftscan: error: c.yaml:1:1: the file is empty
        expected: a YAML document
      """),
    BadConfig(
      "only a word",
      """
      hello
      """,
      """
      swiftscan: error: c.yaml:1:1: wrong type
        hello
        ^
        expected: a map
        got:      the string 'hello'
      """),
    BadConfig(
      "a list",
      """
      - a
      - b
      """,
      """
      swiftscan: error: c.yaml:1:1: wrong type
        - a
        ^
        expected: a map
        got:      a list
      """),
    BadConfig(
      "never closed",
      """
      model: {type: Dense, features: 2
      """,
      """
      swiftscan: error: c.yaml:1:8: '{' is never closed
        model: {type: Dense, features: 2
               ^
      """),
    BadConfig(
      "tab in the indentation",
      """
      version: 1
      	model: x
      """,
      """
      swiftscan: error: c.yaml:2:1: a tab in the indentation
        	model: x
        ^
        hint: YAML is indented with spaces
      """),
    BadConfig(
      "duplicate key",
      """
      version: 1
      version: 1
      """,
      """
      swiftscan: error: c.yaml:2:1: duplicate key 'version'
        version: 1
        ^
        got:      the first is on line 1
        hint: take one of them out
      """),
    BadConfig(
      "duplicate field",
      """
      model: {type: Dense, features: 2, features: 3}
      """,
      """
      swiftscan: error: c.yaml:1:35: duplicate key 'features'
        model: {type: Dense, features: 2, features: 3}
                                          ^
        got:      the first is on line 1
        hint: take one of them out
      """),
    BadConfig(
      "unquoted brackets",
      """
      inputs: {x: float32[2, 3}
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:1:20: unexpected '['
        inputs: {x: float32[2, 3}
                           ^
        expected: ',' or '}'
        hint: a value with brackets, commas or ': ' in it needs quotes
      """),
    BadConfig(
      "second document",
      """
      version: 1
      ---
      version: 1
      """,
      """
      swiftscan: error: c.yaml:2:1: a second document starts here
        ---
        ^
        expected: one document a file
        hint: take out the '---'
      """),
    BadConfig(
      "alias inside itself",
      """
      model: &a {type: *a}
      """,
      """
      swiftscan: error: c.yaml:1:18: the alias '*a' is inside what it stands for
        model: &a {type: *a}
                         ^
      """),
    BadConfig(
      "Python tag",
      """
      model: !!python/object:os.system x
      """,
      """
      swiftscan: error: c.yaml:1:8: the tag '!!python/object:os.system' is not supported here
        model: !!python/object:os.system x
               ^
        expected: no tag, or on a scalar !!str, !!int, !!float, !!bool or !!null
        hint: leave the tag out
      """),
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
        hint: known: functions, inputs, model, modules, parent, version
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
      swiftscan: error: c.yaml:3:22: model.feature: Dense has no parameter 'feature'
        model: {type: Dense, feature: 2}
                             ^
        hint: did you mean 'features'?
      """),
    BadConfig(
      "missing field",
      """
      model: {type: Dense}
      """,
      """
      swiftscan: error: c.yaml:1:8: model: Dense needs the argument 'features'
        model: {type: Dense}
               ^
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
      swiftscan: error: no array is as large as the initial value
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
      swiftscan: error: c.yaml:3:42: model.dtype: unknown argument 'dtype' 'float3'
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
      "size that isn't known",
      """
      inputs:
        inputs: float32[B, 3]
      model: {type: Dense, features: 2}
      """,
      """
      swiftscan: error: c.yaml:2:3: the size B of input 'inputs' isn't known
          inputs: float32[B, 3]
          ^
        got:      float32[B, 3]
        hint: pass --size B=… or --input inputs=….npy
      """),
    BadConfig(
      "misspelt argument of a scan",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          in_axis: 1
      """,
      """
      swiftscan: error: c.yaml:8:5: model.scan: unknown key 'in_axis'
            in_axis: 1
            ^
        hint: did you mean 'in_axes'?
      """),
    BadConfig(
      "axis out of range",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          in_axes: 7
      """,
      """
      swiftscan: error: c.yaml:8:14: in_axes: axis 7 is out of range
            in_axes: 7
                     ^
        expected: -3...2
        got:      shape (2, 3, 4)
      """),
    BadConfig(
      "axis that is a word",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          in_axes: one
      """,
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
    BadConfig(
      "reverse that is a word",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          reverse: yes
      """,
      """
      swiftscan: error: c.yaml:8:14: model.scan.reverse: the value of reverse must be True or False
            reverse: yes
                     ^
        got:      the string 'yes'
      """),
    BadConfig(
      "length that disagrees",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          length: 5
      """,
      """
      swiftscan: error: c.yaml:8:13: inputs: length disagrees with a scanned argument
            length: 5
                    ^
        expected: 5 steps
        got:      2
        hint: leave out length, or check in_axes
      """),
    BadConfig(
      "negative length",
      """
      inputs:
        xs: float32[2, 3, 4]
      model:
        scan:
          cell: {type: LSTMCell, features: 5}
          variable_broadcast: params
          split_rngs: {params: false}
          length: -5
      """,
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
    BadConfig(
      "module without methods",
      """
      modules:
        A: {}
      model: {type: A}
      """,
      """
      swiftscan: error: c.yaml:2:6: modules.A: a module needs a method
          A: {}
             ^
        hint: add call: with a body
      """),
    BadConfig(
      "name that isn't defined",
      """
      modules:
        A:
          call:
            args: [x]
            body: |
              return Dens(3)(x)
      inputs:
        x: float32[2]
      model: {type: A}
      """,
      """
      swiftscan: error: c.yaml:6:16: 'Dens' is not defined
                return Dens(3)(x)
                       ^
        hint: did you mean 'Dense'?
      """),
    BadConfig(
      "unfinished expression",
      """
      modules:
        A:
          call:
            args: [x]
            body: |
              return x +
      inputs:
        x: float32[2]
      model: {type: A}
      """,
      """
      swiftscan: error: c.yaml:6:19: unexpected end of the line
                return x +
                          ^
        expected: an expression
      """),
    BadConfig(
      "shapes that don't fit",
      """
      modules:
        A:
          call:
            args: [x]
            body: |
              return x @ jnp.ones((3, 4))
      inputs:
        x: float32[2]
      model: {type: A}
      """,
      """
      swiftscan: error: c.yaml:6:18: dot_general needs equal contracted sizes
                return x @ jnp.ones((3, 4))
                         ^
        got:      (2,) axis 0 and (3, 4) axis 0
      """),
  ]
}
