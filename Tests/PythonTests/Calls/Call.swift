#if canImport(Python)
  @testable import Python
#endif

/// One call of a function under test, written as a line: `name TAB argument…`.
///
/// Ints are decimal, floats are bit patterns, texts are escaped. `scripts/parity/calls` runs
/// the same calls outside the tests.
struct Call {
  private let fields: [String]
  private var position = 1

  init(_ fields: [String]) { self.fields = fields }

  var name: String { fields[0] }

  mutating func text() -> String {
    position += 1
    return Self.unescaped(fields[position - 1])
  }

  mutating func int() -> Int { optionalInt() ?? 0 }

  mutating func optionalInt() -> Int? {
    position += 1
    return Int(fields[position - 1])
  }

  mutating func float() -> Double {
    position += 1
    return Double(bitPattern: UInt64(fields[position - 1], radix: 16) ?? 0)
  }

  mutating func optionalText() -> String? {
    guard fields[position] != "None" else {
      position += 1
      return nil
    }
    return text()
  }

  mutating func texts() -> [String] {
    let count = int()
    return (0..<count).map { _ in text() }
  }

  mutating func floats() -> [Double] {
    let count = int()
    return (0..<count).map { _ in float() }
  }

  mutating func ints() -> [Int] {
    let count = int()
    return (0..<count).map { _ in int() }
  }

  mutating func complex() -> PythonComplex { PythonComplex(real: float(), imag: float()) }

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar -> String in
      scalar.value > 0x20 && scalar.value < 0x7f && scalar != "\\"
        ? String(scalar) : "\\" + String(scalar.value, radix: 16) + ";"
    }.joined()
  }

  static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var code: String?
    for scalar in text.unicodeScalars {
      if scalar == "\\" {
        code = ""
      } else if scalar == ";", let digits = code {
        if let value = UInt32(digits, radix: 16), let decoded = Unicode.Scalar(value) {
          result.append(decoded)
        }
        code = nil
      } else if code != nil {
        code?.unicodeScalars.append(scalar)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  static func shown(_ value: Double) -> String {
    value.isNaN ? "nan" : String(value.bitPattern, radix: 16)
  }

  static func shown(_ value: PythonComplex) -> String {
    shown(value.real) + " " + shown(value.imag)
  }

  static func shown(_ texts: [String]) -> String {
    texts.map { "<" + escaped($0) + ">" }.joined()
  }

  /// `ok TAB result` or `err TAB class TAB message` of a call.
  static func outcome(of line: String) -> String {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    var call = Call(fields.map { String($0) })
    do {
      return "ok\t" + (try call.result())
    } catch let fault as PythonFault {
      // The text of a KeyError shows its key.
      let isKey = fault.type == "KeyError" && !fault.message.hasPrefix("'")
      let message = isKey ? fault.message.pythonRepr : fault.message
      return "err\t\(fault.type)\t\(escaped(message))"
    } catch {
      return "err\tunknown\t\(error)"
    }
  }

  mutating func result() throws -> String {
    if let result = try integerResult() { return result }
    if let result = try floatResult() { return result }
    if let result = try mathResult() { return result }
    if let result = try formatResult() { return result }
    if let result = try splitResult() { return result }
    if let result = try stringResult() { return result }
    return "no such function"
  }
}
