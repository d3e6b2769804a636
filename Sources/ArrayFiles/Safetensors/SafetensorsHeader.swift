import Arrays
import Diagnostics

/// Header of a safetensors file: dtype, shape and byte range of each array by name, as JSON.
///
/// The format is described at https://github.com/huggingface/safetensors.
struct SafetensorsHeader {
  /// An array: its type, and the range of its bytes behind the header.
  struct Entry {
    var name: String
    var dtype: DType
    var shape: Shape
    var bytes: Range<Int>
  }

  /// The arrays in the order of the header.
  var entries: [Entry] = []
  /// The arrays of types that aren't known here, and why each can't be read.
  var unknown: [(name: String, bytes: Range<Int>, reason: Diagnostic)] = []
  /// Metadata of the file (`__metadata__`): text by name.
  var metadata: [(name: String, text: String)] = []

  /// Bytes behind the header.
  var byteCount: Int { ranges.map(\.bytes.upperBound).max() ?? 0 }
  /// The names of all arrays.
  var names: [String] { ranges.map(\.name) }

  private var ranges: [(name: String, bytes: Range<Int>)] {
    entries.map { ($0.name, $0.bytes) } + unknown.map { ($0.name, $0.bytes) }
  }

  static let metadataName = "__metadata__"
  /// The name by which the metadata hold the text of a config.
  static let configName = "config"

  /// The library's own limit.
  private static let maximumByteCount = 100_000_000

  /// A header without arrays.
  init() {}

  /// Takes the header of `file`.
  ///
  /// - Throws: without a path, or with the name of an array as path.
  init(from file: inout InputFile) throws(Diagnostic) {
    let length = try file.take(8)
    let byteCount = length.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard byteCount <= Self.maximumByteCount else {
      throw Diagnostic("its header claims to be \(byteCount) bytes long, which can't be")
    }
    let text = try file.take(byteCount)
    guard text.count == byteCount else {
      throw Diagnostic(
        "its header is cut short", expected: ArrayFiles.bytes(byteCount),
        got: ArrayFiles.bytes(text.count), hint: "write or copy it again")
    }
    guard case .object(let members) = try JSON(parsing: text) else {
      throw Diagnostic("its header is no JSON object")
    }
    for member in members {
      if member.name == Self.metadataName {
        metadata = try Self.metadata(member.value)
      } else {
        do {
          try add(member)
        } catch {
          throw error.inField(member.name)
        }
      }
    }
    try checkCoverage()
  }

  /// Checks that the arrays cover the bytes once and without holes, as the format requires.
  private func checkCoverage() throws(Diagnostic) {
    var end = 0
    let sorted = ranges.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    for (name, bytes) in sorted {
      guard bytes.lowerBound == end else {
        throw Diagnostic(
          bytes.lowerBound < end
            ? "its bytes overlap those of another array"
            : "its header leaves a hole before the array's bytes",
          expected: "a range that begins at offset \(end), where the one before ends",
          got: "from \(bytes.lowerBound) to \(bytes.upperBound)",
          hint: "save it again with safetensors' own library"
        ).inField(name)
      }
      end = bytes.upperBound
    }
  }

  private static func metadata(
    _ json: JSON
  ) throws(Diagnostic) -> [(name: String, text: String)] {
    guard case .object(let members) = json else {
      throw Diagnostic("its header has metadata that are no JSON object")
    }
    return members.compactMap { member in member.value.string.map { (member.name, $0) } }
  }

  private mutating func add(_ member: JSON.Member) throws(Diagnostic) {
    guard let typeName = member.value["dtype"]?.string,
      let sizes = member.value["shape"]?.integers,
      let offsets = member.value["data_offsets"]?.integers, offsets.count == 2
    else {
      throw Diagnostic(
        "its header doesn't describe an array",
        expected: #"{"dtype": …, "shape": […], "data_offsets": [begin, end]}"#)
    }
    let isRange = offsets[0] >= 0 && offsets[1] >= offsets[0] && offsets[1] <= 1 << 60
    guard let dtype = DType.allCases.first(where: { $0.safetensorsName == typeName }) else {
      let reason = Diagnostic(
        "holds elements of a type that isn't known here", got: "\(typeName)",
        hint: "save it as F32, for instance"
      ).inField(member.name)
      guard isRange else { throw reason }
      unknown.append((member.name, offsets[0]..<offsets[1], reason))
      return
    }
    guard sizes.allSatisfy({ $0 >= 0 }) else {
      throw Diagnostic("its header gives a negative size", got: "shape \(Shape(sizes))")
    }
    let shape = Shape(sizes)
    let byteCount = try shape.checkedByteCount(elementByteCount: dtype.byteCount)
    guard isRange, offsets[1] - offsets[0] == byteCount else {
      throw Diagnostic(
        "its header gives it another number of bytes than its shape needs",
        expected: bytes(byteCount), got: "from \(offsets[0]) to \(offsets[1])")
    }
    entries.append(
      Entry(name: member.name, dtype: dtype, shape: shape, bytes: offsets[0]..<offsets[1]))
  }

  /// The bytes of the header, preceded by its length and padded so that the elements begin on an
  /// 8-byte boundary.
  var encoded: [UInt8] {
    var members = entries.map { entry in
      JSON.quoted(entry.name)
        + #":{"dtype":"\#(entry.dtype.safetensorsName)","shape":"#
        + "[\(entry.shape.sizes.map(String.init).joined(separator: ","))]"
        + #","data_offsets":[\#(entry.bytes.lowerBound),\#(entry.bytes.upperBound)]}"#
    }
    if !metadata.isEmpty {
      let texts = metadata.map { "\(JSON.quoted($0.name)):\(JSON.quoted($0.text))" }
      members.insert(
        "\(JSON.quoted(Self.metadataName)):{\(texts.joined(separator: ","))}", at: 0)
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    text += [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }
}

extension DType {
  /// Name of the dtype in safetensors; `nil` if the format lacks the dtype.
  fileprivate var safetensorsName: String {
    switch self {
    case .bool: "BOOL"
    case .bfloat16: "BF16"
    case .complex64, .complex128: "C\(byteCount * 8)"
    case _ where isFloating: "F\(byteCount * 8)"
    default: (isSigned ? "I" : "U") + "\(byteCount * 8)"
    }
  }
}
