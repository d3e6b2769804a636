import Diagnostics

/// A file of Python that is run.
public enum Program {
  /// Runs statements in the frame of a module, as Python does: the first error ends it.
  public static func run(_ statements: [Statement], in frame: Frame) throws {
    _ = try Evaluator.execute(statements, in: frame)
  }

  /// Runs the statements of a file that defines modules. Those that can't be run, because they are no
  /// definitions, are left alone; what they bind is an error where it is used.
  public static func runDefinitions(_ statements: [Statement], in frame: Frame) {
    for statement in statements {
      do {
        _ = try Evaluator.execute(statement, in: frame)
      } catch {
        let reason =
          (error as? PyError)?.diagnostic ?? error as? Diagnostic ?? Diagnostic("\(error)")
        for name in boundNames(in: [statement]) {
          frame.bind(name, to: .object(PyMissing(name, because: reason)))
        }
      }
    }
  }
}
