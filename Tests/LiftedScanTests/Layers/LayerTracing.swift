import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

/// `init` of a module called with arrays of these types.
func traceInit(_ module: any Module, _ inputs: ArrayType...) throws -> TracedCall {
  var call = ModuleCall(
    arguments: inputs.map { (name: nil, value: .leaf(ModuleCall.Part.array($0))) })
  call.streams = ["params"]
  call.mutable = .all
  call.isInitializing = true
  return try call.trace(module)
}

/// A module that can't be called with an array of some type, and what is said of it.
struct RefusedCall {
  let module: any Module
  let input: ArrayType
  let path: String?
  let words: String

  /// - Parameters:
  ///   - path: the field or argument that is wrong.
  ///   - words: how the problem begins.
  init(_ module: any Module, _ input: ArrayType, _ path: String?, _ words: String) {
    (self.module, self.input, self.path, self.words) = (module, input, path, words)
  }

  func expectDiagnostic() {
    let what = "\(module.typeName) of \(input), \(words)"
    let error = #expect(throws: Diagnostic.self, "\(what)") { try traceInit(module, input) }
    #expect(error?.path == path, "\(what)")
    #expect(error?.problem.hasPrefix(words) == true, "\(what): \(String(describing: error))")
    #expect(error?.code == .badData, "\(what)")
  }
}
