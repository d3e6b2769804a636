/// An error of the user or of the machine: data first, words in `description`.
public struct Diagnostic: Error, Hashable, Sendable {
  /// Kind of a fault; each has its own exit status (`sysexits.h`).
  public enum Code: Int32, Sendable {
    /// Wrong use of the command line.
    case usage = 64
    /// A config, an array or params that make no sense or don't fit.
    case badData = 65
    /// A file that isn't there or can't be opened.
    case missingInput = 66
    /// A fault of ours: a broken invariant, never the user's doing.
    case internalFault = 70
    /// An output that can't be created.
    case cannotCreate = 73
    /// A read or write that failed half-way.
    case inputOutput = 74
  }

  /// Kind of the fault.
  public var code: Code
  /// The fault in one sentence, in lower case and without a full stop.
  public var problem: String
  /// Path of the fault in the user's terms: `model.scan.in_axes[1]`, `params/Dense_0/kernel`,
  /// `carry.h`.
  public var path: String?
  /// Description of valid values.
  public var expected: String?
  /// Description of the value found.
  public var got: String?
  /// Advice on how to fix the fault.
  public var hint: String?
  /// Remedy that the caller of the model can apply, for a hint in the caller's own terms.
  public var remedy: Remedy?
  /// Class of the Python exception that the error is in Python, where code can handle it; `nil` for
  /// an error of this program only.
  public var exception: String?
  /// Location of the fault in a text file.
  public var location: SourceLocation?
  /// Further findings of the same kind, a line each.
  public var details: [String]

  /// Makes a diagnostic; see the properties for their meaning.
  public init(
    _ problem: String, code: Code = .badData, path: String? = nil, expected: String? = nil,
    got: String? = nil, hint: String? = nil, remedy: Remedy? = nil,
    location: SourceLocation? = nil, details: [String] = []
  ) {
    self.code = code
    self.problem = problem
    self.path = path
    self.expected = expected
    self.got = got
    self.hint = hint
    self.remedy = remedy
    self.location = location
    self.details = details
  }

  /// The diagnostic as a Python exception of that class too, which `try` in user code can handle.
  public func raising(_ exception: String) -> Diagnostic {
    var copy = self
    copy.exception = exception
    return copy
  }

  /// The diagnostic with `location`, unless it already has one.
  public func located(at location: SourceLocation?) -> Diagnostic {
    var copy = self
    copy.location = self.location ?? location
    return copy
  }

  /// The diagnostic with `path`, unless it already has one.
  public func at(path: String) -> Diagnostic {
    var copy = self
    copy.path = self.path ?? path
    return copy
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: problem`, then the line and a caret, then expected, got and hint.
  public var description: String {
    var head = problem.shortened
    if let path, !path.isEmpty { head = "\(path.shortened): \(head)" }
    if let location {
      head = "\(location.file):\(location.line):\(location.column): \(head)"
    }
    var lines = [head]
    if let location, !location.text.isEmpty { lines.append(location.excerpt) }
    lines += details.map { "  \($0.shortened)" }
    if let expected { lines.append("  expected: \(expected.shortened)") }
    if let got { lines.append("  got:      \(got.shortened)") }
    if let hint { lines.append("  hint: \(hint.shortened)") }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The text, or the beginning and the end of a long one.
  fileprivate var shortened: String {
    let limit = 2000
    guard count > limit else { return self }
    return "\(prefix(limit * 3 / 4)) … \(suffix(limit / 4))"
  }
}
