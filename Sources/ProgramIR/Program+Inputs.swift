import Arrays
import Diagnostics

extension Program {
  /// Checks that the arrays have the types of the program's inputs.
  public func check(_ inputs: [NDArray]) throws { try self.inputs.map(\.type).check(inputs) }
}

extension [ArrayType] {
  /// Checks that the arrays have the types of a program's inputs.
  public func check(_ inputs: [NDArray]) throws {
    guard inputs.count == count else {
      throw Diagnostic(
        "the program takes another number of inputs", code: .internalFault,
        expected: "\(count)", got: "\(inputs.count)")
    }
    for (index, type) in enumerated()
    where type.dtype != inputs[index].dtype || type.shape != inputs[index].shape {
      throw Diagnostic(
        "an input doesn't fit the program", code: .internalFault, path: "input \(index)",
        expected: "\(type)", got: "\(ArrayType(of: inputs[index]))")
    }
  }
}
