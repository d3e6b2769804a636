import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

/// Operations on values of module code, as rows of the table need them.
enum Evaluator {
  /// Largest number of elements of a list made while tracing.
  static let sequenceLimit = 1_000_000

  /// The items of a list, a tuple, a dict's keys, an array's leading axis.
  static func iterated(_ value: Value) throws -> [Value] {
    if let parts = value.elements { return parts }
    switch value {
    case .dict(let fields): return fields.keys.map { .key($0) }
    case .leaf(.string(let text)): return text.map { .string(String($0)) }
    case .leaf(.tensor(let tensor)) where tensor.rank > 0:
      return try (0..<tensor.shape[0]).map { .tensor(try tensor.indexed(axis: 0, $0)) }
    default: throw Diagnostic("\(value.text) can't be iterated over")
    }
  }

  /// The position an index means; a negative one counts from the end.
  static func position(of index: Value, in count: Int) throws -> Int {
    let index = try index.int("index")
    let position = index < 0 ? index &+ count : index
    guard (0..<count).contains(position) else {
      throw Diagnostic("index \(index) is out of range", got: "\(count) items")
    }
    return position
  }

  /// Calls a function or a module, or makes a module of a type.
  static func call(
    _ callee: Value, _ arguments: Arguments, in namespace: Namespace
  ) throws -> Value {
    if case .leaf(.function(let function)) = callee { return try function(arguments) }
    return try namespace.value(
      Py.call(
        namespace.object(callee),
        PyArguments(
          arguments.positional.map(namespace.object),
          keywords: arguments.keywords.map { ($0.name, namespace.object($0.value)) })))
  }
}
