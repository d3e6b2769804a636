import Arrays
import Diagnostics

/// Reads a `.npy` file: an array, or the tree of a 0-d structured one.
///
/// Takes exactly its header and its elements.
func readNpy(_ file: inout InputFile) throws(Diagnostic) -> ArrayFile {
  do {
    return try contents(of: &file)
  } catch {
    throw error.inFile(file.name)
  }
}

/// Reads a `.npy` file of one byte string that is text.
func readNpyText(_ file: inout InputFile) throws(Diagnostic) -> String {
  do throws(Diagnostic) {
    let header = try NpyHeader(from: &file)
    guard case .text(let byteCount) = header.element, header.shape == .scalar else {
      throw Diagnostic("is not the text of a config")
    }
    return try text(
      file.takeElements(byteCount: byteCount, of: "the text of a config"), byteCount: byteCount)
  } catch {
    throw error.inFile(file.name)
  }
}

private func contents(of file: inout InputFile) throws(Diagnostic) -> ArrayFile {
  let header = try NpyHeader(from: &file)
  switch header.element {
  case .number(let dtype, let isSwapped):
    let elements = try file.takeElements(
      byteCount: header.byteCount, of: "\(dtype) of shape \(header.shape)")
    let array = try elements.array(
      shape: header.shape, dtype: dtype, isSwapped: isSwapped,
      isFortranOrder: header.isFortranOrder)
    return .array(array)
  case .structure(let fields, let byteCount):
    guard header.shape == .scalar else { throw manyStructures(header.shape) }
    let elements = try file.takeElements(byteCount: byteCount, of: "the arrays its header names")
    return try treeFile(fields, elements)
  case .text, .void, .other:
    throw header.element.notNumbers
  }
}

/// The name of the field that holds the config, in a file of variables.
let configFieldName = "__config__"

private func treeFile(
  _ fields: [ElementFormat.Field], _ elements: ElementBytes
) throws(Diagnostic) -> ArrayFile {
  var config: String?
  var parts = fields
  if let index = fields.firstIndex(where: { $0.name == configFieldName }),
    case .text(let byteCount) = fields[index].format, fields[index].shape == .scalar
  {
    do {
      config = try text(elements.dropping(fields[index].offset), byteCount: byteCount)
    } catch {
      throw error.inField(configFieldName)
    }
    parts.remove(at: index)
  }
  var unread: [UnreadEntry] = []
  let tree = try tree(parts, elements, at: [], &unread)
  return try .tree(readable: tree, config: config, unread: unread)
}

private func tree(
  _ fields: [ElementFormat.Field], _ elements: ElementBytes, at path: [String],
  _ unread: inout [UnreadEntry]
) throws(Diagnostic) -> Tree<NDArray> {
  var parts: [(String, Tree<NDArray>)] = []
  for field in fields {
    do throws(Diagnostic) {
      let place = path + [field.name]
      let part = try subtree(field, elements.dropping(field.offset), at: place, &unread)
      if let part { parts.append((field.name, part)) }
    } catch {
      throw error.inField(field.name)
    }
  }
  return .dict(.init(parts))
}

/// The array or the fields of a field; `nil` if the field holds no numbers.
private func subtree(
  _ field: ElementFormat.Field, _ elements: ElementBytes, at path: [String],
  _ unread: inout [UnreadEntry]
) throws(Diagnostic) -> Tree<NDArray>? {
  func skip(_ reason: Diagnostic) -> Tree<NDArray>? {
    let place = path.reversed().reduce(reason) { $0.inField($1) }
    unread.append(UnreadEntry(path: path, reason: place.inFile(elements.fileName)))
    return nil
  }
  switch field.format {
  case .number(let dtype, let isSwapped):
    let array = try elements.array(
      shape: field.shape, dtype: dtype, isSwapped: isSwapped, isFortranOrder: false)
    return .leaf(array)
  case .structure(let fields, _):
    guard field.shape == .scalar else { return skip(manyStructures(field.shape)) }
    return try tree(fields, elements, at: path, &unread)
  case .text, .void, .other:
    return skip(field.format.notNumbers)
  }
}

private func text(_ elements: ElementBytes, byteCount: Int) throws(Diagnostic) -> String {
  var written = elements.buffer.bytes[elements.offset..<elements.offset + byteCount]
  while written.last == 0 { written.removeLast() }
  guard let text = String(validating: written, as: UTF8.self) else {
    throw Diagnostic("the config in it is not UTF-8 text")
  }
  return text
}

private func manyStructures(_ shape: Shape) -> Diagnostic {
  Diagnostic(
    "is an array of records, which is no tree of arrays", expected: "a single record, of shape ()",
    got: "shape \(shape)", hint: "save each field of it as an array")
}

extension Diagnostic {
  /// The diagnostic with `file` as its path; a path that it has follows after a colon.
  func inFile(_ file: String) -> Diagnostic {
    var copy = self
    if path == file || path?.hasPrefix("\(file): ") == true { return copy }
    copy.path = path.map { "\(file): \($0)" } ?? file
    return copy
  }
}
