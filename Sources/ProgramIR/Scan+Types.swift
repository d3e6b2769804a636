import Arrays
import Diagnostics

extension Scan {
  /// The last carry's types, then the ys' with a leading axis of `length`.
  public func resultTypes(of operands: [ArrayType]) throws -> [ArrayType] {
    guard operands.count == body.inputs.count else {
      throw Diagnostic(
        "scan takes as many operands as its body", expected: "\(body.inputs.count)",
        got: "\(operands.count)")
    }
    guard length >= 0, constantCount >= 0, carryCount >= 0, carryCount <= body.outputs.count,
      constantCount <= operands.count - carryCount
    else {
      throw Diagnostic(
        "scan has no such constants, carry and length",
        got: "\(constantCount), \(carryCount) and \(length)")
    }
    for (index, operand) in operands.enumerated() {
      let inner = body.inputs[index].type
      let outer =
        scannedInputs.contains(index)
        ? inner.with(shape: inner.shape.inserting(length, at: 0)) : inner
      guard operand.matches(outer) else {
        throw Diagnostic(
          "operand \(index) of scan doesn't fit its body", expected: "\(outer)", got: "\(operand)")
      }
    }
    let carry = carryInputs.map { body.inputs[$0].type }
    for (index, output) in body.outputs.prefix(carryCount).enumerated()
    where !output.type.matches(carry[index]) {
      throw Diagnostic(
        "carry \(index) of scan changes its type", expected: "\(carry[index])",
        got: "\(output.type)")
    }
    let ys = body.outputs.dropFirst(carryCount).map {
      $0.type.with(shape: $0.type.shape.inserting(length, at: 0))
    }
    return body.outputs.prefix(carryCount).map(\.type) + ys
  }
}
