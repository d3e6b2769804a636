import Arrays
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Buffer {
  /// A range of the bytes as a buffer that shares their memory.
  func part(_ range: Range<Int>) -> Buffer {
    Buffer(wrapping: UnsafeRawBufferPointer(rebasing: bytes[range])) { _ in
      withExtendedLifetime(self) {}
    }
  }

  /// Mapping of the first `byteCount` bytes of a file; `nil` if the file can't be mapped.
  static func mapping(_ descriptor: borrowing FileDescriptor, byteCount: Int) -> Buffer? {
    guard byteCount > 0, let bytes = descriptor.mapped(byteCount: byteCount) else { return nil }
    return Buffer(wrapping: bytes, discard: forget) { unmap($0) }
  }

  /// Bytes from `initialize`, zero where `initialize` leaves them out. They take memory only once
  /// written, so a file that promises more than it holds costs nothing.
  ///
  /// - Throws: what `initialize` throws, or that there is no room, naming `name`.
  static func paged(
    byteCount: Int, for name: String,
    initialize: (UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Buffer {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let address = mmap(nil, max(byteCount, 1), PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let address, address != failedMapping else {
      throw Diagnostic(
        "needs more memory than there is", path: name,
        got: "\(ArrayFiles.bytes(byteCount)) of elements")
    }
    let bytes = UnsafeMutableRawBufferPointer(start: address, count: byteCount)
    let buffer = Buffer(wrapping: UnsafeRawBufferPointer(bytes)) { unmap($0) }
    try initialize(bytes)
    return buffer
  }
}

private func unmap(_ bytes: UnsafeRawBufferPointer) {
  _ = munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), max(bytes.count, 1))
}

/// Frees the pages of bytes of a mapped file: the system can read them again. Other bytes
/// on these pages are freed too, and read again on the next access; if shared pages were kept, a
/// loop that frees one part of an array after another would keep a page for each part.
@Sendable func forget(_ bytes: UnsafeRawBufferPointer) {
  guard let start = bytes.baseAddress else { return }
  let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
  let first = Int(bitPattern: start) / pageSize * pageSize
  let end = (Int(bitPattern: start) + bytes.count + pageSize - 1) / pageSize * pageSize
  guard first < end, let address = UnsafeMutableRawPointer(bitPattern: first) else { return }
  _ = madvise(address, end - first, MADV_DONTNEED)
}
