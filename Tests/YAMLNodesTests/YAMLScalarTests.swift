import TestSupport
import Testing

@testable import YAMLNodes

@Suite struct YAMLScalarTests {
  @Test(arguments: ["", "~", "null", "Null", "NULL"])
  func readsNulls(text: String) { #expect(YAMLScalar(plain: text) == .null) }

  @Test(arguments: [
    ("true", true), ("True", true), ("TRUE", true),
    ("false", false), ("False", false), ("FALSE", false),
  ])
  func readsBooleans(text: String, value: Bool) {
    #expect(YAMLScalar(plain: text) == .boolean(value))
  }

  @Test(arguments: [
    ("0", 0), ("12", 12), ("-3", -3), ("+3", 3), ("010", 10), ("0x1F", 31), ("0xff", 255),
    ("-0x10", -16), ("0o17", 15), ("1_000", 1000), ("0xff_ff", 65535),
    ("9223372036854775807", .max), ("-9223372036854775808", .min),
  ])
  func readsIntegers(text: String, value: Int) {
    #expect(YAMLScalar(plain: text) == .integer(value))
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "0x10000000000000000"])
  func noticesIntegersThatDoNotFit(text: String) {
    #expect(YAMLScalar(plain: text) == .hugeInteger)
  }

  @Test(arguments: [
    ("1.5", 1.5), ("-1.5", -1.5), (".5", 0.5), ("-.5", -0.5), ("1.", 1), ("1e3", 1000),
    ("1e-3", 0.001), ("+1.5E+2", 150), ("1_000.5", 1000.5), ("1e-400", 0), (".inf", .infinity),
    ("-.inf", -.infinity), ("+.Inf", .infinity), (".INF", .infinity), ("0.1", 0.1),
  ])
  func readsFloats(text: String, value: Double) {
    #expect(YAMLScalar(plain: text) == .float(value))
  }

  @Test(arguments: [".nan", ".NaN", ".NAN"])
  func readsNotANumber(text: String) {
    guard case .float(let value) = YAMLScalar(plain: text) else {
      Issue.record("not a float")
      return
    }
    #expect(value.isNaN)
  }

  @Test(arguments: ["1e999", "-1e309"])
  func noticesFloatsThatDoNotFit(text: String) {
    #expect(YAMLScalar(plain: text) == .hugeFloat)
  }

  @Test(arguments: [
    "five", "yes", "on", "y", "tRUE", "nil", "0b11", "0x", "0o8", "0xg", "1_", "_1", "1__0", "1e",
    "1e+", ".", "-", "+", "..5", "1.2.3", "inf", "nan", "-.nan", "Infinity", "1,000", "12:30:00",
    "٣", "1 000", "1d", "0x1p3", "--1", "- 1", "e5",
  ])
  func takesTheRestAsStrings(text: String) { #expect(YAMLScalar(plain: text) == .string) }
}
