/// Warnings of a call, each once, in order.
///
/// Tracing a scan's body more than once may find the same thing more than once.
public final class Warnings {
  /// The warnings so far.
  public private(set) var messages: [String] = []
  private var known: Set<String> = []

  /// An empty list of warnings.
  public init() {}

  /// Adds a warning, unless an equal one is there already.
  public func add(_ message: String) {
    if known.insert(message).inserted { messages.append(message) }
  }
}
