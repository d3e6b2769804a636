import Arrays
import Diagnostics

/// Reads a MessagePack file as `flax.serialization.to_bytes` writes it: a tree of dicts, an array or
/// a number in every leaf; `None` and lists too.
func readMessagePack(_ file: inout InputFile) throws(Diagnostic) -> ArrayFile {
  let name = file.name
  let contents = try messagePackContents(of: &file)
  if case .leaf(let array) = contents.tree { return .array(array) }
  do {
    return try .tree(readable: contents.tree, config: nil, unread: contents.unread)
  } catch {
    throw error.inFile(name)
  }
}

/// The tree in a MessagePack file, and its entries that are no arrays, which may be all.
func messagePackContents(
  of file: inout InputFile
) throws(Diagnostic) -> (tree: Tree<NDArray>, unread: [UnreadEntry]) {
  let name = file.name
  let bytes = try file.takeRest()
  do throws(Diagnostic) {
    var reader = MessagePackReader(bytes, fileName: name)
    let tree = try reader.tree() ?? .none
    guard reader.isAtEnd else {
      throw Diagnostic("goes on after its elements", hint: "save it again")
    }
    return (tree, reader.unread)
  } catch {
    throw error.inFile(name)
  }
}

/// Reads values one after the other.
private struct MessagePackReader {
  private var decoder: MessagePackDecoder
  private let fileName: String
  /// Keys from the root to the value being read.
  private var path: [String] = []
  /// The entries that are no arrays.
  private(set) var unread: [UnreadEntry] = []

  init(_ bytes: Buffer, fileName: String) {
    decoder = MessagePackDecoder(bytes)
    self.fileName = fileName
  }

  var isAtEnd: Bool { decoder.isAtEnd }

  /// The next value; `nil` if it is neither an array nor a tree of arrays.
  mutating func tree() throws(Diagnostic) -> Tree<NDArray>? {
    switch try decoder.next() {
    case .none: return .some(.none)
    case .boolean(let value): return .leaf(NDArray(value))
    case .integer(let value):
      return .leaf(Int32(exactly: value).map { NDArray($0) } ?? NDArray(Int64(value)))
    case .float(let value): return .leaf(NDArray(Float(value)))
    case .map(let count): return try dict(count)
    case .array(let count): return try list(count)
    case .`extension`(let type, let range):
      do throws(Diagnostic) {
        return .leaf(try array(type, range))
      } catch {
        return skip(error)
      }
    case .text, .bytes:
      return skip(
        Diagnostic(
          "holds text or bytes, not numbers", expected: "arrays and numbers",
          hint: "save the variables only: flax.serialization.to_bytes(variables)"))
    }
  }

  /// Records the value at the path as unreadable.
  private mutating func skip(_ reason: Diagnostic) -> Tree<NDArray>? {
    let place = path.reversed().reduce(reason) { $0.inField($1) }
    unread.append(UnreadEntry(path: path, reason: place.inFile(fileName)))
    return nil
  }

  private mutating func list(_ count: Int) throws(Diagnostic) -> Tree<NDArray> {
    var fields = Tree<NDArray>.Fields()
    for index in 0..<count {
      if let part = try part(String(index)) { fields[String(index)] = part }
    }
    return .dict(fields)
  }

  private mutating func dict(_ count: Int) throws(Diagnostic) -> Tree<NDArray>? {
    var fields = Tree<NDArray>.Fields()
    for _ in 0..<count {
      let key = try decoder.key()
      guard fields[key] == nil else { throw Diagnostic("the name is used twice").inField(key) }
      if let part = try part(key) { fields[key] = part }
    }
    guard fields[MessagePack.chunkedArrayKey] != nil else { return .dict(fields) }
    do throws(Diagnostic) {
      return .leaf(try joined(fields))
    } catch {
      return skip(error)
    }
  }

  private mutating func part(_ key: String) throws(Diagnostic) -> Tree<NDArray>? {
    path.append(key)
    defer { path.removeLast() }
    guard path.count <= Tree<NDArray>.maximumDepth else { throw Diagnostic("is nested too deeply") }
    do {
      return try tree()
    } catch {
      throw error.inField(key)
    }
  }

  // MARK: Arrays

  private func array(_ type: UInt8, _ range: Range<Int>) throws(Diagnostic) -> NDArray {
    var inner = decoder.inside(range)
    switch type {
    case MessagePack.arrayType, MessagePack.scalarType:
      guard case .array(3) = try inner.next(), case .array(let rank) = try inner.next() else {
        throw Self.noArray
      }
      var sizes: [Int] = []
      for _ in 0..<rank {
        guard case .integer(let size) = try inner.next(), size >= 0 else { throw Self.noArray }
        sizes.append(size)
      }
      let name = try inner.key()
      guard let dtype = DType(rawValue: name) else {
        throw Diagnostic(
          "holds elements of a type that isn't known here", got: "'\(name)'",
          hint: "save it as float32, for instance")
      }
      guard case .bytes(let elements) = try inner.next() else { throw Self.noArray }
      return try array(Shape(sizes), dtype, elements)
    case MessagePack.complexType:
      guard case .array(2) = try inner.next(), case .float(let real) = try inner.next(),
        case .float(let imaginary) = try inner.next()
      else { throw Self.noArray }
      return NDArray(shape: .scalar, dtype: .complex64) { bytes in
        bytes.storeBytes(of: Float(real), as: Float.self)
        bytes.storeBytes(of: Float(imaginary), toByteOffset: 4, as: Float.self)
      }
    default:
      throw Diagnostic(
        "holds something that is no array", got: "MessagePack's extension \(type)",
        hint: "save arrays with flax.serialization.to_bytes")
    }
  }

  private static let noArray = Diagnostic(
    "holds an array that is not as Flax writes it", expected: "(shape, dtype, bytes)",
    hint: "save it again with flax.serialization.to_bytes")

  private func array(
    _ shape: Shape, _ dtype: DType, _ range: Range<Int>
  ) throws(Diagnostic) -> NDArray {
    let byteCount = try shape.checkedByteCount(elementByteCount: dtype.byteCount)
    guard range.count == byteCount else {
      throw Diagnostic(
        "holds an array of another number of bytes than its shape needs",
        expected: "\(bytes(byteCount)) for \(dtype) of shape \(shape)", got: bytes(range.count))
    }
    let elements = ElementBytes(
      fileName: fileName, buffer: decoder.bytes, offset: range.lowerBound)
    return try elements.array(
      shape: shape, dtype: dtype, isSwapped: !isLittleEndian, isFortranOrder: false)
  }

  /// The array that is in chunks, flat ones.
  private func joined(_ fields: Tree<NDArray>.Fields) throws(Diagnostic) -> NDArray {
    guard let sizes = fields["shape"]?.fields?.numbered,
      let parts = fields["chunks"]?.fields?.numbered, let dtype = parts.first?.dtype,
      parts.allSatisfy({ $0.dtype == dtype && $0.shape.rank == 1 }),
      sizes.allSatisfy({ $0.dtype == .int32 && $0.shape == .scalar })
    else { throw Self.noArray }
    let shape = Shape(sizes.map { Int($0.elements(as: Int32.self)[0]) })
    let byteCount = parts.map(\.byteCount).reduce(0, +)
    guard shape.sizes.allSatisfy({ $0 >= 0 }),
      try shape.checkedByteCount(elementByteCount: dtype.byteCount) == byteCount
    else { throw Self.noArray }
    let buffer = try Buffer.paged(byteCount: byteCount, for: fileName) {
      (destination) throws(Diagnostic) in
      var rest = destination[...]
      for part in parts {
        part.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: rest).copyMemory(from: $0) }
        rest = rest.dropFirst(part.byteCount)
      }
    }
    return NDArray(shape: shape, dtype: dtype, buffer: buffer)
  }
}

extension Tree.Fields where Leaf == NDArray {
  /// The arrays called `0`, `1`, … when there are no others.
  fileprivate var numbered: [NDArray]? {
    let parts = keys.indices.compactMap { self[String($0)]?.leaf }
    return parts.count == keys.count ? parts : nil
  }
}
