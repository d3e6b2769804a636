/// A remedy for a fault that only the caller of a model can apply. The program that takes the call
/// words it, such as by its options.
public enum Remedy: Hashable, Sendable {
  /// Make these collections mutable in the call.
  case makeMutable([String])
  /// Give the call variables of this collection, of which it has none.
  case giveVariables(collection: String)
  /// Give the call a key for this stream.
  case giveKey(stream: String)
}
