import Arrays

extension DType {
  /// The dtype of a name or code of NumPy's: `float32`, `f4`, `<f4`, `single`.
  init?(numpyName name: String) {
    var code = name
    if let order = code.first, "<=|".contains(order) { code.removeFirst() }
    if let dtype = DType(rawValue: name) {
      self = dtype
    } else if let rawValue = Self.numpyNames[code], let dtype = DType(rawValue: rawValue) {
      self = dtype
    } else {
      return nil
    }
  }

  private static let numpyNames = [
    "f2": "float16", "f4": "float32", "f8": "float64", "i1": "int8", "i2": "int16",
    "i4": "int32", "i8": "int64", "u1": "uint8", "u2": "uint16", "u4": "uint32",
    "u8": "uint64", "b1": "bool", "c8": "complex64", "c16": "complex128", "?": "bool",
    "e": "float16", "f": "float32", "d": "float64", "b": "int8", "h": "int16", "i": "int32",
    "l": "int64", "q": "int64", "B": "uint8", "H": "uint16", "I": "uint32", "L": "uint64",
    "Q": "uint64", "F": "complex64", "D": "complex128", "half": "float16", "single": "float32",
    "double": "float64", "float": "float64", "int": "int64", "uint": "uint64",
    "byte": "int8", "ubyte": "uint8", "short": "int16", "ushort": "uint16", "intc": "int32",
    "uintc": "uint32", "complex": "complex128",
  ]
}
