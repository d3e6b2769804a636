import Arrays
import Diagnostics

/// Layout of an array, from Zarr's JSON.
struct ZarrDescription {
  var form: ArrayForm
  var keys: ZarrChunkKeys
  var chunk: ZarrChunk
  /// Whether elements that aren't stored are zeros.
  var fillsWithZeros: Bool

  /// The description in `.zarray`.
  init(version2 json: JSON) throws(Diagnostic) {
    let (shape, chunks) = (try Self.sizes(json["shape"]), try Self.sizes(json["chunks"]))
    let (dtype, isSwapped) = try Self.dtype(version2: json["dtype"]?.string)
    guard Self.isAbsent(json["filters"]) else { throw Self.unknown("filters") }
    form = ArrayForm(dtype, shape)
    keys = .version2(separator: json["dimension_separator"]?.string ?? ".")
    let axes = Array(0..<chunks.rank)
    let isFortranOrder = json["order"]?.string == "F"
    chunk = ZarrChunk(
      shape: chunks, elementByteCount: dtype.byteCount, isSwapped: isSwapped,
      axes: isFortranOrder ? axes.reversed() : axes,
      packings: try Self.compressor(json["compressor"]))
    fillsWithZeros = Self.isZero(json["fill_value"])
  }

  /// The description in `zarr.json`.
  init(version3 json: JSON) throws(Diagnostic) {
    guard json["node_type"]?.string == "array" else { throw Self.unknown("node_type") }
    let typeName = json["data_type"]?.string ?? ""
    guard let dtype = DType(rawValue: typeName) else { throw Self.unknownType(typeName) }
    guard json["chunk_grid"]?["name"]?.string == "regular" else { throw Self.unknown("chunk_grid") }
    form = ArrayForm(dtype, try Self.sizes(json["shape"]))
    let shape = try Self.sizes(json["chunk_grid"]?["configuration"]?["chunk_shape"])
    keys = try Self.keys(json["chunk_key_encoding"])
    chunk = try ZarrChunk(
      codecs: json["codecs"]?.elements ?? [], shape: shape, elementByteCount: dtype.byteCount,
      depth: 0)
    guard Self.isAbsent(json["storage_transformers"]) else {
      throw Self.unknown("storage_transformers")
    }
    fillsWithZeros = Self.isZero(json["fill_value"])
  }

  // MARK: Parts

  /// A description that has parts which aren't known here.
  static func unknown(_ part: String) -> Diagnostic {
    Diagnostic(
      "is stored in a way that isn't known here", got: "another '\(part)' of Zarr",
      hint: "save the checkpoint again with Orbax's own settings")
  }

  private static func unknownType(_ name: String) -> Diagnostic {
    Diagnostic(
      "holds elements of a type that isn't known here", got: name,
      hint: "save it as float32, for instance")
  }

  fileprivate static func sizes(_ json: JSON?) throws(Diagnostic) -> Shape {
    guard let sizes = json?.integers, sizes.allSatisfy({ $0 >= 0 }), sizes.count <= 64 else {
      throw unknown("shape")
    }
    return Shape(sizes)
  }

  /// A dtype by NumPy's name, `<f4`, or by that of an extension, `bfloat16`.
  private static func dtype(
    version2 name: String?
  ) throws(Diagnostic) -> (dtype: DType, isSwapped: Bool) {
    guard let name, let first = name.first else { throw unknownType("records") }
    if let dtype = DType(rawValue: name) { return (dtype, false) }
    let letters: [Character: String] = ["f": "float", "i": "int", "u": "uint", "c": "complex"]
    let (letter, size) = (name.dropFirst().first ?? " ", Int(name.dropFirst(2)) ?? 0)
    if name.dropFirst() == "b1" { return (.bool, false) }
    guard "<>|".contains(first), let word = letters[letter], (1...16).contains(size),
      let dtype = DType(rawValue: "\(word)\(8 * size)")
    else { throw unknownType(name) }
    return (dtype, first == ">")
  }

  private static func compressor(_ json: JSON?) throws(Diagnostic) -> [ZarrChunk.Packing] {
    if isAbsent(json) { return [] }
    switch json?["id"]?.string {
    case "zstd": return [.zstd]
    case "gzip": return [.gzip]
    case "zlib": return [.zlib]
    case let name: throw unknown("compressor: \(name ?? "")")
    }
  }

  private static func keys(_ json: JSON?) throws(Diagnostic) -> ZarrChunkKeys {
    let separator = json?["configuration"]?["separator"]?.string
    switch json?["name"]?.string {
    case "default": return .version3(separator: separator ?? "/")
    case "v2": return .version2(separator: separator ?? ".")
    default: throw unknown("chunk_key_encoding")
    }
  }

  private static func isAbsent(_ json: JSON?) -> Bool {
    switch json {
    case nil, .null?: true
    case .array(let values)?: values.isEmpty
    default: false
    }
  }

  private static func isZero(_ json: JSON?) -> Bool {
    switch json {
    case nil, .null?, .boolean(false)?, .integer(0)?: true
    case .number(let text)?: Double(text) == 0 && !text.hasPrefix("-")
    case .array(let parts)?: parts.allSatisfy { isZero($0) }
    default: false
    }
  }
}

extension ZarrChunk {
  /// The form that the codecs of version 3 give a chunk: maybe another order of axes, bytes or
  /// smaller chunks, packings.
  ///
  /// - Parameter depth: number of chunks around it.
  fileprivate init(
    codecs: [JSON], shape: Shape, elementByteCount: Int, depth: Int
  ) throws(Diagnostic) {
    self.init(
      shape: shape, elementByteCount: elementByteCount, axes: Array(0..<shape.rank))
    var hasBytes = false
    for codec in codecs {
      let settings = codec["configuration"]
      switch codec["name"]?.string {
      case "transpose" where !hasBytes: axes = try Self.axes(settings?["order"], of: axes)
      case "bytes" where !hasBytes:
        isSwapped = settings?["endian"]?.string == "big"
        hasBytes = true
      case "sharding_indexed" where !hasBytes && depth == 0:
        shards = try Self.shards(settings, shape: shape, elementByteCount: elementByteCount)
        isSwapped = shards?.chunk.first?.isSwapped ?? false
        hasBytes = true
      case let name where hasBytes && shards == nil: packings.append(try Self.packing(name))
      case let name: throw ZarrDescription.unknown("codec: \(name ?? "")")
      }
    }
    let areChecksums = packings.dropFirst().allSatisfy(\.isChecksum)
    guard hasBytes, areChecksums, shards == nil || axes == Array(axes.indices) else {
      throw ZarrDescription.unknown("codecs")
    }
  }

  private static func packing(_ name: String?) throws(Diagnostic) -> Packing {
    switch name {
    case "zstd": return .zstd
    case "gzip": return .gzip
    case "crc32c": return .crc32c
    default: throw ZarrDescription.unknown("codec: \(name ?? "")")
    }
  }

  private static func axes(_ order: JSON?, of axes: [Int]) throws(Diagnostic) -> [Int] {
    guard let order = order?.integers, order.sorted() == Array(axes.indices) else {
      throw ZarrDescription.unknown("order")
    }
    return order.map { axes[$0] }
  }

  private static func shards(
    _ settings: JSON?, shape: Shape, elementByteCount: Int
  ) throws(Diagnostic) -> Shards {
    let inner = try ZarrDescription.sizes(settings?["chunk_shape"])
    guard inner.rank == shape.rank,
      zip(shape.sizes, inner.sizes).allSatisfy({ $1 > 0 && $0 % $1 == 0 })
    else { throw ZarrDescription.unknown("chunk_shape") }
    var packings: [Packing] = []
    for codec in settings?["index_codecs"]?.elements ?? [] {
      if codec["name"]?.string == "bytes" {
        guard codec["configuration"]?["endian"]?.string != "big" else {
          throw ZarrDescription.unknown("endian")
        }
      } else {
        packings.append(try packing(codec["name"]?.string))
      }
    }
    return Shards(
      indexPackings: packings, indexIsFirst: settings?["index_location"]?.string == "start",
      chunk: [
        try ZarrChunk(
          codecs: settings?["codecs"]?.elements ?? [], shape: inner,
          elementByteCount: elementByteCount, depth: 1)
      ])
  }
}

extension JSON {
  /// The elements of an array.
  fileprivate var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }
}
