import Arrays
import Foundation
import ProgramIR
import Testing

/// What `jax.lax` gave for a primitive; see `make_fixtures.py`.
struct LaxCase: CustomTestStringConvertible, Sendable {
  let name: String
  let parameters: [String]
  let operands: [NDArray]
  let results: [NDArray]
  let testDescription: String

  /// All cases in `Fixtures/lax.txt`.
  static let all: [LaxCase] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/lax.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var arrays: [String: NDArray] = [:]
    return text.split(separator: "\n").compactMap { line in
      if line.hasPrefix("#") { return nil }
      if let definition = line.firstRange(of: " = ") {
        arrays[String(line[..<definition.lowerBound])] = array(line[definition.upperBound...])
        return nil
      }
      return LaxCase(line, arrays)
    }
  }()

  private init?(_ line: Substring, _ arrays: [String: NDArray]) {
    guard let colon = line.firstRange(of: ": "), let arrow = line.firstRange(of: " -> ") else {
      return nil
    }
    testDescription = String(line[..<arrow.lowerBound])
    let head = line[..<colon.lowerBound].split(separator: " ").map(String.init)
    name = head[0]
    parameters = Array(head[1...])
    operands = line[colon.upperBound..<arrow.lowerBound].split(separator: " ").compactMap {
      arrays[String($0)]
    }
    results = line[arrow.upperBound...].split(separator: ",").compactMap(Self.array)
  }

  /// `float32 2x1 3f8000003f800000`
  private static func array(_ text: Substring) -> NDArray? {
    let parts = text.split(separator: " ")
    guard let dtype = DType(rawValue: String(parts[0])) else { return nil }
    let shape = Shape(
      parts[1] == "scalar" ? [] : parts[1].split(separator: "x").compactMap { Int($0) })
    let digits = Array((parts.count > 2 ? String(parts[2]) : "").utf8)
    let bigEndian = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
    guard bigEndian.count == shape.elementCount * dtype.byteCount else { return nil }
    return NDArray(shape: shape, dtype: dtype) { bytes in
      for index in bytes.indices {
        let place = index % dtype.byteCount
        bytes[index] = bigEndian[index - place + dtype.byteCount - 1 - place]
      }
    }
  }

  /// The primitive with its parameters.
  var primitive: Primitive? {
    let axis = parameters.first.flatMap { Int($0) } ?? 0
    switch name {
    case "unary": return UnaryOperation(rawValue: parameters[0]).map { .unary($0) }
    case "binary": return BinaryOperation(rawValue: parameters[0]).map { .binary($0) }
    case "compare": return Comparison(rawValue: parameters[0]).map { .compare($0) }
    case "convert": return DType(rawValue: parameters[0]).map { .convert($0, isWeak: false) }
    case "reduce":
      let axes = parameters.dropFirst().flatMap(Self.integers)
      return Reduction(rawValue: parameters[0]).map { .reduce($0, axes: axes) }
    case "argmax", "argmin": return .argReduce(isMaximum: name == "argmax", axis: axis)
    case "cumulative":
      return Reduction(rawValue: parameters[0]).map {
        .cumulative($0, axis: Int(parameters[1]) ?? 0, isReversed: parameters[2] == "reversed")
      }
    case "gather":
      return OutOfBounds(rawValue: parameters[2]).map {
        .gather(axis: axis, batchCount: Int(parameters[1]) ?? 0, outOfBounds: $0)
      }
    case "dynamic_slice": return .dynamicSlice(sizes: Self.integers(parameters[0]))
    case "dynamic_update_slice": return .dynamicUpdateSlice
    case "sort": return .sort(axis: axis, keyCount: Int(parameters[1]) ?? 0)
    case "conv":
      return .conv(
        Convolution(window: parameters.dropFirst().map(Self.windowAxis), groupCount: axis))
    case "reduce_window":
      return Reduction(rawValue: parameters[0]).map {
        .reduceWindow($0, parameters.dropFirst().map(Self.windowAxis))
      }
    case "threefry2x32": return .threefry2x32
    case "qr": return .qr
    default: return nil
    }
  }

  private static func integers(_ text: String) -> [Int] {
    text.split(separator: ",").compactMap { Int($0) }
  }

  /// `size,stride,low,high,baseDilation,windowDilation`
  private static func windowAxis(_ text: String) -> WindowAxis {
    let numbers = integers(text)
    return WindowAxis(
      numbers[0], stride: numbers[1], low: numbers[2], high: numbers[3],
      baseDilation: numbers[4], windowDilation: numbers[5])
  }
}
