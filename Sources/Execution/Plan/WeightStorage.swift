/// Storage of the matrices that a loop multiplies by again and again.
public enum WeightStorage: String, Codable, Sendable, CaseIterable {
  case float32
  /// Half as large; products are of float32.
  case bfloat16
  /// A quarter as large: integers with a scale for each column, multiplied by rows of 16-bit
  /// integers. Small matrices stay in float32.
  case int8
}
