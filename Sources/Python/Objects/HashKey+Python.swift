extension HashKey {
  /// Python's hash: that of CPython for numbers and tuples of them, a fixed one for texts, whose hash
  /// is another each time that CPython runs.
  var pythonHash: Int {
    switch self {
    case .none: 0xFCA8_6420
    case .ellipsis: 0xFCA8_6421
    case .notImplemented: 0xFCA8_6422
    case .int(let value): Self.hash(of: value)
    case .float(let value): Self.hash(of: value)
    case .complex(let real, let imaginary):
      Self.valid(HashKey(real).pythonHash &+ 1_000_003 &* HashKey(imaginary).pythonHash)
    case .string(let text): Self.hash(of: text.text.utf8)
    case .bytes(let bytes): Self.hash(of: bytes)
    case .tuple(let keys): Self.hash(of: keys)
    case .frozenSet(let key): key.set.pythonHash
    case .identity(let id): Self.address(id)
    case .custom(let key): Self.valid(key.hash)
    }
  }

  private static let modulus = 1 << 61 - 1

  /// -1 is an error to CPython, and no hash.
  private static func valid(_ hash: Int) -> Int { hash == -1 ? -2 : hash }

  private static func hash(of value: Int) -> Int {
    let rest = Int(value.magnitude % UInt(modulus))
    return valid(value < 0 ? -rest : rest)
  }

  private static func hash(of value: Double) -> Int {
    guard value.isFinite else { return value.isNaN ? 0 : value > 0 ? 314159 : -314159 }
    var (fraction, exponent) = (value.magnitude.significand / 2, Int(value.exponent) + 1)
    var hash: UInt = 0
    while fraction != 0 {
      hash = ((hash << 28) & UInt(modulus)) | hash >> (61 - 28)
      fraction *= 268_435_456
      exponent -= 28
      let digits = UInt(fraction)
      fraction -= Double(digits)
      hash += digits
      if hash >= UInt(modulus) { hash -= UInt(modulus) }
    }
    let shift = exponent >= 0 ? exponent % 61 : 61 - 1 - ((-1 - exponent) % 61)
    hash = ((hash << UInt(shift)) & UInt(modulus)) | hash >> UInt(61 - shift)
    return valid(value < 0 ? -Int(hash) : Int(hash))
  }

  /// FNV-1a.
  private static func hash(of bytes: some Sequence<UInt8>) -> Int {
    valid(
      Int(
        bitPattern: bytes.reduce(14_695_981_039_346_656_037 as UInt) {
          ($0 ^ UInt($1)) &* 1_099_511_628_211
        }))
  }

  /// xxHash, as CPython hashes tuples.
  private static func hash(of keys: [HashKey]) -> Int {
    let prime5: UInt = 2_870_177_450_012_600_261
    var sum = prime5
    for key in keys {
      sum &+= UInt(bitPattern: key.pythonHash) &* 14_029_467_366_897_019_727
      sum = sum << 31 | sum >> 33
      sum = sum &* 11_400_714_785_074_694_791
    }
    sum &+= UInt(keys.count) ^ (prime5 ^ 3_527_539)
    return sum == UInt.max ? 1_546_275_796 : Int(bitPattern: sum)
  }

  /// The hash of a frozen set, from those of its members.
  static func hash(ofMembers hashes: [Int]) -> Int {
    var hash: UInt = 0
    for member in hashes {
      let own = UInt(bitPattern: member)
      hash ^= ((own ^ 89_869_747) ^ (own << 16)) &* 3_644_798_167
    }
    hash ^= (UInt(hashes.count) + 1) &* 1_927_868_237
    hash ^= (hash >> 11) ^ (hash >> 25)
    hash = hash &* 69069 &+ 907_133_923
    return hash == UInt.max ? 590_923_713 : Int(bitPattern: hash)
  }

  /// The place of an object in memory.
  static func address(_ id: ObjectIdentifier) -> Int {
    Int(bitPattern: UInt(bitPattern: id) >> 4)
  }
}

extension Py {
  /// `hash(…)`.
  static func hash(of object: PyObject) throws -> Int { try hashKey(of: object).pythonHash }
}
