import ArrayFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files and memory of the system.
package enum FileSystem {
  /// Bytes of memory that the machine has.
  package static var memoryByteCount: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// Whether a file or folder of that name exists.
  package static func exists(_ path: String) -> Bool { path.withFileName { access($0, F_OK) } == 0 }

  /// Whether the path is that of a regular file.
  package static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return path.withFileName { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether the path is that of a folder.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path.withFileName { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether both paths lead to the same regular file.
  package static func isSame(_ a: String, _ b: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard a.withFileName({ stat($0, &first) }) == 0, b.withFileName({ stat($0, &second) }) == 0
    else { return false }
    guard first.st_mode & S_IFMT == S_IFREG else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}
