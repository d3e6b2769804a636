import Arrays
import Diagnostics

extension Tensor {
  /// Products of arrays summed over the letters that the result doesn't have, two operands at a
  /// time from the left (`jnp.einsum`).
  ///
  /// - Throws: when the subscripts don't fit the operands.
  public static func einsum(_ subscripts: String, _ operands: [Tensor]) throws -> Tensor {
    let subscripts = try EinsumSubscripts(subscripts, ranks: operands.map(\.rank))
    let dtype = Promotion.result(of: operands.map(\.type)).dtype
    let sizes = try subscripts.sizes(of: operands.map(\.shape))
    var labels = subscripts.operands
    var terms = try zip(operands, labels).map {
      try EinsumTerm($0.converted(to: dtype), $1).stretching(to: sizes)
    }
    var term = terms.removeFirst()
    labels.removeFirst()
    for other in terms {
      labels.removeFirst()
      term = try term.multiplied(by: other, keeping: Set(subscripts.result + labels.joined()))
    }
    return try term.summed(to: subscripts.result)
  }
}

/// The subscripts of an `einsum`: a letter, which may be any character, for each axis of each operand
/// and of the result, letters of their own for the axes that `...` stands for.
public struct EinsumSubscripts: Hashable, Sendable {
  /// The letters of each operand's axes.
  public private(set) var operands: [[Character]]
  /// The letters of the result's axes.
  public private(set) var result: [Character]

  /// Reads `ab,bc->ac`; without an arrow, the result has the letters that come once, sorted.
  ///
  /// - Throws: when they make no sense for operands of these ranks.
  public init(_ text: String, ranks: [Int]) throws {
    let compact = text.filter { $0 != " " }
    let sides = compact.sides(of: "->")
    let parts = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == ranks.count, !ranks.isEmpty else {
      throw Diagnostic(
        "einsum takes an operand for each of its subscripts", expected: "\(parts.count) operands",
        got: "\(ranks.count) for '\(text)'")
    }
    let named = parts.map { $0.unicodeScalars.count { $0 != "." } }
    let others = zip(ranks, named).map { max($0 - $1, 0) }
    let rest = Self.freeLetters(others.max() ?? 0, besides: compact)
    operands = try zip(parts, others).map { part, count in
      try Self.letters(of: part, ellipsis: rest.suffix(count))
    }
    for (letters, rank) in zip(operands, ranks) where letters.count != rank {
      throw Diagnostic(
        "einsum's subscripts don't fit an operand", expected: "\(letters.count) axes",
        got: "\(rank) axes for '\(text)'")
    }
    let counts = operands.joined().reduce(into: [Character: Int]()) { $0[$1, default: 0] += 1 }
    if sides.count > 1 {
      result = try Self.letters(of: sides[1], ellipsis: rest[...])
    } else {
      let single = counts.filter { $0.value == 1 && !rest.contains($0.key) }.keys.sorted()
      result = rest + single
    }
    guard Set(result).count == result.count, result.allSatisfy({ counts[$0] != nil }) else {
      throw Diagnostic(
        "einsum's result has letters that no operand has, or one twice", got: "'\(text)'")
    }
  }

  /// The size each letter stands for: the operands' axes agree, or have size 1.
  func sizes(of shapes: [Shape]) throws -> [Character: Int] {
    var sizes: [Character: Int] = [:]
    for (letters, shape) in zip(operands, shapes) {
      for (letter, size) in zip(letters, shape.sizes) where size != 1 || sizes[letter] == nil {
        if let known = sizes[letter], known != 1, known != size {
          throw Diagnostic(
            "einsum's operands have different sizes for one letter", got: "\(known) and \(size)")
        }
        sizes[letter] = size
      }
    }
    return sizes
  }

  private static func letters(of part: String, ellipsis: ArraySlice<Character>) throws
    -> [Character]
  {
    let halves = part.sides(of: "...")
    guard !halves.joined().contains(where: { ".->".contains($0) }) else {
      throw Diagnostic(
        "einsum's subscripts are a character for each axis and at most one '...'",
        got: "'\(part)'")
    }
    let named = halves.map { $0.unicodeScalars.map(Character.init) }
    return named[0] + (named.count > 1 ? Array(ellipsis) + named[1] : [])
  }

  /// `count` letters that aren't in `text`.
  private static func freeLetters(_ count: Int, besides text: String) -> [Character] {
    let letters = (0..<UInt32(count + text.count)).compactMap {
      Unicode.Scalar(0x0400 + $0).map(Character.init)
    }
    return Array(letters.filter { !text.contains($0) }.prefix(count))
  }
}

/// An array with a letter for each axis, none twice.
private struct EinsumTerm {
  let tensor: Tensor
  let labels: [Character]

  /// - Parameter labels: of letters that repeat the diagonal is taken.
  init(_ tensor: Tensor, _ labels: [Character]) throws {
    var (tensor, labels) = (tensor, labels)
    while let first = labels.indices.first(where: { labels[($0 + 1)...].contains(labels[$0]) }),
      let second = labels[(first + 1)...].firstIndex(of: labels[first])
    {
      tensor = try tensor.diagonal(first, second)
      let letter = labels.remove(at: second)
      labels.remove(at: first)
      labels.append(letter)
    }
    (self.tensor, self.labels) = (tensor, labels)
  }

  /// Without the axes of size 1 that others have more of.
  func stretching(to sizes: [Character: Int]) throws -> EinsumTerm {
    let dropped = labels.indices.filter { tensor.shape[$0] == 1 && sizes[labels[$0]] != 1 }
    if dropped.isEmpty { return self }
    return try EinsumTerm(
      tensor.squeezed(dropped), labels.indices.filter { !dropped.contains($0) }.map { labels[$0] })
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
    let sum =
      dropped.isEmpty
      ? tensor : try tensor.reduced(.sum, axes: dropped).converted(to: tensor.dtype)
    return try sum.transposed(result.compactMap { kept.firstIndex(of: $0) })
  }
}

extension Tensor {
  /// The elements with equal indices on two axes, along one new last axis.
  fileprivate func diagonal(_ first: Int, _ second: Int) throws -> Tensor {
    let size = shape[first]
    guard shape[second] == size else {
      throw Diagnostic("a letter that repeats needs axes of one size", got: "shape \(shape)")
    }
    let others = shape.sizes.indices.filter { $0 != first && $0 != second }
    let flat = try transposed(others + [first, second])
      .reshaped(to: others.map { shape[$0] } + [size * size])
    return try flat.sliced(axis: -1, 0..<size * size, stride: size + 1)
  }
}

extension String {
  /// The parts before and after the first `separator`; one part without it.
  fileprivate func sides(of separator: String) -> [String] {
    for index in indices where self[index...].hasPrefix(separator) {
      return [String(self[..<index]), String(self[index...].dropFirst(separator.count))]
    }
    return [self]
  }
}
