import Arrays
import Diagnostics
import Kernels
import ProgramIR

/// Plans a program without its loops' insides: finds a place for each value and a step for each
/// equation that needs one.
final class SectionBuilder {
  /// The place of a value.
  enum Place {
    case memory(View)
    /// A value of the tile group that is still open.
    case tile(Int)
    /// In pieces, one after another along an axis, and nowhere as a whole.
    case pieces([View], axis: Int)
  }

  let plan: PlanBuilder
  let program: Program
  var places: [Place?]
  /// How often each variable will still be read.
  var remainingUses: [Int]
  /// For each variable, the views to store it in.
  var targets: [[View]]
  var group: TileGroup?
  /// The variables that are values of the open group.
  var groupVariables: [Variable] = []
  /// For each variable, the views that hold it besides its place.
  var alsoAt: [[View]]
  /// Dots that wait for the sum that they begin from.
  var waitingDots: [Int: Equation] = [:]
  /// Variables that are read once and whose memory nothing else reads: who reads one may write
  /// there.
  let disposable: Set<Int>
  /// The indices of the equations that read a variable, by its id.
  let readers: [[Int]]

  private init(_ program: Program, disposableInputs: Set<Int>, _ plan: PlanBuilder) {
    self.program = program
    self.plan = plan
    readers = program.readers
    disposable = program.disposableVariables(inputs: disposableInputs, readers)
    places = [Place?](repeating: nil, count: program.variableCount)
    remainingUses = program.useCounts
    targets = [[View]](repeating: [], count: program.variableCount)
    alsoAt = targets
  }

  /// Plans a program; its steps are added to the current section.
  ///
  /// - Parameters:
  ///   - inputs: where the inputs are.
  ///   - disposableInputs: those, by their positions, that nothing reads after the program.
  ///   - targets: where to put the outputs; `nil` where it doesn't matter.
  /// - Returns: where the outputs are.
  @discardableResult
  static func plan(
    _ program: Program, inputs: [View], disposableInputs: Set<Int> = [], targets: [View?],
    in plan: PlanBuilder
  ) throws -> [View] {
    let builder = SectionBuilder(program, disposableInputs: disposableInputs, plan)
    for (variable, view) in zip(program.inputs, inputs) {
      builder.places[variable.id] = .memory(view)
    }
    builder.setTargets(targets)
    for equation in program.equations { try builder.add(equation) }
    return try builder.finish(targets)
  }

  /// Hands the places for outputs on to the equations that make them, through views.
  private func setTargets(_ outputs: [View?]) {
    for (atom, target) in zip(program.outputs, outputs) {
      guard let target, case .variable(let variable) = atom else { continue }
      targets[variable.id].append(target)
    }
    for equation in program.equations.reversed() {
      guard let target = targets[equation.outputs[0].id].first,
        case .variable(let operand) = equation.inputs.first
      else { continue }
      switch equation.primitive {
      case .transpose(let permutation):
        let inverse = permutation.indices.map { axis in
          permutation.firstIndex(of: axis) ?? axis
        }
        targets[operand.id].append(target.transposed(inverse))
      case .reshape:
        if let view = target.reshaped(to: operand.type.shape.sizes) {
          targets[operand.id].append(view)
        }
      // An array that is changed part by part is changed where it is.
      case .dynamicUpdateSlice where remainingUses[operand.id] == 1:
        targets[operand.id].append(target)
      default: continue
      }
    }
  }

  private func add(_ equation: Equation) throws {
    if program.isOfScansOnly(equation, readers) {
      let count = equation.outputs[0].type.shape[0]
      places[equation.outputs[0].id] = .memory(plan.viewOfStepNumbers(count))
      return
    }
    if try joinWaitingDot(equation) { return }
    if equation.primitive.isView, try addView(equation) { return }
    if try addToGroup(equation) { return }
    switch equation.primitive {
    case .dot: if try addDot(equation) { return }
    case .concatenate(let axis):
      try addConcatenation(equation, axis)
      return
    case .pad(let low, _):
      try addPadding(equation, low: low)
      return
    case .dynamicSlice: if try addDynamicSlice(equation) { return }
    case .dynamicUpdateSlice: if try addDynamicUpdate(equation) { return }
    case .scan(let scan):
      try addScan(scan, equation)
      return
    case .whileLoop(let loop):
      try addWhileLoop(loop, equation)
      return
    case .cond(let conditional):
      try addChoice(conditional, equation)
      return
    default: break
    }
    try addEvaluation(equation)
  }

  // MARK: Reading

  /// The view of an atom's elements; the open group is closed if it makes them.
  func view(_ atom: Atom) throws -> View {
    switch atom {
    case .constant(let array, _): return plan.view(of: array)
    case .variable(let variable):
      remainingUses[variable.id] -= 1
      return try memory(of: variable)
    }
  }

  /// The view of a variable's elements in memory.
  ///
  /// - Throws: when nothing has made it, which is a fault of the planner.
  func memory(of variable: Variable) throws -> View {
    if case .tile = places[variable.id] {
      remainingUses[variable.id] += 1
      closeGroup()
      remainingUses[variable.id] -= 1
    }
    if case .pieces(let views, let axis) = places[variable.id] { join(views, axis, as: variable) }
    guard case .memory(let view) = places[variable.id] else {
      throw Diagnostic("a value is read before it is made", code: .internalFault)
    }
    return view
  }

  /// The view to write a result to, and others to copy it to.
  func target(for variable: Variable) -> (first: View, others: [View]) {
    let all = targets[variable.id]
    let sizes = variable.type.shape.sizes
    guard let first = all.first else {
      return (plan.addBuffer(variable.type.dtype, sizes), [])
    }
    return (first, Array(all.dropFirst()))
  }

  /// Notes where a variable has been put, and copies it to wherever else it is wanted.
  func place(_ variable: Variable, at view: View, alsoAt others: [View]) {
    places[variable.id] = .memory(view)
    for other in others where other != view { addCopy(from: view, to: other) }
    alsoAt[variable.id] = others
  }

  /// The same of all results of an equation, each in the first place that it is wanted.
  func place(_ outputs: [Variable], at results: [View]) {
    for (output, result) in zip(outputs, results) {
      place(output, at: result, alsoAt: Array(targets[output.id].dropFirst()))
    }
  }

  func addCopy(from source: View, to target: View) {
    plan.emit(.copy(CopyStep(from: source, to: target)), touching: [source.slot, target.slot])
  }

  // MARK: Views and evaluations

  /// A view of a value in memory; one of a value in the open group if it is that value as it is.
  private func addView(_ equation: Equation) throws -> Bool {
    let output = equation.outputs[0]
    if addAlias(equation) { return true }
    guard let operand = equation.inputs.first else { return false }
    let source = try view(operand)
    if let view = source.applying(equation.primitive) {
      places[output.id] = .memory(view)
      if let variable = operand.variable {
        alsoAt[output.id] = alsoAt[variable.id].compactMap { $0.applying(equation.primitive) }
      }
      return true
    }
    // Only a reshape needs a copy: the elements in order have any shape.
    let dense = plan.dense(source)
    guard let view = dense.applying(equation.primitive) else { return false }
    places[output.id] = .memory(view)
    return true
  }

  /// Arrays one after another: a view if that is how they lie, in pieces if those are long, else
  /// copied to one place.
  private func addConcatenation(_ equation: Equation, _ axis: Int) throws {
    let output = equation.outputs[0]
    let pieces = try equation.inputs.map { try view($0) }.joiningNeighbours(axis)
    if pieces.count == 1 {
      places[output.id] = .memory(pieces[0])
    } else if targets[output.id].isEmpty, pieces.allSatisfy({ $0.sizes[axis] >= Self.longPiece }) {
      places[output.id] = .pieces(pieces, axis: axis)
    } else {
      join(pieces, axis, as: output)
    }
  }

  /// How long pieces are that a product may as well find where they are.
  private static let longPiece = 16

  /// Copies pieces to one place.
  private func join(_ pieces: [View], _ axis: Int, as variable: Variable) {
    let (first, others) = target(for: variable)
    var start = 0
    for piece in pieces {
      addCopy(from: piece, to: first.part(start..<start + piece.sizes[axis], axis: axis))
      start += piece.sizes[axis]
    }
    place(variable, at: first, alsoAt: others)
  }

  /// A value around an array.
  private func addPadding(_ equation: Equation, low: [Int]) throws {
    let (source, value) = (try view(equation.inputs[0]), try view(equation.inputs[1]))
    let (first, others) = target(for: equation.outputs[0])
    plan.emit(
      .pad(PadStep(source, low: low, value: value, to: first)),
      touching: [source.slot, value.slot, first.slot])
    place(equation.outputs[0], at: first, alsoAt: others)
  }

  /// A part of an array, if its starts can be read; `false` otherwise.
  private func addDynamicSlice(_ equation: Equation) throws -> Bool {
    let output = equation.outputs[0]
    let uses = remainingUses
    let operands = try equation.inputs.map { try view($0) }
    let sizes = output.type.shape.sizes
    guard let start = DynamicStart(Array(operands[1...]), of: sizes, in: operands[0]) else {
      remainingUses = uses
      return false
    }
    let (first, others) = target(for: output)
    plan.emit(
      .dynamicSlice(DynamicSliceStep(operands[0], startingAt: start, to: first)),
      touching: [operands[0].slot, first.slot] + start.slots)
    place(output, at: first, alsoAt: others)
    return true
  }

  /// An array with a part replaced, if its starts can be read; `false` otherwise.
  private func addDynamicUpdate(_ equation: Equation) throws -> Bool {
    let output = equation.outputs[0]
    let uses = remainingUses
    let operands = try equation.inputs.map { try view($0) }
    let (first, others) = target(for: output)
    guard let start = DynamicStart(Array(operands[2...]), of: operands[1].sizes, in: first) else {
      remainingUses = uses
      return false
    }
    plan.emit(
      .dynamicUpdate(
        DynamicUpdateStep(operands[0], by: operands[1], startingAt: start, to: first)),
      touching: [operands[0].slot, operands[1].slot, first.slot] + start.slots)
    place(output, at: first, alsoAt: others)
    return true
  }

  /// An equation by the reference executor.
  private func addEvaluation(_ equation: Equation) throws {
    let operands = try equation.inputs.map { try view($0) }
    var results: [View] = []
    for output in equation.outputs { results.append(target(for: output).first) }
    plan.emit(
      .evaluate(EvaluationStep(equation, operands: operands, results: results)),
      touching: (operands + results).map(\.slot))
    place(equation.outputs, at: results)
  }

  // MARK: Finishing

  private func finish(_ outputTargets: [View?]) throws -> [View] {
    closeGroup()
    return try zip(program.outputs, outputTargets).map { atom, target in
      let view = try view(atom)
      guard let target else { return view }
      let isThere = view == target || atom.variable.map { alsoAt[$0.id].contains(target) } ?? false
      if !isThere { addCopy(from: view, to: target) }
      return target
    }
  }
}

extension Program {
  /// Variables that are read once and whose memory nothing else reads, given the inputs, by their
  /// positions, of which that is so as a whole: those inputs, and slices of them that don't overlap.
  fileprivate func disposableVariables(
    inputs positions: Set<Int>, _ readers: [[Int]]
  ) -> Set<Int> {
    if positions.isEmpty { return [] }
    let uses = useCounts
    var variables: [Variable] = []
    for input in positions.map({ inputs[$0] }) {
      if uses[input.id] == 1 { variables.append(input) }
      let readers = readers[input.id].map { equations[$0] }
      guard readers.count == uses[input.id], readers.slicesAreDisjoint else { continue }
      variables += readers.map { $0.outputs[0] }
    }
    return Set(variables.map(\.id).filter { uses[$0] == 1 })
  }
}

extension [Equation] {
  /// Whether these are slices of an array none of whose elements is in two of them.
  fileprivate var slicesAreDisjoint: Bool {
    var boxes: [[Range<Int>]] = []
    for equation in self {
      guard case .slice(let starts, let limits, _) = equation.primitive else { return false }
      let box = zip(starts, limits).map { $0..<$1 }
      guard boxes.allSatisfy({ other in zip(box, other).contains { !$0.overlaps($1) } }) else {
        return false
      }
      boxes.append(box)
    }
    return true
  }
}
