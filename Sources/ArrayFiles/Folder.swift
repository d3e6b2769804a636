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
        expected: "the name of a file beside it", got: "'\(name)'")
    }
    return self.path.isEmpty || self.path.hasSuffix("/")
      ? self.path + name : "\(self.path)/\(name)"
  }
}
