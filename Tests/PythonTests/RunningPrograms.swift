import Diagnostics
import Foundation
import Python

/// How a program ends, and what it prints.
struct ProgramResult: Sendable {
  var output = ""
  /// The class of the exception that ends it, if one does.
  var exception: String?
  /// The error that ends it, if it is refused or an exception ends it.
  var error: String?
}

/// Runs a program on a thread of its own with a stack of `stackSize` bytes.
func runProgram(
  _ text: String, stackSize: Int = 8 << 20, limit: Int? = nil
) async -> ProgramResult {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: runHere(text, limit: limit)) }
    thread.stackSize = stackSize
    thread.start()
  }
}

private func runHere(_ text: String, limit: Int?) -> ProgramResult {
  let interpreter = Interpreter()
  if let limit {
    interpreter.stepLimit = limit
    interpreter.itemLimit = limit
  }
  var result = ProgramResult()
  interpreter.output = { result.output += $0 }
  let locate = { (at: Position) in
    SourceLocation(file: "program.py", line: at.line, column: at.column)
  }
  let builtins = Builtins.values(interpreter)
  do {
    let frame = Frame(interpreter, locate: locate) { builtins[$0] }
    frame.bind("__name__", to: .string("__main__"))
    try Program.run(parseModule(text, locate: locate), in: frame)
  } catch let error as PyError {
    result.exception = error.exception.type.name
    result.error = "\(error.diagnostic)"
  } catch {
    result.error = "\(error)"
  }
  return result
}
