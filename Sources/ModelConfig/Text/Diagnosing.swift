import Diagnostics
import FlaxNames
import Python

/// Result of `body`, with Python exceptions rethrown as diagnostics.
func diagnosing<R>(_ body: () throws -> R) throws(Diagnostic) -> R {
  do {
    return try body()
  } catch let error as Diagnostic {
    throw error
  } catch let error as PyError {
    throw error.diagnostic
  } catch {
    throw Diagnostic("\(error)", code: .internalFault)
  }
}
