/// Treatment of inputs that are declared but not given.
public enum MissingInputs: Sendable {
  /// The defaults of arguments, and the carry that the cell makes; without one it is an error.
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
