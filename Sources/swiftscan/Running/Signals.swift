import ArrayFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Handlers of the signals a command-line tool gets.
enum Signals {
  /// Makes writing to a closed pipe, or more than a file may hold, an error instead of the end.
  static func ignoreFailedWrites() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Ends the process as SIGPIPE would have.
  static func endByBrokenPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(128 + SIGPIPE)
  }

  /// Removes unfinished outputs before a signal ends the process from now on; the exit status is
  /// 128 plus the signal's number. Ignored signals, as after `nohup`, stay ignored.
  static func discardOnInterrupt(_ files: OutputFiles) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU] where !isIgnored(number) {
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let context = Unmanaged.passRetained(Waiter(files, signals)).toOpaque()
    var thread = pthread_t()
    pthread_create(&thread, nil, wait, context)
    pthread_detach(thread)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    // Functions can't be compared: this is the address that `SIG_IGN` is.
    return unsafeBitCast(handler, to: Int.self) == 1
  }

  private final class Waiter {
    let files: OutputFiles
    let signals: sigset_t

    init(_ files: OutputFiles, _ signals: sigset_t) {
      (self.files, self.signals) = (files, signals)
    }
  }

  private static let wait: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    context in
    guard let context else { return nil }
    let waiter = Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue()
    var signals = waiter.signals
    var number: Int32 = 0
    sigwait(&signals, &number)
    waiter.files.discard()
    _exit(128 + number)
  }
}
