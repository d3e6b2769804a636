import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `einops`.
  static func einops(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.add(
      "rearrange", "(tensor, pattern, **axes_lengths)",
      "The array with its axes split, merged and put in another order."
    ) { parameters in
      let pattern = try EinopsPattern(parameters)
      return try parameters.mapped { try pattern.rearranged($0) }
    }
    table.add(
      "repeat", "(tensor, pattern, **axes_lengths)",
      "The array repeated along the axes that only the right side of the pattern has."
    ) { parameters in
      let pattern = try EinopsPattern(parameters)
      return try parameters.mapped { try pattern.repeated($0) }
    }
    table.add(
      "reduce", "(tensor, pattern, reduction, **axes_lengths)",
      "The array with the axes reduced that only the left side of the pattern has."
    ) { parameters in
      let pattern = try EinopsPattern(parameters)
      let reduction = try parameters.required("reduction")
      return .tensor(
        try pattern.reduced(EinopsPattern.array(parameters.required("tensor"))) {
          try Self.einopsReduced($0, axes: $1, reduction)
        })
    }
    table.add(
      "einsum", "(*tensors_and_pattern)",
      "Sums of products, the pattern last, its axes named by words."
    ) { parameters in
      var operands = try parameters.required("tensors_and_pattern").elements ?? []
      guard let pattern = operands.popLast(), !operands.isEmpty,
        case .leaf(.function(let einsum)) = namespace.arrayFunction("einsum")
      else { throw Diagnostic("einsum takes arrays, and then a pattern") }
      let subscripts = try Self.subscripts(pattern.string("pattern of einsum"))
      return try einsum(Arguments([.string(subscripts)] + operands))
    }
    table.addPacking()
    table.add("asnumpy", "(tensor)", "The array itself.") { try $0.required("tensor") }
    return table
  }

  private mutating func addPacking() {
    add(
      "parse_shape", "(x, pattern)", "The size of each axis by its name; '_' is left out."
    ) { parameters in
      let shape = try parameters.tensor("x").shape
      let text = try parameters.required("pattern").string("pattern")
      let side = try EinopsSide(Substring(text), takesUnderscore: true)
      let rest = shape.rank - side.groups.count + 1
      guard side.hasEllipsis ? rest >= 0 : rest == 1 else {
        throw Diagnostic("the pattern '\(text)' has another rank", got: "shape \(shape)")
      }
      var pairs: [(String, Value)] = []
      for (group, size) in zip(side.expanded(max(0, rest)).groups, shape.sizes) {
        guard group.count <= 1 else { throw Diagnostic("parse_shape takes no parentheses") }
        guard case .named(let name)? = group.first, name != "_", !name.hasPrefix(".")
        else { continue }
        pairs.append((name, .int(size)))
      }
      return .dict(.init(pairs))
    }
    add(
      "pack", "(tensors, pattern)",
      "Arrays joined along the axis '*', and the shapes that it stands for in each."
    ) { parameters in
      let (before, after) = try parameters.packedAxes()
      let tensors = try parameters.tensors("tensors")
      var shapes: [Value] = []
      let flat = try tensors.map { tensor in
        guard tensor.rank >= before + after else {
          throw Diagnostic("pack takes arrays of at least \(before + after) axes", got: "\(tensor)")
        }
        let sizes = tensor.shape.sizes
        let packed = sizes[before..<tensor.rank - after]
        shapes.append(.tuple(packed.map { .int($0) }))
        return try tensor.reshaped(
          to: sizes[..<before] + [packed.reduce(1, *)] + sizes.suffix(after))
      }
      return .tuple([.tensor(try .concatenate(flat, axis: before)), .list(shapes)])
    }
    add(
      "unpack", "(tensor, packed_shapes, pattern)", "The arrays that pack joined."
    ) { parameters in
      let (before, after) = try parameters.packedAxes()
      let tensor = try parameters.tensor("tensor")
      guard tensor.rank == before + 1 + after else {
        throw Diagnostic("unpack takes an array of \(before + 1 + after) axes", got: "\(tensor)")
      }
      let shapes = try Evaluator.iterated(parameters.required("packed_shapes")).map {
        try $0.ints("packed_shapes")
      }
      let size = tensor.shape[before]
      return .list(
        try Self.packedSizes(shapes, total: size).map { range, shape in
          let sizes = tensor.shape.sizes
          return .tensor(
            try tensor.sliced(axis: before, range).reshaped(
              to: sizes[..<before] + shape + sizes.suffix(after)))
        })
    }
  }

  /// Position and shape of each packed array; -1 in one shape stands for the rest.
  private static func packedSizes(
    _ shapes: [[Int]], total: Int
  ) throws -> [(Range<Int>, [Int])] {
    let fault = Diagnostic(
      "packed_shapes don't fit the array", expected: "\(total) in all", got: "\(shapes)")
    var counts: [Int?] = []
    for shape in shapes {
      if shape.contains(-1) {
        counts.append(nil)
        continue
      }
      var product = 1
      for size in shape {
        guard size >= 0, size <= Shape.maximumElementCount else { throw fault }
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        guard !overflow, next <= Shape.maximumElementCount else { throw fault }
        product = next
      }
      counts.append(product)
    }
    let rest = total - counts.compactMap(\.self).reduce(0, +)
    guard counts.count(where: { $0 == nil }) <= 1, rest >= 0,
      rest == 0 || counts.contains(where: { $0 == nil })
    else { throw fault }
    var start = 0
    return zip(counts, shapes).map { count, shape in
      defer { start += count ?? rest }
      return (start..<start + (count ?? rest), shape)
    }
  }

  private static func einopsReduced(
    _ x: Tensor, axes: [Int], _ reduction: Value
  ) throws -> Tensor {
    if case .leaf(.function(let function)) = reduction {
      return try function(Arguments([.tensor(x), .tuple(axes.map { .int($0) })])).tensor()
    }
    let name = try reduction.string("reduction")
    switch name {
    case "sum": return try x.reduced(.sum, axes: axes)
    case "prod": return try x.reduced(.prod, axes: axes)
    case "max": return try x.reduced(.max, axes: axes)
    case "min": return try x.reduced(.min, axes: axes)
    case "any": return try x.isTrue().reduced(.or, axes: axes)
    case "all": return try x.isTrue().reduced(.and, axes: axes)
    case "mean":
      guard x.dtype.isFloating else {
        throw Diagnostic("reduce takes the mean of floats only", got: "\(x)")
      }
      return try x.mean(axes: axes, keepAxes: false)
    default:
      throw Diagnostic(
        "unknown reduction '\(name)'",
        expected: "'sum', 'mean', 'max', 'min', 'prod', 'any', 'all' or a function")
    }
  }

  /// A pattern of words as one of letters.
  private static func subscripts(_ pattern: String) throws -> String {
    guard let arrow = pattern.firstRange(of: "->") else {
      throw Diagnostic("the pattern of einsum needs '->'", got: "'\(pattern)'")
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var names: [String: Character] = [:]
    func compact(_ side: Substring) throws -> String {
      try side.split(separator: " ").map { word in
        if word == "..." { return "..." }
        guard word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
          !(word.first?.isNumber ?? true)
        else { throw Diagnostic("'\(word)' is no name of an axis", got: "'\(pattern)'") }
        guard names[String(word)] != nil || names.count < letters.count else {
          throw Diagnostic("einsum knows at most \(letters.count) axes")
        }
        let letter = names[String(word)] ?? letters[names.count]
        names[String(word)] = letter
        return String(letter)
      }.joined()
    }
    let left = try pattern[..<arrow.lowerBound]
      .split(separator: ",", omittingEmptySubsequences: false).map(compact)
    return try left.joined(separator: ",") + "->" + compact(pattern[arrow.upperBound...])
  }
}

/// A pattern of `einops`, and the sizes that are given by name.
private struct EinopsPattern {
  let left: EinopsSide
  let right: EinopsSide
  let given: [EinopsSide.Axis: Int]
  let text: String

  init(_ parameters: CallParameters) throws {
    text = try parameters.required("pattern").string("pattern of \(parameters.callee)")
    guard let arrow = text.firstRange(of: "->") else {
      throw Diagnostic("the pattern of \(parameters.callee) needs '->'", got: "'\(text)'")
    }
    do {
      left = try EinopsSide(text[..<arrow.lowerBound])
      right = try EinopsSide(text[arrow.upperBound...])
    } catch let fault as Diagnostic {
      throw Diagnostic("\(fault.problem) in the pattern '\(text)'")
    }
    guard left.hasEllipsis || !right.hasEllipsis else {
      throw Diagnostic("'...' is on the right only", got: "'\(text)'")
    }
    guard !left.hasGroupedEllipsis else {
      throw Diagnostic("'...' is in parentheses on the left", got: "'\(text)'")
    }
    var given: [EinopsSide.Axis: Int] = [:]
    if case .dict(let lengths)? = parameters["axes_lengths"] {
      for (name, value) in lengths.pairs {
        let axis = EinopsSide.Axis.named(name)
        guard left.axes.contains(axis) || right.axes.contains(axis) else {
          throw Diagnostic("the pattern '\(text)' has no axis '\(name)'")
        }
        given[axis] = try value.int("length of '\(name)'")
      }
    }
    self.given = given
  }

  /// An array, or several ones of one shape side by side.
  static func array(_ value: Value) throws -> Tensor {
    guard let parts = value.elements else { return try value.tensor("array of einops") }
    return try .stack(parts.map { try $0.tensor("array of einops") }, axis: 0)
  }

  func rearranged(_ x: Tensor) throws -> Tensor {
    try checkAnonymous(left, "left")
    try checkAnonymous(right, "right")
    guard Set(left.axes) == Set(right.axes) else {
      throw Diagnostic("both sides of '\(text)' must have the same axes")
    }
    return try transformed(x)
  }

  func repeated(_ x: Tensor) throws -> Tensor {
    guard Set(left.axes).isSubset(of: Set(right.axes)) else {
      throw Diagnostic("the right side of '\(text)' must have all axes of the left side")
    }
    return try transformed(x)
  }

  func reduced(
    _ x: Tensor, _ reduce: @escaping (Tensor, [Int]) throws -> Tensor
  ) throws -> Tensor {
    guard Set(right.axes).isSubset(of: Set(left.axes)) else {
      throw Diagnostic("the left side of '\(text)' must have all axes of the right side")
    }
    return try transformed(x, reduce)
  }

  private func checkAnonymous(_ side: EinopsSide, _ name: String) throws {
    for case .anonymous(let size, _) in side.axes {
      throw Diagnostic("the \(name) side of '\(text)' can't have the number \(size)")
    }
  }

  private func transformed(
    _ x: Tensor, _ reduce: ((Tensor, [Int]) throws -> Tensor)? = nil
  ) throws -> Tensor {
    let hidden = x.rank - left.groups.count + 1
    guard !left.hasEllipsis || hidden >= 0 else {
      throw Diagnostic("the pattern '\(text)' has more axes than the array", got: "\(x)")
    }
    let (from, to) = (left.expanded(max(0, hidden)), right.expanded(max(0, hidden)))
    let sizes: [EinopsSide.Axis: Int]
    do {
      sizes = try from.sizes(in: x.shape, known: given)
    } catch let fault as Diagnostic {
      throw Diagnostic(
        "\(fault.problem) in the pattern '\(text)'", expected: fault.expected, got: fault.got,
        hint: fault.hint)
    }
    func size(_ axis: EinopsSide.Axis) throws -> Int {
      if case .anonymous(let size, _) = axis { return size }
      guard let size = sizes[axis], (0...Shape.maximumElementCount).contains(size) else {
        throw Diagnostic("the size of '\(axis.text)' in '\(text)' isn't known")
      }
      return size
    }
    var axes = from.axes
    var result = try x.reshaped(to: axes.map(size))
    if let reduce {
      let dropped = axes.indices.filter { !to.axes.contains(axes[$0]) }
      if !dropped.isEmpty { result = try reduce(result, dropped) }
      axes = axes.filter { to.axes.contains($0) }
    }
    result = try result.transposed(to.axes.compactMap { axes.firstIndex(of: $0) })
    let full = try to.axes.map(size)
    let apart = try to.axes.map { axes.contains($0) ? try size($0) : 1 }
    result = try result.reshaped(to: apart).broadcast(to: Shape(full))
    let shape = try to.groups.map { try $0.reduce(1) { $0 * (try size($1)) } }
    return try result.reshaped(to: shape)
  }
}

extension CallParameters {
  /// A change of the array's axes, done to both parts of a complex one.
  fileprivate func mapped(_ body: (Tensor) throws -> Tensor) throws -> Value {
    let value = try required("tensor")
    guard value.isComplex else { return .tensor(try body(EinopsPattern.array(value))) }
    return try ComplexTensor(value).mapping(body).value
  }

  /// Numbers of axes before and after the packed one.
  fileprivate func packedAxes() throws -> (before: Int, after: Int) {
    let text = try required("pattern").string("pattern of \(callee)")
    let axes = text.split(separator: " ")
    let isWhole = axes.allSatisfy { word in
      word == "*"
        || word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
          && !(word.first?.isNumber ?? true)
    }
    guard let place = axes.firstIndex(of: "*"), Set(axes).count == axes.count, isWhole else {
      throw Diagnostic("the pattern of \(callee) is names of axes and one '*'", got: "'\(text)'")
    }
    return (place, axes.count - place - 1)
  }
}
