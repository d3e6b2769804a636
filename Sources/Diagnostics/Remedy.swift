/// What would help against a fault and only the caller of a model can do; how is for whoever takes
/// the call to say.
public enum Remedy: Hashable, Sendable {
  /// These collections are to be mutable in the call.
  case makeMutable([String])
  /// The call is to be given variables of this collection, of which there are none.
  case giveVariables(collection: String)
  /// The call is to be given a key for this stream.
  case giveKey(stream: String)
}
