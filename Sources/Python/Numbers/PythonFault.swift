/// An exception of the interpreted program, or a refusal of the interpreter.
public struct PythonFault: Error, Hashable, Sendable {
  /// Class of the exception: `ValueError`, `ZeroDivisionError`; `IntegerTooLarge` is a refusal.
  public var type: String
  /// Words of the exception, as CPython has them.
  public var message: String

  /// Makes a fault of class `type`.
  public init(type: String, message: String) {
    self.type = type
    self.message = message
  }
}

extension PythonFault {
  /// A `ValueError`.
  static func valueError(_ message: String) -> PythonFault {
    PythonFault(type: "ValueError", message: message)
  }

  /// A `TypeError`.
  static func typeError(_ message: String) -> PythonFault {
    PythonFault(type: "TypeError", message: message)
  }

  /// A `ZeroDivisionError`.
  static func zeroDivision(_ message: String) -> PythonFault {
    PythonFault(type: "ZeroDivisionError", message: message)
  }

  /// An `OverflowError`.
  static func overflow(_ message: String) -> PythonFault {
    PythonFault(type: "OverflowError", message: message)
  }

  /// An `IndexError`.
  static func indexError(_ message: String) -> PythonFault {
    PythonFault(type: "IndexError", message: message)
  }

  /// Refusal of an integer that needs more than 64 bits.
  static let integerTooLarge = PythonFault(
    type: "IntegerTooLarge", message: "an integer of more than 64 bits")
}

/// Sizes beyond which a text is refused.
enum TextLimit {
  /// Most characters of a text.
  static let characters = 10_000_000

  /// Refuses a text of more than `characters` characters.
  static func check(_ count: Int) throws {
    guard count <= characters else { throw tooLong }
  }

  /// Characters of a text of `count` pieces of `length`, refused beyond the limit.
  static func product(_ count: Int, _ length: Int) throws -> Int {
    let (total, overflow) = count.multipliedReportingOverflow(by: length)
    guard !overflow, total <= characters else { throw tooLong }
    return total
  }

  private static let tooLong = PythonFault(
    type: "MemoryError", message: "a text of more than \(characters) characters")
}
