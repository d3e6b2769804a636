import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `read(2)`, under a name that doesn't hide behind `FileSystem.read`.
private let readBytes: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = {
  read($0, $1, $2)
}

/// Files that aren't arrays.
enum FileSystem {
  /// Whether there is anything of this name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether both are names of one file.
  static func isSame(_ a: String, _ b: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(a, &first) == 0, stat(b, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// The bytes of a file, or of standard input for `-`.
  ///
  /// - Throws: when it can't be opened or read.
  static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Diagnostic("can't open: \(reason(errno))", code: .missingInput, path: path)
    }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = readBytes(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        let code: Diagnostic.Code = errno == EISDIR ? .missingInput : .inputOutput
        throw Diagnostic("can't read: \(reason(errno))", code: code, path: path)
      }
      bytes += chunk[..<count]
    }
  }

  /// What the system says about an error, in lower case.
  private static func reason(_ number: Int32) -> String {
    String(cString: strerror(number)).lowercased()
  }
}
