import Diagnostics
import Foundation
import Python

/// Runs files of Python for `scripts/parity/programs`, whose names it reads from standard input, a
/// line each. What a file prints goes to one of its name and `.got`; how it ends is a line of
/// standard output: `ends`, `raises TYPE …` or `refused …`.
@main
struct ProgramRunner {
  static func main() {
    while let path = readLine() {
      let (output, ending) = run(path)
      let isWritten = FileManager.default.createFile(
        atPath: path + ".got", contents: Data(output.utf8))
      print(isWritten ? ending.replacing("\n", with: " ") : "refused: no place for what it prints")
      fflush(nil)
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
      frame.bind("__name__", to: .string("program"))
      try Program.run(parseModule(text, locate: locate), in: frame)
      return (output, "ends")
    } catch let error as PyError {
      return (output, "raises \(error.exception.type.name) \(error.diagnostic)")
    } catch {
      return (output, "refused \(error)")
    }
  }
}
