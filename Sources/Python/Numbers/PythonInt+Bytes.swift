/// Order of the bytes of an int.
enum ByteOrder: String, Hashable, Sendable {
  case little, big

  /// The order named `name`.
  init(named name: String) throws {
    guard let order = ByteOrder(rawValue: name) else {
      throw PythonFault.valueError("byteorder must be either 'little' or 'big'")
    }
    self = order
  }
}

extension PythonInt {
  /// `value.to_bytes(length, order, signed=isSigned)`
  static func toBytes(
    _ value: Int, length: Int, order: ByteOrder, isSigned: Bool = false
  ) throws -> [UInt8] {
    guard length >= 0 else {
      throw PythonFault.valueError("length argument must be non-negative")
    }
    guard isSigned || value >= 0 else {
      throw PythonFault.overflow("can't convert negative int to unsigned")
    }
    try TextLimit.check(length)
    let bits = value < 0 ? bitLength(~value) : bitLength(value)
    // CPython lets -1 fit in no bytes.
    let isEmpty = length == 0 && (value == 0 || value == -1)
    guard isEmpty || bits + (isSigned ? 1 : 0) <= length * 8 else {
      throw PythonFault.overflow("int too big to convert")
    }
    let bytes = (0..<length).map { index in
      UInt8(truncatingIfNeeded: value >> min(index * 8, 63))
    }
    return order == .little ? bytes : bytes.reversed()
  }

  /// `int.from_bytes(bytes, order, signed=isSigned)`
  static func fromBytes(
    _ bytes: [UInt8], order: ByteOrder, isSigned: Bool = false
  ) throws -> Int {
    let ordered = order == .big ? bytes : bytes.reversed()
    let isNegative = isSigned && (ordered.first ?? 0) >= 0x80
    var result = isNegative ? -1 : 0
    for byte in ordered {
      let shifted = try shiftLeft(result, 8)
      result = shifted | Int(byte)
    }
    return result
  }
}
