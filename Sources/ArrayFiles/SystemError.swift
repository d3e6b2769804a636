import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Error of a system call: its `errno` and the file it was about.
struct SystemError: Error, Hashable {
  /// The `errno`.
  var number: Int32

  /// The refusal of the call that has just failed.
  static var last: SystemError { SystemError(number: errno) }

  /// The error of a folder in the place of a file.
  static var isFolder: SystemError { SystemError(number: EISDIR) }

  /// The system's message for the error, in lower case.
  var text: String {
    let words = String(cString: strerror(number))
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}

/// End of a pipe whose reader has gone: no fault, but there is no point in writing on.
///
/// Seen only by a program that ignores `SIGPIPE`.
public struct BrokenPipe: Error, Hashable, Sendable {
  /// The one value.
  public init() {}
}

extension SystemError {
  /// The words for an input called `name` that can't be opened.
  func whileOpening(_ name: String) -> Diagnostic {
    switch number {
    case _ where name.isEmpty:
      Diagnostic("the name of a file is empty", code: .missingInput, path: name)
    case ENOENT, ENOTDIR:
      Diagnostic(
        "no such file", code: .missingInput, path: name,
        hint: "check the name and the directory it is in")
    case EISDIR:
      Diagnostic(
        "is a directory, not a file", code: .missingInput, path: name,
        hint: "give the name of a file in it")
    case EACCES, EPERM:
      Diagnostic(
        "permission denied", code: .missingInput, path: name,
        hint: "make it readable for you, with chmod for instance")
    default:
      Diagnostic("cannot be opened: \(text)", code: .missingInput, path: name)
    }
  }

  /// Diagnostic of an input called `name` that can't be read to its end.
  func whileReading(_ name: String) -> Diagnostic {
    Diagnostic("cannot be read: \(text)", code: .inputOutput, path: name)
  }

  /// The words for an output called `name` that can't be made in `directory`.
  func whileCreating(_ name: String, in directory: String) -> Diagnostic {
    let hint =
      switch number {
      case ENOENT: "make its directory first: mkdir -p '\(directory)'"
      case ENOTDIR: "'\(directory)' is not a directory: choose another place"
      case EACCES, EPERM, EROFS: "choose a place you may write to"
      case ENOSPC, EDQUOT: "make room or choose another place"
      default: "choose another place"
      }
    return Diagnostic(
      number == ENOENT
        ? "cannot be created: its directory does not exist" : "cannot be created: \(text)",
      code: .cannotCreate, path: name, hint: hint)
  }

  /// Diagnostic of an output called `name` that can't be written to its end.
  func whileWriting(_ name: String) -> any Error {
    switch number {
    case EPIPE: BrokenPipe()
    case ENOSPC, EDQUOT, EFBIG:
      Diagnostic(
        "cannot be written: \(text)", code: .inputOutput, path: name,
        hint: "make room or choose another place")
    default: Diagnostic("cannot be written: \(text)", code: .inputOutput, path: name)
    }
  }
}

/// A byte count in words: `1 byte`, `12 bytes`.
func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }
