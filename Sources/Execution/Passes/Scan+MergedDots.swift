import Arrays
import ProgramIR

extension Scan {
  /// The body with its dots merged: those with one left side and invariant right sides become one,
  /// whose right side is theirs side by side. What is added to each of them becomes one sum too, if it
  /// is a part of one value or a vector that repeats.
  ///
  /// Groups are merged one by one: what one gives another may need.
  func bodyMergingDots() throws -> Program {
    var scan = self
    var merged = Set<Int>()
    while let group = DotGroup(in: scan, skipping: &merged) {
      scan.body = try group.merged(in: scan.body)
    }
    return scan.body
  }
}

/// Dots with one left side that can be one.
private struct DotGroup {
  struct Member {
    /// A dot over the left side's last axis and the first of a matrix.
    var dot: Equation
    /// The sum that reads it, if nothing else does.
    var sum: Equation?
    var addend: Addend
    var columnCount: Int { dot.inputs[1].type.shape[1] }
  }

  /// A value that is added to a dot.
  enum Addend {
    case nothing
    /// A vector repeated over all axes but the last.
    case vector(Atom)
    /// The columns from `start` on of a value.
    case columns(of: Atom, start: Int)

    /// Whether it can be added along with `other`, which is added to the `columnCount` columns
    /// before.
    func continues(_ other: Addend, columnCount: Int) -> Bool {
      switch (self, other) {
      case (.nothing, .nothing), (.vector, .vector): true
      case (.columns(let value, let start), .columns(let otherValue, let otherStart)):
        value == otherValue && start == otherStart + columnCount
      default: false
      }
    }
  }

  var members: [Member]

  /// The first group whose first member isn't in `skipped`. Dots that were tried, this group's first
  /// and those before it that are alone, are added to that.
  init?(in scan: Scan, skipping skipped: inout Set<Int>) {
    let search = DotSearch(scan)
    let dotsByLeftSide = Dictionary(grouping: search.dots) { $0.inputs[0].variable?.id }
    for first in search.dots where skipped.insert(first.outputs[0].id).inserted {
      var members = [search.member(first)]
      let candidates = dotsByLeftSide[first.inputs[0].variable?.id] ?? []
      for dot in candidates.drop(while: { $0.outputs != first.outputs }).dropFirst() {
        let next = search.member(dot)
        let last = members[members.count - 1]
        if next.addend.continues(last.addend, columnCount: last.columnCount) {
          members.append(next)
        }
      }
      if members.count == 1 { continue }
      // Parts that are added to other dots side by side, so that those can be merged too.
      self.members =
        members.filter(search.meetsAnotherDot) + members.filter { !search.meetsAnotherDot($0) }
      return
    }
    return nil
  }

  /// The body with one dot in place of the members.
  func merged(in body: Program) throws -> Program {
    var rewriter = ProgramRewriter(body)
    let replaced = Set(members.map { ($0.sum ?? $0.dot).outputs[0].id })
    let dropped = Set(members.filter { $0.sum != nil }.map { $0.dot.outputs[0].id })
    var isWritten = false
    for var equation in body.equations {
      let id = equation.outputs[0].id
      if dropped.contains(id) { continue }
      guard replaced.contains(id) else {
        equation.inputs = equation.inputs.map(rewriter.current)
        rewriter.append(equation)
        continue
      }
      if !isWritten { try write(to: &rewriter) }
      isWritten = true
    }
    return rewriter.program(inputs: body.inputs, outputs: body.outputs).eliminatingDeadCode()
  }

  private func write(to rewriter: inout ProgramRewriter) throws {
    let first = members[0].dot
    let kernels = try rewriter.append(
      .concatenate(axis: 1), members.map { rewriter.current($0.dot.inputs[1]) })
    var result = try rewriter.append(
      first.primitive, [rewriter.current(first.inputs[0]), kernels])
    if let addend = try addend(&rewriter, shape: result.type.shape) {
      result = try rewriter.append(.binary(.add), [result, addend])
    }
    var start = 0
    for member in members {
      let part = try rewriter.append(
        .columns(start..<start + member.columnCount, of: result.type.shape), [result])
      rewriter.replace((member.sum ?? member.dot).outputs[0], by: part)
      start += member.columnCount
    }
  }

  /// The value to add to the merged dot.
  private func addend(_ rewriter: inout ProgramRewriter, shape: Shape) throws -> Atom? {
    switch members[0].addend {
    case .nothing: return nil
    case .vector:
      var vectors: [Atom] = []
      for case .vector(let vector) in members.map(\.addend) {
        vectors.append(rewriter.current(vector))
      }
      let joined = try rewriter.append(.concatenate(axis: 0), vectors)
      return try rewriter.append(
        .broadcast(shape: shape, dimensions: [shape.rank - 1]), [joined])
    case .columns(let value, let start):
      let value = rewriter.current(value)
      let columns = start..<start + shape.lastSize
      if columns == 0..<value.type.shape.lastSize { return value }
      return try rewriter.append(.columns(columns, of: value.type.shape), [value])
    }
  }
}

/// The dots of a scan's body that may be merged, and what reads them.
private struct DotSearch {
  /// Dots of what changes from step to step by one of the scan's constants.
  let dots: [Equation]
  private let constants: Set<Int>
  private let uses: [Int]
  /// By the ids of variables, the equations that define them, and the last ones that read them.
  private var definitions: [Int: Equation] = [:]
  private var readers: [Int: Equation] = [:]

  init(_ scan: Scan) {
    let dependences = Dependences(of: scan)
    let constants = Set(scan.body.inputs[..<scan.constantCount].map(\.id))
    self.constants = constants
    uses = scan.body.useCounts
    dots = scan.body.equations.filter {
      $0.isLastByFirst && dependences[$0.inputs[0]] != .invariant
        && dependences[$0.inputs[1]] == .invariant
        && constants.contains($0.inputs[1].variable?.id ?? -1)
    }
    for equation in scan.body.equations {
      for output in equation.outputs { definitions[output.id] = equation }
      for case .variable(let variable) in equation.inputs { readers[variable.id] = equation }
    }
  }

  /// The sum that is all that reads a variable, if one is.
  private func soleSum(of variable: Variable) -> Equation? {
    guard uses[variable.id] == 1, let sum = readers[variable.id], sum.primitive == .binary(.add)
    else { return nil }
    return sum
  }

  /// A dot, with what is added to it.
  func member(_ dot: Equation) -> DotGroup.Member {
    let output = dot.outputs[0]
    guard let sum = soleSum(of: output), sum.outputs[0].type.shape == output.type.shape,
      sum.inputs[0] != sum.inputs[1]
    else { return DotGroup.Member(dot: dot, addend: .nothing) }
    let other = sum.inputs[0].variable == output ? sum.inputs[1] : sum.inputs[0]
    let addend = DotGroup.Addend(
      other, definitions, constants: constants, shape: output.type.shape)
    if case .nothing = addend { return DotGroup.Member(dot: dot, addend: .nothing) }
    return DotGroup.Member(dot: dot, sum: sum, addend: addend)
  }

  /// Whether a member's result is added to another dot.
  func meetsAnotherDot(_ member: DotGroup.Member) -> Bool {
    let result = (member.sum ?? member.dot).outputs[0]
    if case .columns = member.addend { return false }
    guard let sum = soleSum(of: result) else { return false }
    return sum.inputs.contains { atom in
      atom.variable != result
        && atom.variable.flatMap { definitions[$0.id] }?.isLastByFirst == true
    }
  }
}

extension DotGroup.Addend {
  /// The kind of addend that `atom` is by its definition, added to a dot of `shape`.
  fileprivate init(
    _ atom: Atom, _ definitions: [Int: Equation], constants: Set<Int>, shape: Shape
  ) {
    self = .nothing
    guard let variable = atom.variable else { return }
    if constants.contains(variable.id), shape.rank == 1, variable.type.shape == shape {
      self = .vector(atom)
    }
    guard let definition = definitions[variable.id] else { return }
    switch definition.primitive {
    case .broadcast(_, let dimensions):
      let vector = definition.inputs[0]
      guard dimensions == [shape.rank - 1], vector.type.shape == [shape.lastSize],
        constants.contains(vector.variable?.id ?? -1)
      else { return }
      self = .vector(vector)
    case .slice(let starts, let limits, let strides):
      let sizes = definition.inputs[0].type.shape.sizes
      let isWhole = (0..<sizes.count - 1).allSatisfy { starts[$0] == 0 && limits[$0] == sizes[$0] }
      guard isWhole, strides.allSatisfy({ $0 == 1 }) else { return }
      self = .columns(of: definition.inputs[0], start: starts[sizes.count - 1])
    default: return
    }
  }
}

extension Equation {
  /// Whether this is a dot over the last axis of the left side and the first of a matrix.
  var isLastByFirst: Bool {
    guard case .dot(let dimensions) = primitive else { return false }
    let rank = inputs[0].type.shape.rank
    return rank > 0 && inputs[1].type.shape.rank == 2 && dimensions.leftBatch.isEmpty
      && dimensions.leftContracting == [rank - 1] && dimensions.rightContracting == [0]
  }
}

extension Primitive {
  /// The columns in `range` of an array of `shape`: a part of its last axis.
  static func columns(_ range: Range<Int>, of shape: Shape) -> Primitive {
    var starts = [Int](repeating: 0, count: shape.rank)
    var limits = shape.sizes
    starts[shape.rank - 1] = range.lowerBound
    limits[shape.rank - 1] = range.upperBound
    return .slice(
      starts: starts, limits: limits, strides: [Int](repeating: 1, count: shape.rank))
  }
}
