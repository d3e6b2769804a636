/// A remedy for a fault that only the caller of a model can apply. The program that takes the call
/// words it, such as by its options.
public enum Remedy: Hashable, Sendable {
  /// Make these collections mutable in the call.
  case makeMutable([String])
  /// The call is to be given variables of this collection, of which there are none.
  case giveVariables(collection: String)
  /// The call is to be given a key for this stream.
  case giveKey(stream: String)
}
