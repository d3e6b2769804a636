import Arrays
import Diagnostics
import ProgramIR

/// The arguments of a call, by position and by name.
public struct Arguments {
  /// Arguments by position, in order.
  public var positional: [Value]
  /// Arguments by name, in order.
  public var keywords: [(name: String, value: Value)]
  /// The arguments as objects of the language that module code is written in, if they come
  /// unchanged from a call in it: a callee in the same language gets the objects themselves.
  public var origin: AnyObject?

  /// Arguments by position, then by name.
  public init(_ positional: [Value] = [], keywords: [(name: String, value: Value)] = []) {
    self.positional = positional
    self.keywords = keywords
  }

  /// The values of the parameters called `names`, in that order; `nil` where none is given.
  ///
  /// - Throws: when there are too many arguments, one of another name, or one given twice.
  public func matched(to names: [String], of callee: String) throws -> [Value?] {
    guard positional.count <= names.count else {
      throw Diagnostic(
        "\(callee) takes at most \(names.count) arguments",
        expected: "(\(names.joined(separator: ", ")))",
        got: "\(positional.count) arguments")
    }
    var values: [Value?] = positional + Array(repeating: nil, count: names.count - positional.count)
    for (name, value) in keywords {
      guard let index = names.firstIndex(of: name) else {
        throw Diagnostic(
          "\(callee) has no parameter '\(name)'", hint: suggestion(for: name, among: names))
      }
      guard values[index] == nil else {
        throw Diagnostic("\(callee) is given '\(name)' twice")
      }
      values[index] = value
    }
    return values
  }

  /// The values of parameters that must all be given.
  public func required(_ names: [String], of callee: String) throws -> [Value] {
    try zip(names, matched(to: names, of: callee)).map { name, value in
      guard let value else { throw Diagnostic("\(callee) needs the argument '\(name)'") }
      return value
    }
  }
}
