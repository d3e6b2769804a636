import Diagnostics

/// The names that a piece of code binds and sees.
public final class Frame: @unchecked Sendable {
  /// Kind of code that a frame runs.
  public enum Kind {
    /// A file, or the functions of a config.
    case module
    case function
    /// The body of a class, whose names the functions in it don't see.
    case `class`
    /// A comprehension.
    case comprehension
  }

  /// Kind of code of the frame.
  let kind: Kind
  /// The names bound here.
  public var names: [String: PyObject] = [:]
  /// The names that are bound here and nowhere else, whether they are yet or not.
  let locals: Set<String>
  /// The frame of the code around.
  let outer: Frame?
  /// Interpreter of the code.
  public let interpreter: Interpreter
  /// Location in the file of a position in the text.
  public let locate: (Position) -> SourceLocation
  /// Object of a name that no code binds.
  private let builtins: (String) -> PyObject?
  /// The name of the module, `__main__` for the one that is run itself.
  let moduleName: String

  /// The `from x import *` of modules that are not known here, of which any name may come.
  var unknownImports: [String] = []
  /// The name of the first parameter, of a function.
  var firstParameter: String?
  /// Error of the module's code, if it couldn't be run.
  public var failure: (any Error)?
  /// Function that the frame is a call of.
  var function: PyFunction?
  /// Class defined by the frame's body, once the class is made.
  var definedClass: PyClass?
  /// Name of that class, or of the class that the frame's methods belong to.
  public var className = ""
  /// Annotations in the body of a class, in order.
  var annotations: [PyClass.Annotation] = []
  /// The frame of the code around.
  var parent: Frame? { outer }

  private var nonlocals: Set<String> = []
  private var globals: Set<String> = []

  /// The frame of a module, or of all that belongs to a config.
  ///
  /// - Parameters:
  ///   - locate: where a place in the text is in the file.
  ///   - builtins: what a name means that no code binds.
  public init(
    _ interpreter: Interpreter, moduleName: String = "__main__",
    locate: @escaping (Position) -> SourceLocation,
    builtins: @escaping (String) -> PyObject?
  ) {
    (kind, outer, locals) = (.module, nil, [])
    (self.interpreter, self.moduleName) = (interpreter, moduleName)
    (self.locate, self.builtins) = (locate, builtins)
  }

  /// A frame inside another.
  public init(
    inside outer: Frame, kind: Kind, locals: Set<String> = [],
    locate: ((Position) -> SourceLocation)? = nil
  ) {
    (self.kind, self.outer, self.locals) = (kind, outer, locals)
    (interpreter, moduleName) = (outer.interpreter, outer.moduleName)
    self.locate = locate ?? outer.locate
    builtins = outer.builtins
  }

  /// A name, behind those of the classes and functions that this is the code of.
  func qualified(_ name: String) -> String {
    switch kind {
    case .module: return name
    case .class: return "\(outer?.qualified(className) ?? className).\(name)"
    case .function:
      if let function { return "\(function.qualifiedName).<locals>.\(name)" }
      return className.isEmpty ? name : "\(className).\(name)"
    case .comprehension:
      return "\(outer?.qualified("<listcomp>") ?? "<listcomp>").<locals>.\(name)"
    }
  }

  deinit { Chain.free(&names, replacingWith: [:]) }

  /// The value of an expression here.
  func evaluated(_ expression: Expression) throws -> PyObject {
    try Evaluator.evaluate(expression, in: self)
  }

  /// The value of an expression here.
  public func value(_ expression: Expression) throws -> PyObject { try evaluated(expression) }

  /// Names that `import *` takes from the module of this frame: those of `__all__`, or else all
  /// without an underscore in front.
  public var publicNames: [String] {
    if let all = names["__all__"]?.items { return all.compactMap(\.string) }
    return names.keys.filter { !$0.hasPrefix("_") }.sorted()
  }

  // MARK: Lookup

  /// Object that a name is bound to.
  ///
  /// - Throws: NameError if it means nothing.
  public func value(of name: String) throws -> PyObject {
    if let value = names[name] { return value }
    if locals.contains(name), kind != .class { throw unbound(name) }
    var frame = outer
    while let current = frame {
      if current.kind != .class {
        if let value = current.names[name] { return value }
        if current.locals.contains(name), current.kind != .module {
          throw PyError.name(
            "cannot access free variable '\(name)' where it is not associated with a value in "
              + "enclosing scope")
        }
      } else if name == "__class__", let cls = current.definedClass {
        return .object(cls)
      }
      frame = current.outer
    }
    if let value = builtins(name) { return value }
    throw PyError.name(
      "name '\(name)' is not defined",
      // Of one or two letters, anything is near.
      hint: module.unknownImports.last.map { "it may come from '\($0)', which is not known here" }
        ?? (name.count < 3 ? nil : nearestName(to: name).map { "did you mean '\($0)'?" }))
  }

  /// Most similar bound name, or else a built-in one.
  private func nearestName(to name: String) -> String? {
    closestMatch(to: name, among: visibleNames)
      ?? closestMatch(to: name, among: interpreter.builtinNames().filter { $0 != name })
  }

  private func unbound(_ name: String) -> PyError {
    PyError(
      .exception("UnboundLocalError"),
      "cannot access local variable '\(name)' where it is not associated with a value")
  }

  /// Whether a name is bound here or in code around; built-in names don't count.
  func isBound(_ name: String) -> Bool {
    names[name] != nil || locals.contains(name) || (outer?.isBound(name) ?? false)
  }

  private var visibleNames: [String] { names.keys + (outer?.visibleNames ?? []) }

  // MARK: Binding

  /// Binds a name: here, or where `nonlocal` or `global` says.
  public func bind(_ name: String, to value: PyObject) {
    holder(of: name).names[name] = value
  }

  /// Unbinds a name (`del`).
  func unbind(_ name: String) throws {
    guard holder(of: name).names.removeValue(forKey: name) != nil else {
      throw kind == .function ? unbound(name) : PyError.name("name '\(name)' is not defined")
    }
  }

  /// The frame in which a name is bound by an assignment here.
  private func holder(of name: String) -> Frame {
    if globals.contains(name) { return module }
    guard nonlocals.contains(name) else { return self }
    var frame = outer
    while let current = frame, current.kind != .module {
      if current.kind != .class, current.locals.contains(name) { return current }
      frame = current.outer
    }
    return self
  }

  /// Binds a name in the function that a comprehension is in (`:=`).
  func bindInFunction(_ name: String, to value: PyObject) {
    if kind == .comprehension, let outer {
      outer.bindInFunction(name, to: value)
    } else {
      bind(name, to: value)
    }
  }

  /// Makes assignments to a name count in a function around.
  func declareNonlocal(_ name: String) throws {
    var frame = outer
    while let current = frame, current.kind != .module {
      if current.kind != .class, current.locals.contains(name) {
        nonlocals.insert(name)
        return
      }
      frame = current.outer
    }
    throw PyError.named("SyntaxError", "no binding for nonlocal '\(name)' found")
  }

  /// Makes assignments to a name count in the module.
  func declareGlobal(_ name: String) { globals.insert(name) }

  /// The frame of the module.
  var module: Frame {
    var frame = self
    while let outer = frame.outer, frame.kind != .module { frame = outer }
    return frame
  }

  /// The names bound in the module.
  var moduleNames: [String: PyObject] { module.names }

  // MARK: Methods

  /// Class that the code's function was written in, and the object that it was called on.
  func methodContext() throws -> (cls: PyClass, object: PyObject) {
    var frame: Frame? = self
    while let current = frame, current.kind == .comprehension { frame = current.outer }
    guard let function = frame, let first = function.firstParameter,
      let object = function.names[first]
    else { throw PyError.named("RuntimeError", "super(): no arguments") }
    while let current = frame {
      if current.kind == .class, let cls = current.definedClass { return (cls, object) }
      frame = current.outer
    }
    throw PyError.named("RuntimeError", "super(): __class__ cell not found")
  }
}
