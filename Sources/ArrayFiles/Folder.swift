import Arrays
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of files, out of which no name leads.
struct Folder: Sendable {
  /// Path of the folder; empty for the one that the program runs in.
  let path: String

  /// The folder at `path`.
  init(_ path: String) { self.path = path }

  /// The folder that the file at `path` is in.
  ///
  /// - Throws: when that is standard input, which is in none.
  init(of path: String) throws(Diagnostic) {
    guard path != "-" else {
      throw Diagnostic(
        "is an index of other files, which standard input has no folder of", code: .usage,
        path: "standard input", hint: "give the name of the file")
    }
    self.path = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Path of the file of this name, or of these names with slashes between.
  ///
  /// - Throws: when the name leads out of the folder.
  func path(of name: String) throws(Diagnostic) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !parts.contains(where: { ["", ".", ".."].contains($0) }),
      !name.unicodeScalars.contains("\0")
    else {
      throw Diagnostic(
        "names a file that isn't in its folder", path: path,
        expected: "the name of a file in it", got: "'\(name)'")
    }
    return self.path.isEmpty || self.path.hasSuffix("/")
      ? self.path + name : "\(self.path)/\(name)"
  }

  /// The folder of this name in it.
  func folder(_ name: String) throws(Diagnostic) -> Folder { Folder(try path(of: name)) }

  /// The bytes of the file of this name, mapped; `nil` if there is none, or what is there is no
  /// regular file.
  func contents(of name: String) throws(Diagnostic) -> Buffer? {
    let path = try path(of: name)
    do throws(SystemError) {
      // A pipe that nobody writes to would be waited for without end.
      let file = try FileDescriptor(opening: path, flags: O_RDONLY | O_NONBLOCK)
      let status = try file.status()
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      if status.st_size == 0 { return Buffer(byteCount: 0) { _ in } }
      guard let buffer = Buffer.mapping(file, byteCount: Int(status.st_size)) else {
        throw SystemError.last
      }
      return buffer
    } catch {
      if error.number == ENOENT || error.number == ENOTDIR || error.number == EISDIR { return nil }
      throw error.whileOpening(path)
    }
  }

  /// Whether a file or folder of this name is in it.
  func holds(_ name: String) -> Bool {
    guard let path = try? path(of: name) else { return false }
    return path.withFileName { access($0, F_OK) } == 0
  }

  /// Whether a regular file of this name is in it.
  func holdsFile(_ name: String) -> Bool { ((try? contents(of: name)) ?? nil) != nil }

  /// The names of the folders in it, sorted.
  ///
  /// - Throws: when the folder can't be read.
  var folders: [String] {
    get throws(Diagnostic) {
      guard let stream = (path.isEmpty ? "." : path).withFileName({ opendir($0) }) else {
        throw SystemError.last.whileOpening(path)
      }
      defer { closedir(stream) }
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(fileName: bytes.prefix { $0 != 0 })
        }
        if name != ".", name != "..", Self.isFolder((try? self.path(of: name)) ?? "") {
          names.append(name)
        }
      }
      return names.sorted()
    }
  }

  /// Whether a folder is at `path`.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path.withFileName { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
