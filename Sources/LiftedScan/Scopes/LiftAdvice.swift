/// Advice for errors and warnings: the arguments that make a lift hand on a collection or a stream.
struct LiftAdvice {
  /// Advice on lifting a collection, by its name.
  private let collection: (String) -> String
  /// Whether a sown value can be kept for all steps.
  private var stacksSownValues = false
  /// The argument that names streams: `rngs=`, or `split_rngs`.
  private let splitsStreams: Bool

  private init(splitsStreams: Bool, _ collection: @escaping (String) -> String) {
    (self.splitsStreams, self.collection) = (splitsStreams, collection)
  }

  /// `nn.scan`.
  static var scan: LiftAdvice {
    var advice = LiftAdvice(splitsStreams: true) {
      "lift '\($0)' into the scan with variable_axes, variable_broadcast or variable_carry"
    }
    advice.stacksSownValues = true
    return advice
  }

  /// `nn.vmap`.
  static var vmap: LiftAdvice {
    var advice = LiftAdvice(splitsStreams: true) {
      "lift '\($0)' into the vmap with variable_axes"
    }
    advice.stacksSownValues = true
    return advice
  }

  /// `nn.while_loop`.
  static var whileLoop: LiftAdvice {
    LiftAdvice(splitsStreams: true) {
      "name '\($0)' in carry_variables or broadcast_variables"
    }
  }

  /// A lift that calls a method once: `nn.remat`, `nn.jit`, `nn.cond`, `nn.switch`.
  static var call: LiftAdvice {
    LiftAdvice(splitsStreams: false) { "name '\($0)' in variables=, which says what is lifted" }
  }

  /// Advice for `nn.map_variables` of these collections.
  static func mapVariables(_ mapped: Filter) -> LiftAdvice {
    LiftAdvice(splitsStreams: false) {
      mapped.contains($0)
        ? "map_variables makes variables with init=self.is_initializing(), and changes them with"
          + " mutable=True"
        : call.hint(lifting: $0)
    }
  }

  /// Advice on lifting a collection, or on letting calls inside change it.
  func hint(lifting collection: String) -> String { self.collection(collection) }

  /// Advice on keeping a sown value.
  func hint(keeping collection: String) -> String {
    stacksSownValues
      ? "add variable_axes: {\(collection): 0} to keep the values of all steps"
      : hint(lifting: collection)
  }

  /// Advice on lifting a random stream.
  func hint(lifting stream: String, isNeeded: Bool) -> String {
    guard splitsStreams else { return "name '\(stream)' in rngs=, which says what is lifted" }
    return isNeeded
      ? "split_rngs must name the stream: {\(stream): true} for a key of each step's own,"
        + " {\(stream): false} to share one"
      : "name '\(stream)' in split_rngs"
  }
}
