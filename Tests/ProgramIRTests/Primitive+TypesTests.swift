import Arrays
import Diagnostics
import ProgramIR
import Testing

/// `Primitive.resultTypes(of:)`.
struct TypeRuleTests {
  typealias Rule = (primitive: Primitive, operands: [ArrayType], results: String)

  static let float = ArrayType(.float32, [2, 3])
  static let scalar = ArrayType(.float32, [], isWeak: true)
  static let integer = ArrayType(.int32, [2, 3])
  static let flags = ArrayType(.bool, [2, 3])
  static let word = ArrayType(.uint32, [4])
  static let matrices = ArrayType(.float32, [5, 3, 2])
  static let matrix = ArrayType(.float32, [3, 4])
  static let index = ArrayType(.int32, [])
  static let matrixIndices = ArrayType(.uint8, [3, 1])
  static let index3 = ArrayType(.int32, [3, 4])
  static let images = ArrayType(.float32, [3, 8, 5, 4])
  static let complex = ArrayType(.complex64, [2, 3])

  static let accepted: [Rule] = [
    (.unary(.exp), [float], "float32[2, 3]"),
    (.unary(.exp), [scalar], "float32*[]"),
    (.unary(.isFinite), [float], "bool[2, 3]"),
    (.unary(.neg), [integer], "int32[2, 3]"),
    (.unary(.not), [flags], "bool[2, 3]"),
    (.binary(.add), [float, scalar], "float32[2, 3]"),
    (.binary(.add), [scalar, scalar], "float32*[]"),
    (.binary(.and), [flags, flags], "bool[2, 3]"),
    (.binary(.shiftLeft), [word, word], "uint32[4]"),
    (.compare(.lt), [float, scalar], "bool[2, 3]"),
    (.select, [ArrayType(.bool, []), float, scalar], "float32[2, 3]"),
    (.select, [flags, scalar, scalar], "float32*[2, 3]"),
    (.convert(.int8, isWeak: true), [float], "int8*[2, 3]"),
    (.bitcast(.uint32), [float], "uint32[2, 3]"),
    (.bitcast(.bool), [flags], "bool[2, 3]"),
    (.broadcast(shape: [4, 2, 3], dimensions: [1, 2]), [float], "float32[4, 2, 3]"),
    (.broadcast(shape: [2, 7], dimensions: [1]), [ArrayType(.int8, [1])], "int8[2, 7]"),
    (.broadcast(shape: [2], dimensions: []), [scalar], "float32*[2]"),
    (.reshape([6]), [float], "float32[6]"),
    (.transpose([1, 0]), [float], "float32[3, 2]"),
    (.slice(starts: [0, 1], limits: [2, 3], strides: [1, 2]), [float], "float32[2, 1]"),
    (.slice(starts: [2, 3], limits: [2, 3], strides: [1, .max]), [float], "float32[0, 0]"),
    (.slice(starts: [0, 1], limits: [2, 3], strides: [.max, 1]), [float], "float32[1, 2]"),
    (.reverse(axes: [1]), [float], "float32[2, 3]"),
    (.pad(low: [1, 0], high: [0, 2]), [float, scalar], "float32[3, 5]"),
    (.concatenate(axis: 1), [float, float], "float32[2, 6]"),
    (.iota(dtype: .int32, shape: [2, 3], axis: 1), [], "int32[2, 3]"),
    (
      .gather(axis: 1, batchCount: 0, outOfBounds: .fill), [float, matrixIndices],
      "float32[2, 3, 1]"
    ),
    (.gather(axis: 2, batchCount: 1, outOfBounds: .clip), [images, index3], "float32[3, 8, 4, 4]"),
    (.gather(axis: 0, batchCount: 0, outOfBounds: .clip), [float, index], "float32[3]"),
    (.dynamicSlice(sizes: [1, 0]), [float, index, index], "float32[1, 0]"),
    (.dynamicUpdateSlice, [float, ArrayType(.float32, [1, 3]), index, index], "float32[2, 3]"),
    (.sort(axis: 1, keyCount: 1), [float, integer], "float32[2, 3]"),
    (
      .conv(Convolution(window: [WindowAxis(2, stride: 2, low: 1), WindowAxis(3)], groupCount: 2)),
      [images, ArrayType(.float32, [2, 3, 2, 6])], "float32[3, 4, 3, 6]"
    ),
    (.conv(Convolution(window: [])), [float, matrix], "float32[2, 4]"),
    (
      .reduceWindow(.max, [WindowAxis(2), WindowAxis(9, high: 1)]), [float, scalar],
      "float32[1, 0]"
    ),
    (
      .reduceWindow(
        .sum, [WindowAxis(1), WindowAxis(3, low: 1, baseDilation: 2, windowDilation: 2)]),
      [float, scalar], "float32[2, 2]"
    ),
    (.reduce(.sum, axes: [0]), [float], "float32[3]"),
    (.reduce(.and, axes: [0, 1]), [flags], "bool[]"),
    (.argReduce(isMaximum: true, axis: 1), [float], "int32[2]"),
    (.cumulative(.sum, axis: 1, isReversed: true), [integer], "int32[2, 3]"),
    (.dot(.init(contracting: ([1], [0]))), [float, ArrayType(.float32, [3, 4])], "float32[2, 4]"),
    (.dot(.init(contracting: ([1], [1]), batch: ([0], [2]))), [float, matrices], "float32[2, 5]"),
    (.threefry2x32, [ArrayType(.uint32, []), ArrayType(.uint32, []), word, word], "uint32[4]"),
    (.qr, [float], "float32[2, 2]"),
  ]

  @Test func resultsFollowTheOperands() throws {
    for rule in Self.accepted {
      let results = try rule.primitive.resultTypes(of: rule.operands)
      #expect(results.first?.description == rule.results, "\(rule.primitive.name) \(rule.operands)")
    }
  }

  @Test func twoResults() throws {
    let qr = try Primitive.qr.resultTypes(of: [ArrayType(.float32, [5, 3])])
    #expect(qr.map(\.description) == ["float32[5, 3]", "float32[3, 3]"])
    #expect(
      try Primitive.threefry2x32.resultTypes(of: [Self.word, Self.word, Self.word, Self.word])
        .count == 2)
  }

  /// Operands a primitive can't take, and the rule that says so.
  static let refused: [Rule] = [
    (.unary(.exp), [integer], "exp takes floats"),
    (.unary(.exp), [float, float], "exp takes 1 operands"),
    (.unary(.not), [float], "not can't take float32"),
    (.unary(.neg), [flags], "neg takes floats"),
    (.unary(.isFinite), [integer], "is_finite can't take int32"),
    (.binary(.add), [float, integer], "add takes operands of one dtype"),
    (.binary(.add), [float, matrices], "add takes operands of one shape"),
    (.binary(.add), [complex, complex], "add can't take complex64"),
    (.binary(.sub), [flags, flags], "sub can't take bool"),
    (.binary(.and), [float, float], "and can't take float32"),
    (.binary(.shiftLeft), [flags, flags], "shift_left can't take bool"),
    (.binary(.atan2), [integer, integer], "atan2 can't take int32"),
    (.compare(.eq), [float, integer], "eq takes operands of one dtype"),
    (.compare(.lt), [complex, complex], "lt orders real numbers"),
    (.select, [float, float, float], "select chooses by a bool"),
    (.select, [flags, float, integer], "select takes operands of one dtype"),
    (.select, [flags, matrices, matrices], "select takes operands of one shape"),
    (.convert(.complex64, isWeak: false), [float], "convert_element_type computes with real"),
    (.bitcast(.int8), [float], "bitcast_convert_type needs numbers of one size"),
    (.bitcast(.bool), [ArrayType(.uint8, [2])], "bitcast_convert_type needs numbers of one size"),
    (.broadcast(shape: [2, 4], dimensions: [0, 1]), [float], "broadcast_in_dim can't stretch"),
    (.broadcast(shape: [2, 3], dimensions: [1, 0]), [float], "broadcast_in_dim can't stretch"),
    (.broadcast(shape: [2, 3], dimensions: [0]), [float], "broadcast_in_dim can't stretch"),
    (.broadcast(shape: [-1], dimensions: []), [scalar], "broadcast_in_dim makes an array"),
    (.broadcast(shape: [.max, .max], dimensions: []), [scalar], "broadcast_in_dim makes an array"),
    (.reshape([5]), [float], "reshape keeps the number"),
    (.reshape([-2, -3]), [float], "reshape keeps the number"),
    (.reshape([.max, .max]), [float], "reshape keeps the number"),
    (.transpose([0, 0]), [float], "transpose permutes all axes once"),
    (.transpose([0]), [float], "transpose permutes all axes once"),
    (.slice(starts: [0, 1], limits: [2, 4], strides: [1, 1]), [float], "slice stays inside"),
    (.slice(starts: [2, 0], limits: [1, 3], strides: [1, 1]), [float], "slice stays inside"),
    (.slice(starts: [0, 0], limits: [1, 3], strides: [0, 1]), [float], "slice stays inside"),
    (.slice(starts: [0], limits: [1], strides: [1]), [float], "slice stays inside"),
    (.reverse(axes: [2]), [float], "rev has no axes [2]"),
    (.reverse(axes: [1, 1]), [float], "rev has no axes [1, 1]"),
    (.pad(low: [1], high: [1]), [float, scalar], "pad puts a scalar around"),
    (.pad(low: [-1, 0], high: [0, 0]), [float, scalar], "pad puts a scalar around"),
    (.pad(low: [0, 0], high: [0, 0]), [float, float], "pad puts a scalar around"),
    (.pad(low: [.max, 0], high: [.max, 0]), [float, scalar], "pad makes an array"),
    (.concatenate(axis: 0), [], "concatenate takes arrays that differ"),
    (.concatenate(axis: 0), [float, matrices], "concatenate takes arrays that differ"),
    (.concatenate(axis: 2), [float, float], "concatenate takes arrays that differ"),
    (.concatenate(axis: 1), [float, integer], "concatenate takes arrays that differ"),
    (.gather(axis: 1, batchCount: 0, outOfBounds: .clip), [float, float], "gather takes integer"),
    (.gather(axis: 2, batchCount: 0, outOfBounds: .clip), [float, index], "gather has no index"),
    (
      .gather(axis: 0, batchCount: 0, outOfBounds: .fill), [ArrayType(.float32, [0]), index],
      "gather has no index"
    ),
    (.gather(axis: 1, batchCount: 1, outOfBounds: .clip), [float, index3], "gather pairs up"),
    (.gather(axis: 1, batchCount: 2, outOfBounds: .clip), [float, integer], "gather pairs up"),
    (.gather(axis: 1, batchCount: -1, outOfBounds: .clip), [float, integer], "gather pairs up"),
    (.gather(axis: 1, batchCount: 1, outOfBounds: .clip), [float, index], "gather pairs up"),
    (.dynamicSlice(sizes: []), [], "dynamic_slice takes an operand"),
    (.dynamicSlice(sizes: [2, 4]), [float, index, index], "dynamic_slice needs a part"),
    (.dynamicSlice(sizes: [2, -1]), [float, index, index], "dynamic_slice needs a part"),
    (.dynamicSlice(sizes: [2]), [float, index, index], "dynamic_slice needs a part"),
    (.dynamicSlice(sizes: [1, 1]), [float, index], "dynamic_slice takes an integer start"),
    (.dynamicSlice(sizes: [1, 1]), [float, index, scalar], "dynamic_slice takes an integer"),
    (.dynamicUpdateSlice, [float], "dynamic_update_slice takes an operand and an update"),
    (.dynamicUpdateSlice, [float, integer, index, index], "dynamic_update_slice takes operands"),
    (.dynamicUpdateSlice, [float, matrix, index, index], "dynamic_update_slice needs a part"),
    (.sort(axis: 2, keyCount: 1), [float], "sort takes arrays"),
    (.sort(axis: 0, keyCount: 1), [float, matrix], "sort takes arrays"),
    (.sort(axis: 0, keyCount: 1), [], "sort takes arrays"),
    (.sort(axis: 0, keyCount: 2), [float], "sort orders by real"),
    (.sort(axis: 0, keyCount: 0), [float], "sort orders by real"),
    (.sort(axis: 0, keyCount: 1), [complex], "sort orders by real"),
    (.conv(Convolution(window: [])), [float, integer], "conv_general_dilated takes operands of"),
    (.conv(Convolution(window: [])), [flags, flags], "conv_general_dilated can't take bool"),
    (.conv(Convolution(window: [])), [images, images], "conv_general_dilated takes 2 axes"),
    (
      .conv(Convolution(window: [WindowAxis(2), WindowAxis(3)])),
      [images, ArrayType(.float32, [2, 2, 4, 6])], "conv_general_dilated needs a window"
    ),
    (
      .conv(Convolution(window: [])), [float, float], "conv_general_dilated needs as many channels"
    ),
    (
      .conv(Convolution(window: [], groupCount: 2)), [ArrayType(.float32, [1, 4]), float],
      "conv_general_dilated needs as many channels as its 2 groups"
    ),
    (.conv(Convolution(window: [], groupCount: 0)), [float, matrix], "conv_general_dilated needs"),
    (
      .conv(Convolution(window: [WindowAxis(2, stride: 0), WindowAxis(3)])),
      [images, ArrayType(.float32, [2, 3, 4, 6])], "conv_general_dilated moves a window"
    ),
    (.reduceWindow(.max, [WindowAxis(2)]), [float, scalar], "reduce_window_max takes a scalar"),
    (
      .reduceWindow(.max, [WindowAxis(2), WindowAxis(1)]), [float, float],
      "reduce_window_max takes a scalar"
    ),
    (
      .reduceWindow(.and, [WindowAxis(2), WindowAxis(1)]), [float, scalar],
      "reduce_window_and can't take float32"
    ),
    (
      .reduceWindow(.max, [WindowAxis(2, high: .max), WindowAxis(1)]), [float, scalar],
      "reduce_window_max moves a window by whole steps"
    ),
    (
      .reduceWindow(.max, [WindowAxis(-1), WindowAxis(1)]), [float, scalar],
      "reduce_window_max moves a window by whole steps"
    ),
    (
      .reduceWindow(.max, [WindowAxis(3, windowDilation: .max), WindowAxis(1)]), [float, scalar],
      "reduce_window_max moves a window by whole steps"
    ),
    (
      .reduceWindow(.max, [WindowAxis(1, high: .max / 4), WindowAxis(1, high: 9)]),
      [float, scalar], "reduce_window_max makes an array that can't be"
    ),
    (.iota(dtype: .int32, shape: [2], axis: 1), [], "iota counts along an axis"),
    (.iota(dtype: .bool, shape: [2], axis: 0), [], "iota counts along an axis"),
    (.iota(dtype: .int32, shape: [-2], axis: 0), [], "iota makes an array"),
    (.reduce(.sum, axes: [2]), [float], "reduce_sum has no axes [2]"),
    (.reduce(.sum, axes: [0, 0]), [float], "reduce_sum has no axes [0, 0]"),
    (.reduce(.sum, axes: [0]), [flags], "reduce_sum can't take bool"),
    (.reduce(.or, axes: [0]), [float], "reduce_or can't take float32"),
    (.reduce(.max, axes: [0]), [complex], "reduce_max can't take complex64"),
    (.argReduce(isMaximum: true, axis: 0), [ArrayType(.int8, [0])], "argmax needs at least one"),
    (.argReduce(isMaximum: false, axis: 2), [float], "argmin has no axes [2]"),
    (.argReduce(isMaximum: false, axis: 0), [complex], "argmin can't take complex64"),
    (.cumulative(.sum, axis: 0, isReversed: false), [flags], "cumsum can't take bool"),
    (.cumulative(.max, axis: -1, isReversed: false), [float], "cummax has no axes [-1]"),
    (.dot(.init(contracting: ([1], [0]))), [float, float], "dot_general needs equal contracted"),
    (.dot(.init(contracting: ([], []), batch: ([1], [0]))), [float, float], "dot_general needs"),
    (.dot(.init(contracting: ([2], [0]))), [float, float], "dot_general needs equal contracted"),
    (.dot(.init(contracting: ([1], []))), [float, float], "dot_general pairs up axes"),
    (.dot(.init(contracting: ([0], [0]), batch: ([0], [0]))), [float, float], "dot_general pairs"),
    (.dot(.init(contracting: ([1], [1]))), [float, integer], "dot_general takes operands of one"),
    (.dot(.init(contracting: ([1], [1]))), [complex, complex], "dot_general pairs up axes"),
    (.threefry2x32, [word, word, word, integer], "threefry2x32 takes uint32"),
    (.threefry2x32, [word, word], "threefry2x32 takes 4 operands"),
    (.qr, [matrices], "qr takes a float32 matrix"),
    (.qr, [integer], "qr takes a float32 matrix"),
  ]

  @Test func misfitsAreRefused() {
    for rule in Self.refused {
      let error = #expect(throws: Diagnostic.self, "\(rule.primitive.name) \(rule.operands)") {
        try rule.primitive.resultTypes(of: rule.operands)
      }
      #expect(
        error?.problem.hasPrefix(rule.results) == true,
        "\(rule.results): \(String(describing: error))")
      #expect(error?.got != nil)
    }
  }
}
