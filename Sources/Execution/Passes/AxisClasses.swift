import Arrays
import ProgramIR

/// Which axes of the values in a scan's body are the same axis, and which of them no equation
/// mixes: along such an axis the loop is many loops that know nothing of each other.
struct AxisClasses {
  /// The axes of a program's values and of the bodies of its scans and choices.
  struct Nodes {
    /// The node of each variable's first axis.
    var first: [Int]
    /// By the index of the scan's or the choice's equation.
    var bodies: [Int: [Nodes]] = [:]

    func node(_ variable: Variable, _ axis: Int) -> Int { first[variable.id] + axis }
  }

  /// The axes of the body's values.
  private(set) var nodes = Nodes(first: [])
  private var parents: [Int] = []
  private var isMixed: [Bool] = []

  /// Follows axes through the body of a scan.
  init(of scan: Scan) {
    nodes = addNodes(of: scan.body)
    linkCarry(scan, nodes)
    link(scan.body, nodes)
  }

  /// The class of an axis, by one of its nodes.
  func find(_ node: Int) -> Int {
    var node = node
    while parents[node] != node { node = parents[node] }
    return node
  }

  /// Whether no equation mixes elements along the axes of a class.
  func isIndependent(_ root: Int) -> Bool { !isMixed[find(root)] }

  /// The axis of a variable that is in a class; `nil` if it has none.
  func axis(of variable: Variable, in root: Int, _ nodes: Nodes) -> Int? {
    (0..<variable.type.shape.rank).first { find(nodes.node(variable, $0)) == root }
  }

  /// Whether no value of the program has two axes in the class.
  func isSingle(_ root: Int, in program: Program, _ nodes: Nodes) -> Bool {
    func isSingle(_ variable: Variable) -> Bool {
      (0..<variable.type.shape.rank).count { find(nodes.node(variable, $0)) == root } <= 1
    }
    return program.inputs.allSatisfy(isSingle)
      && program.equations.enumerated().allSatisfy { index, equation in
        guard equation.outputs.allSatisfy(isSingle) else { return false }
        return zip(equation.primitive.bodies, nodes.bodies[index] ?? []).allSatisfy {
          self.isSingle(root, in: $0, $1)
        }
      }
  }

  // MARK: Building

  private mutating func addNodes(of program: Program) -> Nodes {
    var nodes = Nodes(first: [Int](repeating: 0, count: program.variableCount))
    func add(_ variables: [Variable]) {
      for variable in variables {
        nodes.first[variable.id] = parents.count
        for _ in 0..<variable.type.shape.rank {
          parents.append(parents.count)
          isMixed.append(false)
        }
      }
    }
    add(program.inputs)
    for (index, equation) in program.equations.enumerated() {
      add(equation.outputs)
      switch equation.primitive {
      case .scan, .cond: nodes.bodies[index] = equation.primitive.bodies.map { addNodes(of: $0) }
      default: break
      }
    }
    return nodes
  }

  private mutating func unite(_ a: Int, _ b: Int) {
    let (first, second) = (find(a), find(b))
    if first == second { return }
    parents[second] = first
    isMixed[first] = isMixed[first] || isMixed[second]
  }

  private mutating func mix(_ node: Int) { isMixed[find(node)] = true }

  /// Mixes all axes of a variable: those of a constant, which has other elements in other places.
  private mutating func mixAll(of variable: Variable, _ nodes: Nodes) {
    for axis in 0..<variable.type.shape.rank where variable.type.shape[axis] > 1 {
      mix(nodes.node(variable, axis))
    }
  }

  /// Mixes the axes of an equation's results that a constant among its operands has too.
  private mutating func mixResults(
    of equation: Equation, constant index: Int, _ nodes: Nodes
  ) {
    let sizes = equation.inputs[index].type.shape.sizes
    let links = equation.axisLinks
    for axis in sizes.indices where sizes[axis] > 1 {
      guard let result = links(index, axis).result else { continue }
      for output in equation.outputs { mix(nodes.node(output, result)) }
    }
  }

  private mutating func linkCarry(_ scan: Scan, _ nodes: Nodes) {
    for (index, output) in scan.body.outputs.prefix(scan.carryCount).enumerated() {
      let input = scan.body.inputs[scan.constantCount + index]
      guard let variable = output.variable else {
        mixAll(of: input, nodes)
        continue
      }
      for axis in 0..<input.type.shape.rank {
        unite(nodes.node(input, axis), nodes.node(variable, axis))
      }
    }
  }

  private mutating func link(_ program: Program, _ nodes: Nodes) {
    for (index, equation) in program.equations.enumerated() {
      switch (equation.primitive, nodes.bodies[index]) {
      case (.scan(let scan), let bodies?): link(scan, equation, nodes, bodies[0])
      case (.cond(let conditional), let bodies?):
        for (branch, inner) in zip(conditional.branches, bodies) {
          link(branch, equation, nodes, inner)
        }
      default: link(equation, nodes)
      }
    }
  }

  /// Links a scan's operands and results to its body's, and makes the axis it loops over mixed.
  private mutating func link(_ scan: Scan, _ equation: Equation, _ nodes: Nodes, _ inner: Nodes) {
    func link(_ outer: Atom, _ innerAtom: Atom, isScanned: Bool) {
      guard let outer = outer.variable else {
        if let variable = innerAtom.variable { mixAll(of: variable, inner) }
        return
      }
      if isScanned { mix(nodes.node(outer, 0)) }
      guard let variable = innerAtom.variable else { return }
      for axis in 0..<variable.type.shape.rank {
        unite(nodes.node(outer, axis + (isScanned ? 1 : 0)), inner.node(variable, axis))
      }
    }
    for (index, operand) in equation.inputs.enumerated() {
      link(
        operand, .variable(scan.body.inputs[index]),
        isScanned: scan.scannedInputs.contains(index))
    }
    for (index, output) in equation.outputs.enumerated() {
      link(
        .variable(output), scan.body.outputs[index], isScanned: index >= scan.carryCount)
    }
    linkCarry(scan, inner)
    self.link(scan.body, inner)
  }

  /// Links the operands and results of a choice to a branch's.
  private mutating func link(
    _ branch: Program, _ equation: Equation, _ nodes: Nodes, _ inner: Nodes
  ) {
    let pairs =
      Array(zip(equation.inputs.dropFirst(), branch.inputs.map(Atom.variable)))
      + zip(equation.outputs.map(Atom.variable), branch.outputs)
    for (outer, own) in pairs {
      for axis in 0..<outer.type.shape.rank {
        switch (outer, own) {
        case (.variable(let outer), .variable(let own)):
          unite(nodes.node(outer, axis), inner.node(own, axis))
        case (.variable(let outer), _): mix(nodes.node(outer, axis))
        case (_, .variable(let own)): mix(inner.node(own, axis))
        default: break
        }
      }
    }
    link(branch, inner)
  }

  private mutating func link(_ equation: Equation, _ nodes: Nodes) {
    let links = equation.axisLinks
    func node(_ variable: Variable?, _ axis: Int) -> Int? {
      variable.map { nodes.node($0, axis) }
    }
    for (index, atom) in equation.inputs.enumerated() {
      guard let variable = atom.variable else {
        mixResults(of: equation, constant: index, nodes)
        continue
      }
      for axis in 0..<variable.type.shape.rank {
        switch links(index, axis) {
        case .same(let outputAxis):
          for output in equation.outputs {
            unite(nodes.node(variable, axis), nodes.node(output, outputAxis))
          }
        case .paired(let other, let otherAxis, let outputAxis):
          unite(nodes.node(variable, axis), nodes.node(equation.outputs[0], outputAxis))
          if let otherNode = node(equation.inputs[other].variable, otherAxis) {
            unite(nodes.node(variable, axis), otherNode)
          }
        case .mixed: mix(nodes.node(variable, axis))
        case .alone: break
        }
      }
    }
    for output in equation.outputs {
      for axis in 0..<output.type.shape.rank where equation.mixesOutput(axis) {
        mix(nodes.node(output, axis))
      }
    }
  }
}
