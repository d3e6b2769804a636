import Arrays
import LiftedScan
import Python

/// A value with attributes and nothing else, such as `jnp.finfo(x.dtype)`.
final class RecordValue: ForeignObject {
  private let name: String
  private let attributes: [(String, Value)]

  init(_ name: String, _ attributes: [(String, Value)]) {
    (self.name, self.attributes) = (name, attributes)
  }

  var noun: String { "the attributes of \(name)" }

  /// The record as Python's code sees it.
  func object(in namespace: Namespace) -> PyObject {
    .object(
      PyModule(name, publicNames: { [attributes] in attributes.map(\.0) }) { [attributes] wanted in
        attributes.first { $0.0 == wanted }.map { namespace.object($0.1) }
      })
  }
}

extension Tree where Leaf == Object {
  /// A record of these attributes.
  static func record(_ name: String, _ attributes: [(String, Value)]) -> Value {
    .leaf(.foreign(RecordValue(name, attributes)))
  }
}
