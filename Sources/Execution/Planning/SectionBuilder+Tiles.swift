import Arrays
import Kernels
import ProgramIR

/// The sizes that aren't 1.
private func canonical(_ sizes: [Int]) -> [Int] { sizes.filter { $0 != 1 } }

/// How long rows may be that a tile holds whole.
private let longestRow = 1 << 14

extension SectionBuilder {
  /// Adds an elementwise equation or a reduction of rows to the open group, or to a new one;
  /// `false` if tiles can't compute it.
  func addToGroup(_ equation: Equation) throws -> Bool {
    if equation.outputs[0].type.shape.elementCount == 0 { return false }
    if case .reduce(let reduction, let axes) = equation.primitive {
      return try addReduction(reduction, axes, equation)
    }
    guard equation.primitive.isElementwise, let recipe = TileRecipe(equation),
      equation.inputs.allSatisfy({ TileGroup.Form($0.type.dtype) != nil })
    else { return false }
    let output = equation.outputs[0]
    let sizes = canonical(output.type.shape.sizes)
    if !fits(sizes) { openGroup(sizes) }
    guard let isColumn = group.map({ $0.domain != sizes }) else { return false }
    var operands = try equation.inputs.map { try operand($0, isColumn: isColumn) }
    if let extra = recipe.extraOperand {
      operands.append(source(plan.view(of: extra), form: .byte, isColumn: false))
    }
    var result = operands[0]
    if let function = recipe.function {
      result = append(recipe.name, function, operands, recipe.form, isColumn: isColumn)
    } else if let group, group.values[result].form != recipe.form {
      result = append(
        "copy", .unary(.copy), operands, recipe.form, isColumn: isColumn)
    }
    if let rounding = recipe.rounding, recipe.function != nil {
      result = append("round", rounding, [result], .float, isColumn: isColumn)
    }
    bind(output, to: result)
    return true
  }

  /// Whether values of these sizes can be in the open group.
  private func fits(_ sizes: [Int]) -> Bool {
    guard let group else { return false }
    return group.domain == sizes || (group.rowDomain == sizes && isWholeRow(group.domain))
  }

  private func isWholeRow(_ domain: [Int]) -> Bool { (domain.last ?? 1) <= longestRow }

  private func openGroup(_ domain: [Int]) {
    closeGroup()
    group = TileGroup(domain: domain)
  }

  private func append(
    _ name: String, _ function: TileFunction, _ operands: [Int], _ form: TileGroup.Form,
    isColumn: Bool
  ) -> Int {
    guard var group else { return 0 }
    self.group = nil
    for operand in operands { group.values[operand].useCount += 1 }
    let result = group.addResult(form, isColumn: isColumn)
    group.operations.append(
      TileGroup.Operation(
        name: name, function: function, operands: operands, result: result))
    self.group = group
    return result
  }

  private func bind(_ variable: Variable, to value: Int) {
    places[variable.id] = .tile(value)
    groupVariables.append(variable)
  }

  // MARK: Operands

  /// The value in the open group that an atom is.
  private func operand(_ atom: Atom, isColumn: Bool) throws -> Int {
    if case .variable(let variable) = atom, case .tile(let value) = places[variable.id] {
      remainingUses[variable.id] -= 1
      return value
    }
    let form = TileGroup.Form(atom.type.dtype) ?? .float
    return source(try view(atom), form: form, isColumn: isColumn)
  }

  /// The value in the open group that is read from memory.
  private func source(_ view: View, form: TileGroup.Form, isColumn: Bool) -> Int {
    var view = view.squeezed
    if !isColumn, let last = view.strides.last, last != 0, last != 1 { view = plan.dense(view) }
    let widening = TileFunction.widening(from: view.dtype)
    return group?.addSource(view, form: form, isColumn: isColumn, widening: widening) ?? 0
  }

  // MARK: Reductions

  private func addReduction(
    _ reduction: Reduction, _ axes: [Int], _ equation: Equation
  ) throws -> Bool {
    let type = equation.inputs[0].type
    guard let kernel = ReductionKernel(rawValue: reduction.rawValue),
      TileGroup.Form(type.dtype) == .float, type.shape.elementCount > 0
    else { return false }
    let reduced = axes.filter { type.shape[$0] != 1 }.sorted()
    let kept = type.shape.sizes.indices.filter { type.shape[$0] != 1 && !reduced.contains($0) }
    let rowSize = reduced.map { type.shape[$0] }.reduce(1, *)
    guard !reduced.isEmpty, rowSize <= longestRow else { return false }
    let domain = kept.map { type.shape[$0] } + [rowSize]
    let isInOrder = reduced.count == 1 && (kept.last ?? -1) < reduced[0]
    let operand: Int
    if isInOrder, let variable = equation.inputs[0].variable, case .tile = places[variable.id],
      group?.domain == domain
    {
      operand = try self.operand(equation.inputs[0], isColumn: false)
    } else {
      var view = try view(equation.inputs[0]).transposed(kept + reduced)
      view = view.reshaped(to: domain) ?? plan.dense(view).reshaped(to: domain) ?? view
      if group?.domain != domain { openGroup(domain) }
      operand = source(view, form: .float, isColumn: false)
    }
    var result = append(
      "reduce_\(reduction.rawValue)", .reduce(kernel), [operand], .float, isColumn: true)
    if let rounding = TileFunction.rounding(to: type.dtype) {
      result = append("round", rounding, [result], .float, isColumn: true)
    }
    bind(equation.outputs[0], to: result)
    return true
  }

  // MARK: Views inside a group

  /// Gives a value of the open group another name, if a view of it has the same elements in the
  /// same places of the domain, or repeats a column along its rows.
  func addAlias(_ equation: Equation) -> Bool {
    guard case .variable(let operand) = equation.inputs.first,
      case .tile(let value) = places[operand.id], let group
    else { return false }
    let from = operand.type.shape.sizes
    let to = equation.outputs[0].type.shape.sizes
    switch equation.primitive {
    case .reshape: guard canonical(from) == canonical(to) else { return false }
    case .broadcast(_, let dimensions):
      if canonical(from) == canonical(to) { break }
      guard canonical(to) == group.domain, canonical(from) == group.rowDomain else { return false }
      // The axes that aren't repeated must be the domain's leading ones.
      let lastAxis = to.lastIndex { $0 != 1 }
      let repeatsLast = zip(dimensions, from).allSatisfy { $0 != lastAxis || $1 == 1 }
      guard repeatsLast else { return false }
    default: return false
    }
    remainingUses[operand.id] -= 1
    bind(equation.outputs[0], to: value)
    return true
  }

  // MARK: Closing

  /// Emits the open group, after finding places for those of its values that are still to be read.
  func closeGroup() {
    guard group != nil else { return }
    var laterCopies: [(View, View)] = []
    var stored: [(value: Int, place: View)] = []
    for variable in groupVariables {
      guard case .tile(let value) = places[variable.id] else { continue }
      places[variable.id] = nil
      guard remainingUses[variable.id] > 0 else { continue }
      let (first, others) = target(for: variable)
      var source = first
      if !isRow(first, variable) {
        source = plan.addBuffer(variable.type.dtype, variable.type.shape.sizes)
        laterCopies.append((source, first))
      }
      for place in [source] + others where isRow(place, variable) {
        let isThere = stored.contains { $0.value == value && $0.place == place.squeezed }
        if !isThere { store(value, variable, at: place) }
        stored.append((value, place.squeezed))
      }
      laterCopies += others.filter { !isRow($0, variable) }.map { (source, $0) }
      places[variable.id] = .memory(first)
      alsoAt[variable.id] = others
    }
    groupVariables = []
    if let group { emit(group) }
    group = nil
    for (source, target) in laterCopies { addCopy(from: source, to: target) }
  }

  /// Whether a kernel can write a variable there: rows in one piece.
  private func isRow(_ view: View, _ variable: Variable) -> Bool {
    guard let group, canonical(variable.type.shape.sizes) == group.domain else { return true }
    return view.squeezed.strides.last.map { $0 == 1 } ?? true
  }

  /// Makes a value of the group go to memory.
  private func store(_ value: Int, _ variable: Variable, at view: View) {
    guard let values = group?.values, let domain = group?.domain else { return }
    let isColumn = canonical(variable.type.shape.sizes) != domain
    var place = view.squeezed
    if isColumn {
      place.sizes = domain
      place.strides += [0]
    }
    let narrowing = TileFunction.narrowing(to: variable.type.dtype)
    let isDirect =
      narrowing == nil && values[value].source == nil && values[value].target == nil
      && values[value].isColumn == isColumn
    if isDirect {
      group?.values[value].target = place
      return
    }
    let function = narrowing ?? (values[value].form == .byte ? .logical(.and) : .unary(.copy))
    let operands =
      narrowing == nil && values[value].form == .byte ? [value, value] : [value]
    let copy = append("store", function, operands, values[value].form, isColumn: isColumn)
    group?.values[copy].target = place
  }

  private func emit(_ group: TileGroup) {
    if group.operations.isEmpty { return }
    let layout = TileLayout(
      group.fusingProducts().gatheringShortRows(vectorWidth: plan.instructions.vectorWidth),
      team: plan.team)
    var touched = group.values.flatMap { [$0.source?.slot, $0.target?.slot].compactMap { $0 } }
    var scratch = 0
    if layout.scratchByteCount > 0 {
      scratch = plan.addScratch(byteCount: layout.scratchByteCount)
      touched.append(scratch)
    }
    plan.emit(.tiles(TileStep(layout, scratch: scratch)), touching: touched)
  }
}
