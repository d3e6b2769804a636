import Arrays
import Diagnostics
import LiftedScan

extension FunctionTable {
  /// Adds `jax.lax.Precision`, whose members are strings.
  mutating func addPrecision() {
    add(
      "Precision", "(value)", "Precision of products, which changes nothing on a CPU."
    ) { parameters in
      let value = try parameters.required("value")
      try value.checkPrecision()
      return value
    }
  }
}

extension Function {
  /// `lax.Precision.HIGHEST` and its siblings.
  func precision(_ member: String) -> Value? {
    guard name == "Precision", ["DEFAULT", "HIGH", "HIGHEST"].contains(member) else { return nil }
    return .string(member.lowercased())
  }
}

extension Tree where Leaf == Object {
  /// Checks that the value is a precision of products, or one for each side. On a CPU it changes
  /// nothing.
  func checkPrecision() throws {
    let words = [
      "default", "fastest", "bfloat16", "high", "bfloat16_3x", "tensorfloat32", "highest",
      "float32",
    ]
    for part in elements ?? [self] where !part.isNone {
      guard case .leaf(.string(let word)) = part else {
        throw Diagnostic(
          "a precision must be a word, or a member of lax.Precision", got: part.text)
      }
      guard words.contains(word) else {
        throw Diagnostic("unknown precision '\(word)'", expected: "default, high or highest")
      }
    }
  }
}
