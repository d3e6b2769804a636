import Arrays
import ProgramIR

/// An axis along which a scan is many scans that know nothing of each other.
struct IndependentAxis {
  /// How many of them there are.
  var size: Int
  /// For each input of the body, which axis it is, if it has it; the same for the outputs.
  var inputs, outputs: [Int?]
  fileprivate var classes: AxisClasses
  fileprivate var root: Int
}

extension IndependentAxis {
  /// Which axis of a variable of the body it is, if it has it.
  func position(in variable: Variable) -> Int? {
    classes.axis(of: variable, in: root, classes.nodes)
  }

  /// The inputs and outputs of a body that have the axis, and which of theirs it is.
  func names(in body: Program) -> String {
    let names = body.text().names
    let atoms = body.inputs.map(Atom.variable) + body.outputs
    var axes: [String] = []
    for (atom, axis) in zip(atoms, inputs + outputs) {
      guard let axis, let name = atom.variable.flatMap({ names[$0.id] }) else { continue }
      let text = "axis \(axis) of \(name)"
      if !axes.contains(text) { axes.append(text) }
    }
    return axes.joined(separator: ", ")
  }
}

extension Scan {
  /// The largest axis along which the carry or the ys, and with them the work, can be split.
  var independentAxis: IndependentAxis? {
    let classes = AxisClasses(of: self)
    var best: IndependentAxis?
    var seen: Set<Int> = []
    for variable in carryInputs.map({ body.inputs[$0] }) + body.outputs.compactMap(\.variable) {
      for axis in 0..<variable.type.shape.rank {
        let root = classes.find(classes.nodes.node(variable, axis))
        let size = variable.type.shape[axis]
        guard seen.insert(root).inserted, size > (best?.size ?? 1),
          let axis = independentAxis(root, size: size, classes), dividesWork(axis)
        else { continue }
        best = axis
      }
    }
    return best
  }

  /// The axis of a part of the carry, if the scan is many scans along it that know nothing of each
  /// other.
  func independentAxis(ofCarry part: Int, _ axis: Int) -> IndependentAxis? {
    let classes = AxisClasses(of: self)
    let variable = body.inputs[constantCount + part]
    return independentAxis(
      classes.find(classes.nodes.node(variable, axis)), size: variable.type.shape[axis], classes)
  }

  /// The axis of a class, if no equation mixes what is along it.
  private func independentAxis(
    _ root: Int, size: Int, _ classes: AxisClasses
  ) -> IndependentAxis? {
    guard classes.isIndependent(root), classes.isSingle(root, in: body, classes.nodes) else {
      return nil
    }
    let inputs = body.inputs.map { classes.axis(of: $0, in: root, classes.nodes) }
    let outputs = body.outputs.map { atom in
      atom.variable.flatMap { classes.axis(of: $0, in: root, classes.nodes) }
    }
    return IndependentAxis(
      size: size, inputs: inputs, outputs: outputs, classes: classes, root: root)
  }

  /// Whether nearly all of the work is along an axis: each range would do the rest again. The columns
  /// of a layer that only makes ys are such an axis, and the steps before it aren't along it.
  private func dividesWork(_ axis: IndependentAxis) -> Bool {
    let part = axis.size / 2
    let share = Double(resized(axis, to: part).body.cost) / Double(max(body.cost, 1))
    return share <= 1.1 * Double(part) / Double(axis.size)
  }

  /// This scan over `count` places of an independent axis.
  func resized(_ axis: IndependentAxis, to count: Int) -> Scan {
    var scan = self
    scan.body = body.resized(axis, to: count, axis.classes.nodes)
    return scan
  }
}

extension Program {
  fileprivate func resized(
    _ axis: IndependentAxis, to count: Int, _ nodes: AxisClasses.Nodes
  ) -> Program {
    func resized(_ variable: Variable) -> Variable {
      guard let position = axis.classes.axis(of: variable, in: axis.root, nodes) else {
        return variable
      }
      var copy = variable
      copy.type.shape[position] = count
      return copy
    }
    func resized(_ atom: Atom) -> Atom {
      if case .variable(let variable) = atom { .variable(resized(variable)) } else { atom }
    }
    var program = self
    program.inputs = inputs.map(resized)
    for (index, equation) in equations.enumerated() {
      program.equations[index].inputs = equation.inputs.map(resized)
      program.equations[index].outputs = equation.outputs.map(resized)
      if let inner = nodes.bodies[index] {
        var rest = inner[...]
        program.equations[index].primitive = equation.primitive.replacingBodies { body in
          rest.popFirst().map { body.resized(axis, to: count, $0) } ?? body
        }
      } else {
        program.equations[index].fitPrimitive()
      }
    }
    program.outputs = outputs.map(resized)
    return program
  }
}

extension Equation {
  /// Makes a primitive that names sizes name those of its operands and results.
  fileprivate mutating func fitPrimitive() {
    let shape = outputs[0].type.shape
    switch primitive {
    case .broadcast(_, let dimensions):
      primitive = .broadcast(shape: shape, dimensions: dimensions)
    case .reshape: primitive = .reshape(shape)
    case .iota(let dtype, _, let axis): primitive = .iota(dtype: dtype, shape: shape, axis: axis)
    case .dynamicSlice: primitive = .dynamicSlice(sizes: shape.sizes)
    case .slice(let starts, let limits, let strides):
      let fitting = shape.sizes.indices.map { axis in
        starts[axis] == 0 && strides[axis] == 1 ? shape[axis] : limits[axis]
      }
      primitive = .slice(starts: starts, limits: fitting, strides: strides)
    default: break
    }
  }
}
