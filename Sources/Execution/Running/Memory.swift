import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory for arrays, which a program may want more of than there is.
enum Memory {
  /// So many bytes, to be given back with `deallocate`.
  ///
  /// - Parameter alignment: a power of two, and a multiple of a pointer's size.
  /// - Throws: when there isn't as much.
  static func allocate(byteCount: Int, alignment: Int) throws -> UnsafeMutableRawPointer {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, alignment, max(byteCount, 1)) == 0, let memory else {
      throw Diagnostic(
        "the program needs more memory than there is", got: "\(byteCount) bytes at once",
        hint: "check the sizes, features and inputs, or run it on parts of the batch")
    }
    return memory
  }

  /// Gives memory back.
  static func deallocate(_ memory: UnsafeMutableRawPointer?) { free(memory) }
}
