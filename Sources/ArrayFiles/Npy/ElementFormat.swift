import Arrays
import Diagnostics

/// Format of one element of a `.npy` file, as its `descr` gives it.
indirect enum ElementFormat: Hashable {
  /// A number or a Boolean, in the machine's byte order or swapped.
  case number(DType, isSwapped: Bool)
  /// Bytes, zeros at the end not counted: NumPy's `|S`.
  case text(byteCount: Int)
  /// Bytes of no known meaning: NumPy's `|V`.
  case void(byteCount: Int)
  /// Numbers, text or times of a type that isn't supported, by NumPy's code.
  case other(code: String, byteCount: Int)
  /// Named fields, one after the other.
  case structure([Field], byteCount: Int)

  /// A named part of a structure. Padding has been left out.
  struct Field: Hashable {
    var name: String
    var format: ElementFormat
    var shape: Shape
    /// Bytes from the start of the structure.
    var offset: Int
  }

  /// Bytes an element takes.
  var byteCount: Int {
    switch self {
    case .number(let dtype, _): dtype.byteCount
    case .text(let byteCount), .void(let byteCount), .structure(_, let byteCount),
      .other(_, let byteCount):
      byteCount
    }
  }

  /// Reads a `descr`: a string, or a list of fields.
  init(_ descr: PythonLiteral) throws(Diagnostic) {
    switch descr {
    case .string(let code): self = try Self.simple(code)
    case .list(let fields): self = try Self.structure(fields)
    default: throw Self.invalidDescr
    }
  }

  private static var invalidDescr: Diagnostic {
    Diagnostic(
      "its header has a 'descr' that is no type",
      expected: "a string such as '<f4', or a list of fields",
      hint: "save it again with numpy.save")
  }
}

// MARK: Single types

extension ElementFormat {
  /// Reads a type string: byte order and kind with a count of bytes, or one of NumPy's names.
  private static func simple(_ code: String) throws(Diagnostic) -> ElementFormat {
    let order = code.first.flatMap { "<>=|".contains($0) ? $0 : nil }
    let name = order == nil ? code[...] : code.dropFirst()
    // A long name has no byte order in front of it.
    if let dtype = dtypes[String(name)] ?? (order == nil ? dtypesByName[code] : nil) {
      return .number(dtype, isSwapped: order == (isLittleEndian ? ">" : "<"))
    }
    let byteCount = name.count == 1 ? 0 : Int(name.dropFirst())
    switch (name.first, byteCount) {
    case ("S", let byteCount?) where byteCount >= 0: return .text(byteCount: byteCount)
    case ("V", let byteCount?) where byteCount >= 0: return .void(byteCount: byteCount)
    case ("U", let count?) where (0..<1 << 40).contains(count):
      return .other(code: code, byteCount: 4 * count)
    case ("f", 16?), ("c", 32?), ("g", 0?), ("G", 0?):
      return .other(code: code, byteCount: name.hasSuffix("32") || name.first == "G" ? 32 : 16)
    case ("M", _) where name.hasPrefix("M8"), ("m", _) where name.hasPrefix("m8"):
      return .other(code: code, byteCount: 8)
    default: throw unsupported(code, kind: name.first)
    }
  }

  /// Dtypes by NumPy's type codes; `ml_dtypes` writes bfloat16 as two bytes of void.
  private static let dtypes: [String: DType] = [
    "b1": .bool, "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
    "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
    "f2": .float16, "V2": .bfloat16, "f4": .float32, "f8": .float64,
    "c8": .complex64, "c16": .complex128,
    // The letters of C's types, long ones of 64 bits.
    "?": .bool, "b": .int8, "B": .uint8, "h": .int16, "H": .uint16, "i": .int32, "I": .uint32,
    "l": .int64, "L": .uint64, "q": .int64, "Q": .uint64, "p": .int64, "P": .uint64,
    "n": .int64, "N": .uint64,
    "e": .float16, "f": .float32, "d": .float64, "F": .complex64, "D": .complex128,
  ]

  /// Dtypes by NumPy's names, where these differ from JAX's.
  private static let dtypesByName: [String: DType] = {
    let others: [String: DType] = [
      "bool_": .bool, "byte": .int8, "ubyte": .uint8, "short": .int16, "ushort": .uint16,
      "intc": .int32, "uintc": .uint32, "int": .int64, "int_": .int64, "uint": .uint64,
      "intp": .int64, "uintp": .uint64, "long": .int64, "ulong": .uint64, "longlong": .int64,
      "ulonglong": .uint64, "half": .float16, "single": .float32, "float": .float64,
      "double": .float64, "csingle": .complex64, "cdouble": .complex128, "complex": .complex128,
    ]
    return DType.allCases.reduce(into: others) { $0[$1.rawValue] = $1 }
  }()

  private static func unsupported(_ code: String, kind: Character?) -> Diagnostic {
    let (problem, hint) =
      switch kind {
      case "O":
        (
          "object arrays hold Python objects (pickle) and are never loaded",
          "save numbers, array.astype(numpy.float32); a dict of arrays, such as a model's variables,"
            + " with flax.serialization.to_bytes or as safetensors"
        )
      case "U": ("holds text, not numbers", "save an array of numbers")
      case "M", "m":
        ("holds dates or times, not numbers", "save them as numbers: array.astype('i8')")
      case "f", "c", "g", "G", "i", "u":
        ("holds numbers of a size that has no type here", "save it as float32 or complex64")
      default:
        ("holds elements of a type whose name isn't known", "save it as float32, for instance")
      }
    return Diagnostic(problem, expected: expectedTypes, got: "'\(code)'", hint: hint)
  }

  /// Error for elements of known size that aren't numbers.
  var notNumbers: Diagnostic {
    switch self {
    case .text(let byteCount):
      Diagnostic(
        "holds byte strings, not numbers", expected: Self.expectedTypes, got: "'|S\(byteCount)'",
        hint: "save an array of numbers")
    case .void(let byteCount):
      Diagnostic(
        "holds elements of \(bytes(byteCount)) of unknown meaning", expected: Self.expectedTypes,
        got: "'|V\(byteCount)'",
        hint: "of the types NumPy writes so, only bfloat16 (2 bytes) is known: save it as float32")
    case .other(let code, _):
      Self.unsupported(code, kind: code.first { !"<>=|".contains($0) })
    default:
      Diagnostic("holds records, not numbers", expected: Self.expectedTypes)
    }
  }

  private static let expectedTypes = "bool, integers, floats or complex numbers"
}

/// Whether the machine's numbers have their low byte first.
var isLittleEndian: Bool { UInt16(1).littleEndian == 1 }

// MARK: Structures

extension ElementFormat {
  private static func structure(_ entries: [PythonLiteral]) throws(Diagnostic) -> ElementFormat {
    var fields: [Field] = []
    var names: Set<String> = []
    var offset = 0
    for entry in entries {
      let field = try self.field(entry, offset: offset)
      let byteCount = try field.shape.checkedByteCount(elementByteCount: field.format.byteCount)
      let (end, isTooLarge) = offset.addingReportingOverflow(byteCount)
      if isTooLarge { throw Diagnostic("its fields are larger than any memory") }
      offset = end
      if field.isPadding { continue }
      guard names.insert(field.name).inserted else {
        throw Diagnostic("its header names the field '\(field.name)' twice")
      }
      fields.append(field)
    }
    return .structure(fields, byteCount: offset)
  }

  /// Reads `(name, type)` or `(name, type, shape)`; a name may be `(title, name)`.
  private static func field(_ entry: PythonLiteral, offset: Int) throws(Diagnostic) -> Field {
    guard case .tuple(let parts) = entry, (2...3).contains(parts.count) else { throw invalidDescr }
    let name =
      switch parts[0] {
      case .string(let name): name
      case .tuple(let titled): titled.count == 2 ? titled[1].string : nil
      default: nil as String?
      }
    guard let name else { throw invalidDescr }
    do {
      let format = try ElementFormat(parts[1])
      let shape = parts.count == 3 ? try Shape(parts[2]) : .scalar
      return Field(name: name, format: format, shape: shape, offset: offset)
    } catch {
      throw error.inField(name)
    }
  }
}

extension ElementFormat.Field {
  /// An unnamed field of void, which NumPy leaves out when it reads.
  fileprivate var isPadding: Bool {
    guard name.isEmpty else { return false }
    switch format {
    case .void, .number(.bfloat16, _): return true  // `|V2` is padding too, without a name
    default: return false
    }
  }
}

extension PythonLiteral {
  /// The text of a string.
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension Diagnostic {
  /// The diagnostic with `name` put in front of its path in the tree.
  func inField(_ name: String) -> Diagnostic {
    var copy = self
    copy.path = path.map { "\(name)/\($0)" } ?? name
    return copy
  }
}

extension Shape {
  /// The shape that a tuple of sizes, or a single one, stands for.
  init(_ literal: PythonLiteral) throws(Diagnostic) {
    let values =
      switch literal {
      case .tuple(let values): values
      default: [literal]
      }
    let sizes = values.compactMap { if case .integer(let size) = $0 { size } else { nil } }
    guard sizes.count == values.count else {
      throw Diagnostic(
        "its header has a 'shape' that is no shape", expected: "a tuple of sizes, such as (2, 3)")
    }
    if sizes.contains(where: { $0 < 0 }) {
      throw Diagnostic("its header gives a negative size", got: "shape \(Shape(sizes))")
    }
    self.init(sizes)
    _ = try checkedByteCount(elementByteCount: 1)
  }

  /// Size in bytes of an array of the shape.
  ///
  /// - Throws: when they can't be counted, zero sizes aside: NumPy refuses the same.
  func checkedByteCount(elementByteCount: Int) throws(Diagnostic) -> Int {
    var byteCount = max(elementByteCount, 1)
    for size in sizes where size > 0 {
      let (product, isTooLarge) = byteCount.multipliedReportingOverflow(by: size)
      if isTooLarge {
        throw Diagnostic("its shape is larger than any memory", got: "shape \(self)")
      }
      byteCount = product
    }
    return sizes.contains(0) || elementByteCount == 0 ? 0 : byteCount
  }
}
