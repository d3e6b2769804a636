/// Treatment of inputs that are declared but not given.
public enum MissingInputs: Sendable {
  /// Defaults of arguments, and the cell's initial carry; an error where there is none.
  case defaults
  /// Zeros of the declared types.
  case zeros
  /// The carry that the cell makes, or else zeros of the declared types.
  case zerosButCarry
}

/// Numbers that stand for an input of which only the type is known.
public enum InputFill: String, Sendable, CaseIterable {
  /// Zeros.
  case zeros
  /// Ones.
  case ones
  /// Normal numbers: those of `jax.random.normal(jax.random.key(0), shape)`.
  case normal
}
