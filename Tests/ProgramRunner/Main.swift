import Diagnostics
import Foundation
import Python

/// Runs each file of Python that is named, for `scripts/parity`: what it prints goes to a file of
/// its name and `.got`, how it ends to one of its name and `.end`: `ends`, `raises TYPE` or
/// `refused MESSAGE`.
@main
struct ProgramRunner {
  static func main() {
    for path in CommandLine.arguments.dropFirst() {
      let (output, ending) = run(path)
      write(output, to: path + ".got")
      write(ending, to: path + ".end")
    }
  }

  private static func run(_ path: String) -> (output: String, ending: String) {
    var output = ""
    let interpreter = Interpreter()
    interpreter.output = { output += $0 }
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let locate = { (at: Position) in
        SourceLocation(file: path, line: at.line, column: at.column)
      }
      let builtins = Builtins.values(interpreter)
      let frame = Frame(interpreter, moduleName: "program", locate: locate) { builtins[$0] }
      try Program.run(parseModule(text, locate: locate), in: frame)
      return (output, "ends")
    } catch let error as PyError {
      return (output, "raises \(error.exception.type.name) \(error.diagnostic)")
    } catch {
      return (output, "refused \(error)")
    }
  }

  private static func write(_ text: String, to path: String) {
    _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
  }
}
