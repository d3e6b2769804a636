import Arrays
import Diagnostics
import ProgramIR

/// `jnp.einsum`: products of arrays summed over the letters that the result doesn't have, two
/// operands at a time from the left.
///
/// - Throws: when the subscripts don't fit the operands.
func einsum(_ subscripts: String, _ operands: [Tensor]) throws -> Tensor {
  let text = subscripts.filter { $0 != " " }
  let sides = text.components(around: "->")
  var labels = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
  guard labels.count == operands.count, !operands.isEmpty, !text.contains(".") else {
    throw Diagnostic(
      "einsum takes an operand for each of its subscripts, without '...'", got: "'\(subscripts)'")
  }
  for (letters, operand) in zip(labels, operands) where letters.count != operand.rank {
    throw Diagnostic(
      "einsum's subscripts don't fit an operand", expected: "\(letters.count) axes",
      got: "shape \(operand.shape)")
  }
  let counts = labels.joined().reduce(into: [Character: Int]()) { $0[$1, default: 0] += 1 }
  let result =
    sides.count > 1 ? Array(sides[1]) : counts.filter { $0.value == 1 }.keys.sorted()
  guard Set(result).count == result.count, result.allSatisfy({ counts[$0] != nil }) else {
    throw Diagnostic("einsum's result has letters that no operand has", got: "'\(subscripts)'")
  }
  var term = try EinsumTerm(operands[0], labels.removeFirst())
  for (operand, letters) in zip(operands.dropFirst(), labels) {
    let rest = Set(result + labels.dropFirst().joined())
    term = try term.multiplied(by: EinsumTerm(operand, letters), keeping: rest)
    labels.removeFirst()
  }
  return try term.summed(to: result)
}

/// An array with a letter for each axis.
private struct EinsumTerm {
  let tensor: Tensor
  let labels: [Character]

  init(_ tensor: Tensor, _ labels: [Character]) throws {
    guard Set(labels).count == labels.count else {
      throw Diagnostic("einsum's operands can't repeat a letter: take the diagonal first")
    }
    (self.tensor, self.labels) = (tensor, labels)
  }

  /// The product, summed over the letters that both have and `kept` doesn't contain.
  func multiplied(by other: EinsumTerm, keeping kept: Set<Character>) throws -> EinsumTerm {
    let shared = labels.filter(other.labels.contains)
    let batch = shared.filter(kept.contains)
    let contracted = shared.filter { !kept.contains($0) }
    func axes(_ letters: [Character], _ term: EinsumTerm) -> [Int] {
      letters.compactMap { term.labels.firstIndex(of: $0) }
    }
    let product = try Tensor.dot(
      tensor, other.tensor,
      DotDimensions(
        contracting: (axes(contracted, self), axes(contracted, other)),
        batch: (axes(batch, self), axes(batch, other))))
    let free = labels.filter { !shared.contains($0) } + other.labels.filter { !shared.contains($0) }
    return try EinsumTerm(product, batch + free)
  }

  /// Summed over all letters but `result`'s, in its order.
  func summed(to result: [Character]) throws -> Tensor {
    let dropped = labels.indices.filter { !result.contains(labels[$0]) }
    let kept = labels.filter(result.contains)
    let sum = dropped.isEmpty ? tensor : try tensor.reduced(.sum, axes: dropped)
    return try sum.transposed(result.compactMap { kept.firstIndex(of: $0) })
  }
}

extension String {
  /// The parts before and after the first `separator`; one part without it.
  fileprivate func components(around separator: String) -> [String] {
    for index in indices where self[index...].hasPrefix(separator) {
      return [String(self[..<index]), String(self[index...].dropFirst(separator.count))]
    }
    return [self]
  }
}
