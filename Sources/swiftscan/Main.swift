import ArgumentParser
import ArrayFiles
import Diagnostics
import ScannedModels

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
    StandardDescriptors.reserve()
    Signals.ignoreFailedWrites()
    LargeStack.run { _ in
      Main.run()
      return nil
    }
  }

  private static func run() {
    do {
      var command = try CommandLineWords(arguments).command()
      try command.run()
    } catch let error as Diagnostic {
      report("error: \(error)")
      exit(error.code.rawValue)
    } catch is BrokenPipe {
      // Whoever read our output has enough: end as other filters do, without a word.
      Signals.endByBrokenPipe()
    } catch {
      guard Swiftscan.exitCode(for: error) == .success else {
        report("error: \(error)\n  hint: this is a fault of swiftscan itself; please report it")
        exit(Diagnostic.Code.internalFault.rawValue)
      }
      Swiftscan.exit(withError: error)
    }
  }

  /// Words of the command line; those that are file names may hold bytes that aren't UTF-8.
  private static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { String(fileName: $0) }
    }
  }
}

/// Prints a message to standard error.
func report(_ message: String) {
  _ = write(Array("swiftscan: \(message.displayed)\n".utf8)[...], to: STDERR_FILENO)
}

/// Prints a warning to standard error.
func warn(_ message: String) { report("warning: \(message)") }

/// Prints to standard error the output of the model's own code, unchanged.
func reportPrinted(_ text: String) {
  guard !text.isEmpty else { return }
  _ = write(Array(text.utf8)[...], to: STDERR_FILENO)
}

/// Prints to standard error the output and the warnings of a call.
func report(_ call: PreparedCall) {
  reportPrinted(call.traced.printed)
  call.warnings.forEach(warn)
}

/// Prints the result of a command to standard output.
///
/// - Throws: `BrokenPipe` when nobody reads any more.
func say(_ text: String) throws {
  guard write(Array("\(text.displayed)\n".utf8)[...], to: STDOUT_FILENO) else {
    if errno == EPIPE { throw BrokenPipe() }
    throw Diagnostic(
      "cannot be written", code: .inputOutput, path: "standard output",
      hint: "make room or choose another place")
  }
}

/// Whether all of the bytes could be written.
private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
  var rest = bytes
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}
