import Arrays
import ProgramIR

/// A program being written in place of another: equations are copied, replaced or left out, one
/// after the other, and what stood for a value before is replaced by what stands for it now.
struct ProgramRewriter {
  private(set) var equations: [Equation] = []
  private var nextId: Int
  /// For each variable of the old program, what stands for it now; `nil` for itself.
  private var replacements: [Atom?]
  /// For each variable, the index of the new equation that binds it; -1 for none.
  private var binding: [Int]

  /// Starts with nothing written.
  init(_ program: Program) {
    nextId = program.variableCount
    equations.reserveCapacity(program.equations.count)
    replacements = [Atom?](repeating: nil, count: nextId)
    binding = [Int](repeating: -1, count: nextId)
  }

  /// The atom of the new program that stands for one of the old program.
  func current(_ atom: Atom) -> Atom {
    guard case .variable(let variable) = atom, variable.id < replacements.count else { return atom }
    return replacements[variable.id] ?? atom
  }

  /// The new equation that binds an atom of the new program, if one does.
  func definition(_ atom: Atom) -> Equation? {
    guard case .variable(let variable) = atom, binding[variable.id] >= 0 else { return nil }
    return equations[binding[variable.id]]
  }

  /// Writes an equation that binds its own variables; its operands must be current.
  mutating func append(_ equation: Equation) {
    for output in equation.outputs { binding[output.id] = equations.count }
    equations.append(equation)
  }

  /// Writes an equation with one result, a new variable.
  mutating func append(_ primitive: Primitive, _ inputs: [Atom]) throws -> Atom {
    let types = try primitive.resultTypes(of: inputs.map(\.type))
    let outputs = types.map { fresh($0) }
    append(Equation(primitive, inputs: inputs, outputs: outputs))
    return .variable(outputs[0])
  }

  /// Writes all of another program, with new variables.
  ///
  /// - Returns: its outputs.
  mutating func inline(_ program: Program, _ inputs: [Atom]) -> [Atom] {
    var values = [Atom?](repeating: nil, count: program.variableCount)
    func value(_ atom: Atom) -> Atom { atom.variable.flatMap { values[$0.id] } ?? atom }
    for (variable, input) in zip(program.inputs, inputs) { values[variable.id] = input }
    for equation in program.equations {
      var copy = equation
      copy.inputs = equation.inputs.map(value)
      copy.outputs = equation.outputs.map { fresh($0.type) }
      append(copy)
      for (old, new) in zip(equation.outputs, copy.outputs) { values[old.id] = .variable(new) }
    }
    return program.outputs.map(value)
  }

  /// From now on `atom` stands for a variable of the old program.
  mutating func replace(_ variable: Variable, by atom: Atom) { replacements[variable.id] = atom }

  /// A variable that is in neither program.
  mutating func fresh(_ type: ArrayType) -> Variable {
    defer { nextId += 1 }
    binding.append(-1)
    return Variable(id: nextId, type: type)
  }

  /// The new program.
  func program(inputs: [Variable], outputs: [Atom]) -> Program {
    Program(inputs: inputs, equations: equations, outputs: outputs.map(current))
  }
}

extension Program {
  /// For each variable, how many operands and outputs read it.
  var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: variableCount)
    func count(_ atoms: [Atom]) {
      for case .variable(let variable) in atoms { counts[variable.id] += 1 }
    }
    for equation in equations { count(equation.inputs) }
    count(outputs)
    return counts
  }

  /// The indices of the equations that read a variable, by its id; one that reads it twice once.
  var readers: [[Int]] {
    var readers = [[Int]](repeating: [], count: variableCount)
    for (index, equation) in equations.enumerated() {
      for case .variable(let variable) in equation.inputs where readers[variable.id].last != index {
        readers[variable.id].append(index)
      }
    }
    return readers
  }
}
