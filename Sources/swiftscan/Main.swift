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
