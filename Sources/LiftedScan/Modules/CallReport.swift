import Arrays
import ProgramIR

/// Arguments and results of the first call of a module, for a user to read (a row of
/// `nn.tabulate`).
///
/// Recorded while a model is traced (`TracedCall.calls`), outer modules before those inside them.
public struct CallReport: Hashable, Sendable {
  /// The names from the root scope to the module's.
  public var path: [String]
  /// The module's class.
  public var typeName: String
  /// The types of the arrays among the arguments.
  public var inputs: [ArrayType]
  /// The types of the arrays in the result; of a step, where the module is called inside a scan.
  public var outputs: [ArrayType]
}

extension Tree where Leaf == Object {
  /// The types of the arrays in this value.
  var arrayTypes: [ArrayType] {
    leaves.compactMap { if case .tensor(let tensor) = $0 { tensor.type } else { nil } }
  }
}
