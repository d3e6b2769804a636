extension BadConfig {
  /// Modules of the config and their bodies.
  static let modules = [
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
      "method written as a method",
      """
      modules:
        A:
          call:
            args: [x]
            body: |
              @nn.compact
              def __call__(self, x):
                return x
      model: {type: A}
      """,
      """
      swiftscan: error: c.yaml:4:7: modules.A.call: the body holds nothing but 'def __call__'
              args: [x]
              ^
        hint: write what is inside of it, and its arguments under args:
      """),
    BadConfig(
      "truth value of older YAML",
      """
      modules:
        A:
          fields: {train: false}
          call: {args: [x], body: return x}
      inputs: {x: 'float32[2]'}
      model: {type: A, train: no}
      """,
      """
      swiftscan: error: c.yaml:6:25: model.train: the field 'train' is a truth value
        model: {type: A, train: no}
                                ^
        expected: true or false
        got:      'no'
      """),
    BadConfig(
      "property with arguments",
      """
      modules:
        A:
          methods:
            half:
              property: true
              args: [x]
              body: return x / 2
      model: {type: A}
      """,
      """
      swiftscan: error: c.yaml:5:9: modules.A.methods.half: a property takes no arguments
                property: true
                ^
        got:      x
        hint: leave out args:
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
      swiftscan: error: c.yaml:6:16: name 'Dens' is not defined
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
