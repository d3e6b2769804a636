#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, closed with its owner. System calls that a signal interrupts are repeated.
struct FileDescriptor: ~Copyable {
  private let number: Int32
  private let isBorrowed: Bool

  /// Standard input, which stays open.
  static var standardInput: FileDescriptor { FileDescriptor(borrowing: 0) }

  /// Standard output, which stays open.
  static var standardOutput: FileDescriptor { FileDescriptor(borrowing: 1) }

  private init(borrowing number: Int32) {
    self.number = number
    isBorrowed = true
  }

  /// Opens the file at `path` with `open`'s flags; `mode` is that of a new file.
  init(opening path: String, flags: Int32, mode: mode_t = 0) throws(SystemError) {
    number = try Self.retrying {
      Int(path.withFileName { open($0, flags | O_CLOEXEC, mode) })
    }.asDescriptor
    isBorrowed = false
  }

  deinit { if !isBorrowed { close(number) } }

  /// Closes the file, which is when some file systems say that a write failed.
  consuming func finish() throws(SystemError) {
    let (number, isBorrowed) = (number, isBorrowed)
    discard self
    if !isBorrowed, close(number) != 0, errno != EINTR { throw .last }
  }

  /// Kind, size and permissions.
  func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last }
    return status
  }

  /// Sets the file's permissions, if the file system allows.
  func setPermissions(_ mode: mode_t) { _ = fchmod(number, mode) }

  /// Reads some bytes, at least one unless the file is at its end.
  func readSome(into bytes: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try retryingWhenReady(for: POLLIN) { read(number, bytes.baseAddress, bytes.count) }
  }

  /// Reads until `bytes` is full or the file at its end; returns the number of bytes read.
  func readAll(into bytes: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    var count = 0
    while count < bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[count...])
      let step = try readSome(into: rest)
      if step == 0 { break }
      count += step
    }
    return count
  }

  /// Writes all of `bytes`.
  func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var count = 0
    while count < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[count...])
      count += try retryingWhenReady(for: POLLOUT) { write(number, rest.baseAddress, rest.count) }
    }
  }

  /// Byte offset of the next read or write; `nil` for a pipe.
  var position: Int? {
    let position = lseek(number, 0, SEEK_CUR)
    return position < 0 ? nil : Int(position)
  }

  /// Makes the next read or write take place at `position`.
  func seek(to position: Int) { _ = lseek(number, off_t(position), SEEK_SET) }

  /// The first `count` bytes of the file mapped for reading; `nil` if it can't be mapped.
  func mapped(byteCount: Int) -> UnsafeRawBufferPointer? {
    let address = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, number, 0)
    guard let address, address != failedMapping else { return nil }
    return UnsafeRawBufferPointer(start: address, count: byteCount)
  }

  #if !canImport(Darwin)
    /// The file, made `byteCount` bytes long, mapped for writing; `nil` if it can't be mapped.
    func mappedForWriting(byteCount: Int) throws(SystemError) -> UnsafeMutableRawBufferPointer? {
      var status = posix_fallocate(number, 0, off_t(byteCount))
      while status == EINTR { status = posix_fallocate(number, 0, off_t(byteCount)) }
      // Where a file system can't promise room, a hole must do.
      if status == EOPNOTSUPP || status == EINVAL {
        status = ftruncate(number, off_t(byteCount)) == 0 ? 0 : errno
      }
      guard status == 0 else { throw SystemError(number: status) }
      let address = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
      guard let address, address != failedMapping else { return nil }
      return UnsafeMutableRawBufferPointer(start: address, count: byteCount)
    }
  #else
    func mappedForWriting(byteCount: Int) throws(SystemError) -> UnsafeMutableRawBufferPointer? {
      nil
    }
  #endif

  private func retryingWhenReady(
    for event: some BinaryInteger, _ call: () -> Int
  ) throws(SystemError) -> Int {
    while true {
      do {
        return try Self.retrying(call)
      } catch  where error.number == EAGAIN || error.number == EWOULDBLOCK {
        var waiting = pollfd(fd: number, events: Int16(event), revents: 0)
        _ = poll(&waiting, 1, -1)
      }
    }
  }

  private static func retrying(_ call: () -> Int) throws(SystemError) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw .last }
    }
  }
}

extension Int {
  fileprivate var asDescriptor: Int32 { Int32(truncatingIfNeeded: self) }
}

/// Return value of `mmap` when it fails (`MAP_FAILED`).
var failedMapping: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: -1) }
