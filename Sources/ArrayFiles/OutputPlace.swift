import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Destination of the bytes of an output.
enum OutputPlace: Hashable {
  /// Standard output.
  case standardOutput
  /// A pipe or a device, written directly.
  case direct(path: String)
  /// A regular file, there with `permissions` or still to be made, replaced as a whole.
  case replacing(file: String, permissions: mode_t?)

  /// The destination at `path`; `-` is standard output.
  ///
  /// - Throws: when nothing can be written there, as far as one can tell before trying.
  init(_ path: String) throws(Diagnostic) {
    if path == "-" || path == "/dev/stdout" {
      self = .standardOutput
      return
    }
    guard !path.isEmpty else {
      throw Diagnostic(
        "the name of the output is empty", code: .usage,
        hint: "leave out the option, or name a file")
    }
    var status = stat()
    guard path.withFileName({ stat($0, &status) }) == 0 else {
      self = try Self.newFile(path, after: .last)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      throw Diagnostic(
        "is a directory, not a file", code: .cannotCreate, path: path,
        hint: "give the name of a file in it")
    case S_IFREG:
      guard path.withFileName({ access($0, W_OK) }) == 0, let file = Self.resolved(path) else {
        throw SystemError.last.whileCreating(path, in: directory(of: path))
      }
      self = .replacing(file: file, permissions: status.st_mode & 0o777)
    default:
      self = .direct(path: path)
    }
  }

  private static func newFile(
    _ path: String, after error: SystemError
  ) throws(Diagnostic) -> OutputPlace {
    let parent = directory(of: path)
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard error.number == ENOENT, !name.isEmpty else { throw error.whileCreating(path, in: parent) }
    if let target = target(ofLink: path) { return try OutputPlace(target) }
    guard let directory = resolved(parent) else {
      throw SystemError.last.whileCreating(path, in: parent)
    }
    return .replacing(file: "\(directory == "/" ? "" : directory)/\(name)", permissions: nil)
  }

  /// Path that a symbolic link leads to, relative to the same folder as `path`; `nil` if `path` is
  /// no link. A chain of links can't be endless: the system reports that as another error than a
  /// missing file.
  private static func target(ofLink path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = path.withFileName { readlink($0, &bytes, bytes.count) }
    guard count > 0 else { return nil }
    let target = String(fileName: bytes[..<count].map { UInt8(bitPattern: $0) })
    return target.hasPrefix("/") ? target : "\(directory(of: path))/\(target)"
  }

  /// `path` without symbolic links: the target of a link is replaced, not the link.
  private static func resolved(_ path: String) -> String? {
    guard let resolved = path.withFileName({ realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return String(fileName: resolved)
  }
}

/// The directory that a file is in.
func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
