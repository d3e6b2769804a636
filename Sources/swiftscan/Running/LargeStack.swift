#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs the program on a larger stack than the main thread's: limits on nesting are checked where
/// values are made. Memory is taken as far as it is used.
enum LargeStack {
  /// Sizes to try, the largest first: a limit on the address space may leave no room for one.
  private static let byteCounts = [1 << 30, 1 << 28, 1 << 26]

  /// Calls `body`, which captures nothing, and comes back when it does.
  static func run(_ body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?) {
    for byteCount in byteCounts {
      var attributes = pthread_attr_t()
      guard pthread_attr_init(&attributes) == 0 else { continue }
      defer { pthread_attr_destroy(&attributes) }
      guard pthread_attr_setstacksize(&attributes, byteCount) == 0 else { continue }
      var thread = pthread_t()
      guard pthread_create(&thread, &attributes, body, nil) == 0 else { continue }
      // Signals are for the other thread, which may hold them off and wait for them.
      var signals = sigset_t()
      sigfillset(&signals)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      pthread_join(thread, nil)
      return
    }
    _ = body(nil)
  }
}
