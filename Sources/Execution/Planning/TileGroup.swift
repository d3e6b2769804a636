import Arrays
import ProgramIR

/// Elementwise equations and reductions of rows that run together, tile by tile: what one makes is
/// in cache when the next reads it.
///
/// All have one domain: sizes without axes of size 1. A value has an element for each place of the
/// domain or, if it is a column, for each of its rows.
struct TileGroup {
  /// How elements are while a tile is computed.
  enum Form {
    /// float32; narrower floats too, rounded after each operation.
    case float
    /// Four bytes.
    case word
    /// One byte.
    case byte

    var byteCount: Int { self == .byte ? 1 : 4 }
  }

  struct Value {
    var form: Form
    /// Whether it has one element a row.
    var isColumn: Bool
    /// The view to read it from, with strides for the domain's axes (0 for a column's last); `nil` for
    /// results.
    var source: View?
    /// The view to store the result in, if it is stored.
    var target: View?
    /// How many operations of the group read it.
    var useCount = 0
  }

  typealias Operation = TileStep.Operation

  let domain: [Int]
  var values: [Value] = []
  var operations: [Operation] = []
  /// Whether rows must stay whole: something is one element a row.
  var hasRows = false
  /// The values that are read from memory, by what is read.
  private var sources: [Source: Int] = [:]
  /// The widened values, by the narrow ones.
  private var widened: [Int: Int] = [:]

  private struct Source: Hashable {
    var view: View
    var form: Form
  }

  init(domain: [Int]) { self.domain = domain }

  /// Places in the domain but for the last axis.
  var rowDomain: [Int] { Array(domain.dropLast()) }

  mutating func addResult(_ form: Form, isColumn: Bool) -> Int {
    values.append(Value(form: form, isColumn: isColumn))
    if isColumn { hasRows = true }
    return values.count - 1
  }

  /// A value that is read from memory; narrow floats are widened first.
  mutating func addSource(
    _ view: View, form: Form, isColumn: Bool, widening function: TileFunction?
  ) -> Int {
    var strides = view
    if isColumn || view.sizes.isEmpty {
      strides.sizes = domain
      strides.strides = isColumn && !view.sizes.isEmpty ? view.strides + [0] : domain.map { _ in 0 }
    }
    let index = sources[Source(view: strides, form: form)] ?? values.count
    let isScalar = strides.strides.allSatisfy { $0 == 0 }
    if index == values.count {
      sources[Source(view: strides, form: form)] = index
      values.append(Value(form: form, isColumn: isColumn || isScalar, source: strides))
      if isColumn && !view.sizes.isEmpty { hasRows = true }
    }
    guard let function else { return index }
    if let done = widened[index] { return done }
    values[index].useCount += 1
    widened[index] = values.count
    values.append(Value(form: .float, isColumn: values[index].isColumn))
    operations.append(
      Operation(name: "widen", function: function, operands: [index], result: values.count - 1))
    return values.count - 1
  }
}
