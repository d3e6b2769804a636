/// Collects warnings, each once, in the order they come.
///
/// Tracing a scan's body more than once may find the same thing more than once.
public final class Warnings {
  /// The warnings so far.
  public private(set) var messages: [String] = []

  /// No warnings yet.
  public init() {}

  /// Adds a warning unless it is there already.
  public func add(_ message: String) {
    if !messages.contains(message) { messages.append(message) }
  }
}
