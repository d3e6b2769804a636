import Arrays
import Diagnostics

extension Program {
  /// Checks that these are inputs the program takes.
  public func check(_ inputs: [NDArray]) throws {
    guard inputs.count == self.inputs.count else {
      throw Diagnostic(
        "the program takes another number of inputs", code: .internalFault,
        expected: "\(self.inputs.count)", got: "\(inputs.count)")
    }
    for index in inputs.indices
    where self.inputs[index].type.dtype != inputs[index].dtype
      || self.inputs[index].type.shape != inputs[index].shape
    {
      throw Diagnostic(
        "an input doesn't fit the program", code: .internalFault, path: "input \(index)",
        expected: "\(self.inputs[index].type)", got: "\(ArrayType(of: inputs[index]))")
    }
  }
}
