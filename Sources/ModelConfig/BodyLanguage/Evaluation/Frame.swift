import Arrays
import Diagnostics
import LiftedScan
import Python

/// The names a piece of code sees: its own, then those around it, then the config's.
final class Frame {
  /// Where code run in this frame was written.
  let code: Code
  private var names: [String: Value]
  private let outer: Frame?
  /// Whether names are bound here and not further out, as in a function and not in a comprehension.
  private let isFunction: Bool
  /// Names that are bound further out though this frame binds them.
  private var nonlocals: Set<String> = []
  /// Names of lists and dicts that have other names, too.
  private var shared: Set<String> = []

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
    isFunction = true
  }

  /// A frame inside another.
  init(inside outer: Frame, names: [String: Value] = [:], isFunction: Bool = true) {
    code = outer.code
    self.names = names
    self.outer = outer
    self.isFunction = isFunction
  }

  /// Binds a name in this frame, or where `nonlocal` says.
  func bind(_ name: String, to value: Value) {
    if nonlocals.contains(name), let outer { return outer.rebind(name, to: value) }
    shared.remove(name)
    names[name] = value
  }

  /// Binds a name in the function this frame is in.
  func bindInFunction(_ name: String, to value: Value) {
    if let outer, !isFunction {
      outer.bindInFunction(name, to: value)
    } else {
      bind(name, to: value)
    }
  }

  /// Binds a name where it is bound already, or else here.
  func rebind(_ name: String, to value: Value) {
    if names[name] == nil, let outer, outer.bound(name) != nil {
      outer.rebind(name, to: value)
    } else {
      names[name] = value
    }
  }

  /// Makes a name mean nothing; gives whether it was bound here.
  func unbind(_ name: String) -> Bool { names.removeValue(forKey: name) != nil }

  /// Makes assignments to a name count further out.
  func declareNonlocal(_ name: String) throws {
    guard outer?.bound(name) != nil else {
      throw Diagnostic("no function around binds '\(name)'")
    }
    nonlocals.insert(name)
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
      // Of one or two letters, anything is near.
      hint: name.count < 3
        ? nil
        : closestMatch(to: name, among: visibleNames + code.globals.names)
          .map { "did you mean '\($0)'?" })
  }

  private var visibleNames: [String] { names.keys + (outer?.visibleNames ?? []) }

  // MARK: Lists and dicts with several names

  /// Notes that something else holds the list or dict of this name.
  func markShared(_ name: String) {
    if names[name] == nil, let outer { outer.markShared(name) } else { shared.insert(name) }
  }

  /// - Throws: when something else holds the list or dict of this name.
  func checkNotShared(_ name: String) throws {
    if names[name] == nil, let outer { return try outer.checkNotShared(name) }
    guard shared.contains(name) else { return }
    throw Diagnostic(
      "'\(name)' can't be changed in place: something else holds the same list or dict",
      hint: "change a copy: \(name) = list(\(name)) or dict(\(name))")
  }
}
