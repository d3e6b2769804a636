import Arrays
import LiftedScan
import Python

/// A slice or `...`, which only an index can hold.
final class IndexPart: ForeignObject {
  /// Kind of the part.
  enum Kind: Equatable {
    /// `lower:upper:step`.
    case slice(Int?, Int?, Int?)
    /// `...`.
    case ellipsis
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  var noun: String { kind == .ellipsis ? "..." : "a slice" }

  /// The part as Python's code sees it.
  var object: PyObject {
    guard case .slice(let lower, let upper, let step) = kind else { return .ellipsis }
    let bounds = [lower, upper, step].map { $0.map { PyObject.int($0) } ?? .none }
    return .object(PySlice(bounds[0], bounds[1], bounds[2]))
  }
}

extension Object {
  /// A part that only an index can have.
  static func indexPart(_ kind: IndexPart.Kind) -> Object { .foreign(IndexPart(kind)) }
}

extension Tree where Leaf == Object {
  /// The slice or `...`; `nil` for any other value.
  var indexPart: IndexPart.Kind? {
    guard case .leaf(.foreign(let object as IndexPart)) = self else { return nil }
    return object.kind
  }
}
