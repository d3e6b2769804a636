import Arrays
import ProgramIR

extension Program {
  /// This program with ys that only a choice between them and a number reads, by a mask, chosen in the
  /// scans that make them: nothing has to go over all of them once more.
  func movingMasksIntoScans() throws -> Program {
    guard containsScan else { return self }
    var masks: [Int: [MaskedY]] = [:]
    let search = MaskedYSearch(in: self)
    for index in equations.indices {
      guard let masked = search.masked(by: index) else { continue }
      masks[masked.scan, default: []].append(masked)
    }
    if masks.isEmpty { return self }
    var writer = ReorderingRewriter(self)
    for index in equations.indices {
      if let masked = masks[index] {
        try writer.writeScan(index, equations[index], masked)
      } else if let masked = masks.values.joined().first(where: { $0.choice == index }) {
        writer.replace(index, by: masked.chosen)
      } else {
        writer.write(index)
      }
    }
    return writer.result()
  }
}

/// A y of a scan that only a choice reads.
private struct MaskedY {
  /// The indices of the equations, and that of the output of the scan's body.
  var scan, choice, output: Int
  /// The value chosen where the mask is `isActive`, and the number chosen elsewhere.
  var chosen: Atom
  var isActive: Bool
  var number: Atom
  /// The mask, and for each axis of the y, its.
  var mask: Variable
  var axes: [Int?]
}

private struct MaskedYSearch {
  private let program: Program
  private let makers: [Int: (index: Int, equation: Equation)]
  private let equations: [Int: Equation]
  private let uses: [Int]

  init(in program: Program) {
    self.program = program
    equations = program.makers
    uses = program.useCounts
    var makers: [Int: (Int, Equation)] = [:]
    for (index, equation) in program.equations.enumerated() {
      for output in equation.outputs { makers[output.id] = (index, equation) }
    }
    self.makers = makers
  }

  /// The y that an equation chooses elements of, if it is a choice that can be made in its scan.
  func masked(by index: Int) -> MaskedY? {
    let equation = program.equations[index]
    guard case .select = equation.primitive, let mask = equation.inputs[0].variable,
      mask.type.shape.rank > 0
    else { return nil }
    for (branch, other) in [(1, 2), (2, 1)] {
      guard case .constant(let number, _) = equation.inputs[other], number.shape == .scalar,
        let (scan, output, permutation) = source(of: equation.inputs[branch])
      else { continue }
      let shown = ShownMask(mask, equations)
      let axes = permutation.map { shown.axes[$0] }
      let size = shown.source.type.shape.elementCount
      guard axes[0] != nil, size <= mask.type.shape.elementCount / Self.smallPart,
        !program.dependents(of: scan).contains(shown.source.id),
        program.equations(for: shown.source).allSatisfy({ $0.primitive.bodies.isEmpty })
      else { continue }
      return MaskedY(
        scan: scan, choice: index, output: output, chosen: equation.inputs[branch],
        isActive: branch == 1, number: equation.inputs[other], mask: shown.source, axes: axes)
    }
    return nil
  }

  /// Smallest quotient of the elements of the ys and of a mask that costs little to read in steps.
  private static let smallPart = 4

  /// The y that a value is, with its axes moved, if nothing else reads it: the scan's equation, the
  /// output, and for each of its axes the value's.
  private func source(of atom: Atom) -> (scan: Int, output: Int, permutation: [Int])? {
    guard var variable = atom.variable else { return nil }
    var permutation = Array(variable.type.shape.sizes.indices)
    while uses[variable.id] == 1, let (index, maker) = makers[variable.id] {
      switch maker.primitive {
      case .transpose(let moved):
        guard let operand = maker.inputs[0].variable else { return nil }
        permutation = moved.indices.map { axis in
          permutation[moved.firstIndex(of: axis) ?? axis]
        }
        variable = operand
      case .scan(let scan):
        guard let output = maker.outputs.firstIndex(of: variable), output >= scan.carryCount,
          scan.length > 1
        else { return nil }
        return (index, output, permutation)
      default: return nil
      }
    }
    return nil
  }
}

extension ReorderingRewriter {
  /// Writes a scan whose ys are chosen by masks, which are more of its xs.
  fileprivate mutating func writeScan(
    _ index: Int, _ equation: Equation, _ masked: [MaskedY]
  ) throws {
    guard case .scan(var scan) = equation.primitive else { return }
    var equation = equation
    writeMakers(of: masked.map { .variable($0.mask) })
    var body = ProgramRewriter(scan.body)
    for inner in scan.body.equations { body.append(inner) }
    for y in masked {
      // In the order of the y's axes, the steps first.
      let axes = y.axes.indices.filter { y.axes[$0] != nil }
      let xs = try rewriter.append(
        .transpose(axes.compactMap { y.axes[$0] } + y.missingAxes), [.variable(y.mask)])
      let sizes = axes.map { equation.outputs[y.output].type.shape[$0] }
      equation.inputs.append(try rewriter.append(.reshape(Shape(sizes)), [xs]))
      let slice = body.fresh(ArrayType(.bool, Shape(Array(sizes.dropFirst()))))
      scan.body.inputs.append(slice)
      let made = scan.body.outputs[y.output]
      let mask = try body.append(
        .broadcast(shape: made.type.shape, dimensions: axes.dropFirst().map { $0 - 1 }),
        [.variable(slice)])
      scan.body.outputs[y.output] = try body.append(
        .select, [mask] + (y.isActive ? [made, y.number] : [y.number, made]))
    }
    scan.body.equations = body.equations
    equation.primitive = .scan(scan)
    write(equation, for: index)
  }
}

extension MaskedY {
  /// The axes of the mask that have one place and are none of the y's.
  fileprivate var missingAxes: [Int] {
    mask.type.shape.sizes.indices.filter { !axes.contains($0) }
  }
}
