import Diagnostics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that appear all at once: written beside their final paths, and renamed by `commit`.
///
/// Until then the old files are untouched; discarded, or released without `commit`, nothing is
/// left. Pipes and devices are written as it goes, standard output among them.
///
/// A program that a signal may end waits for it in a thread (`sigwait`), and calls `discard` there
/// before it exits.
public final class OutputFiles: Sendable {
  private struct Pending {
    var name: String
    var file: String
    var temporary: String
    var isComplete = false
  }

  private struct State {
    var pending: [Pending] = []
    var places: Set<OutputPlace> = []
    var isDiscarded = false

    mutating func removeTemporaries() {
      for file in pending { _ = file.temporary.withFileName { unlink($0) } }
      pending = []
    }
  }

  private let state = Mutex(State())

  /// An empty set of output files.
  public init() {}

  deinit { discard() }

  /// Starts the file that `commit` will put at `path`; `-` is standard output.
  ///
  /// - Throws: when there can't be such a file, or another one goes to the same place.
  public func create(_ path: String) throws(Diagnostic) -> OutputFile {
    let place = try OutputPlace(path)
    let name = place == .standardOutput ? "standard output" : path
    let isNew = state.withLock { $0.places.insert(place).inserted }
    guard isNew else {
      throw Diagnostic(
        "is given for two outputs", code: .usage, path: name, hint: "give each its own file")
    }
    switch place {
    case .standardOutput:
      guard isatty(STDOUT_FILENO) == 0 else {
        throw Diagnostic(
          "arrays aren't written to a terminal", code: .usage, path: name,
          hint: "pipe the output into another program, or name a file")
      }
      return OutputFile(name: name, descriptor: .standardOutput)
    case .direct(let path):
      return OutputFile(name: name, descriptor: try openForWriting(path))
    case .replacing(let file, let permissions):
      let temporary = "\(directory(of: file))/.swiftscan-\(UInt64.random(in: 0 ... .max)).tmp"
      let pending = Pending(name: name, file: file, temporary: temporary)
      let descriptor = try openTemporary(pending)
      if let permissions { descriptor.setPermissions(permissions) }
      return OutputFile(name: name, descriptor: descriptor) { self.complete(temporary) }
    }
  }

  private func openForWriting(_ path: String) throws(Diagnostic) -> FileDescriptor {
    do {
      return try FileDescriptor(opening: path, flags: O_WRONLY)
    } catch {
      throw error.whileCreating(path, in: directory(of: path))
    }
  }

  /// Opens the temporary file under the lock, so that `discard` either knows of the file or has
  /// come first.
  private func openTemporary(_ pending: Pending) throws(Diagnostic) -> FileDescriptor {
    try state.withLock { (state) throws(Diagnostic) in
      if state.isDiscarded { throw Self.interrupted(pending.name) }
      do throws(SystemError) {
        let flags = O_RDWR | O_CREAT | O_EXCL
        let descriptor = try FileDescriptor(opening: pending.temporary, flags: flags, mode: 0o666)
        state.pending.append(pending)
        return descriptor
      } catch {
        throw error.whileCreating(pending.name, in: directory(of: pending.name))
      }
    }
  }

  private func complete(_ temporary: String) {
    state.withLock { state in
      for index in state.pending.indices where state.pending[index].temporary == temporary {
        state.pending[index].isComplete = true
      }
    }
  }

  /// Renames the files to their final paths. All of them must be finished.
  ///
  /// - Throws: when one can't be; those after it are discarded.
  public func commit() throws(Diagnostic) {
    try state.withLock { (state) throws(Diagnostic) in
      defer { state.removeTemporaries() }
      for file in state.pending where !file.isComplete {
        throw Diagnostic("was not finished", code: .internalFault, path: file.name)
      }
      while let file = state.pending.first {
        if state.isDiscarded { throw Self.interrupted(file.name) }
        let isRenamed = file.temporary.withFileName { temporary in
          file.file.withFileName { rename(temporary, $0) == 0 }
        }
        guard isRenamed else {
          throw SystemError.last.whileCreating(file.name, in: directory(of: file.name))
        }
        state.pending.removeFirst()
      }
      state.places = []
    }
  }

  /// Removes all files written since the last `commit`, and refuses new ones.
  public func discard() {
    state.withLock { state in
      state.removeTemporaries()
      state.isDiscarded = true
    }
  }

  private static func interrupted(_ name: String) -> Diagnostic {
    Diagnostic("is not written: it was interrupted", code: .inputOutput, path: name)
  }
}

/// A file that is being written, front to back.
public final class OutputFile {
  /// Name of the file in messages.
  public let name: String
  private var descriptor: FileDescriptor?
  private let whenFinished: () -> Void

  fileprivate init(
    name: String, descriptor: consuming FileDescriptor, whenFinished: @escaping () -> Void = {}
  ) {
    self.name = name
    self.descriptor = consume descriptor
    self.whenFinished = whenFinished
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: `BrokenPipe` when nobody reads any more, a `Diagnostic` when it can't.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try descriptor?.writeAll(bytes)
    } catch {
      throw error.whileWriting(name)
    }
  }

  /// The file's bytes as writable memory, after room for them is reserved on the disk: without, a
  /// full disk would end the process by a signal later.
  func mapped(byteCount: Int) throws -> UnsafeMutableRawBufferPointer {
    do {
      guard let bytes = try descriptor?.mappedForWriting(byteCount: byteCount) else {
        throw Diagnostic("can't be mapped", code: .inputOutput, path: name)
      }
      return bytes
    } catch let error as SystemError {
      throw error.whileWriting(name)
    }
  }

  /// Closes the file, complete.
  public func finish() throws {
    do {
      try descriptor.take()?.finish()
    } catch {
      throw error.whileWriting(name)
    }
    whenFinished()
  }
}
