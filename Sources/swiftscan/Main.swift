import ArgumentParser
import ArrayFiles
import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Parses, calls, reports.
@main
enum Main {
  static func main() {
    Signals.ignoreBrokenPipes()
    do {
      var command = try Swiftscan.parseAsRoot()
      try command.run()
    } catch let error as Diagnostic {
      report("error: \(error)")
      exit(error.code.rawValue)
    } catch is BrokenPipe {
      // Whoever read our output has enough: end as other filters do, without a word.
      Signals.endByBrokenPipe()
    } catch {
      Swiftscan.exit(withError: error)
    }
  }
}

/// Says something on standard error.
func report(_ message: String) {
  var bytes = Array("swiftscan: \(message)\n".utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return }
    bytes = bytes.dropFirst(count)
  }
}
