import Arrays
import Diagnostics
import LiftedScan

/// The names a piece of code sees: its own, then those around it, then the config's.
final class Frame {
  /// Where code run in this frame was written.
  let code: Code
  private var names: [String: Value]
  private let outer: Frame?

  /// What code needs to know of where it stands.
  struct Code {
    /// Where a place in the text is in the file.
    let locate: (Position) -> SourceLocation
    /// What names mean that no frame binds.
    let globals: Namespace
  }

  /// A frame around everything a method or function does.
  init(_ code: Code, names: [String: Value] = [:]) {
    self.code = code
    self.names = names
    outer = nil
  }

  /// A frame inside another.
  init(inside outer: Frame, names: [String: Value] = [:]) {
    code = outer.code
    self.names = names
    self.outer = outer
  }

  /// Binds a name in this frame.
  func bind(_ name: String, to value: Value) { names[name] = value }

  /// Binds a name where it is bound already, or else here.
  func rebind(_ name: String, to value: Value) {
    if names[name] == nil, let outer, outer.bound(name) != nil {
      outer.rebind(name, to: value)
    } else {
      names[name] = value
    }
  }

  /// The value bound to a name, here or further out; not the config's.
  func bound(_ name: String) -> Value? { names[name] ?? outer?.bound(name) }

  /// What a name means.
  ///
  /// - Throws: when it means nothing.
  func value(of name: String) throws -> Value {
    if let value = bound(name) { return value }
    if let value = code.globals.value(of: name) { return value }
    throw Diagnostic(
      "'\(name)' is not defined",
      hint: closestMatch(to: name, among: visibleNames + code.globals.names)
        .map { "did you mean '\($0)'?" })
  }

  private var visibleNames: [String] { names.keys + (outer?.visibleNames ?? []) }
}
