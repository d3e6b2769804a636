import Arrays
import Diagnostics
import ProgramIR

/// A verified program with the last use of each value, for running it many times.
struct ProgramWalk {
  private let program: Program
  /// For each equation, the variables that no later equation reads.
  private let lastUses: [[Int]]
  /// The bodies of loops and choices, by the index of their equation.
  private let bodies: [Int: [ProgramWalk]]

  init(_ program: Program) {
    self.program = program
    lastUses = program.lastUses
    var bodies: [Int: [ProgramWalk]] = [:]
    for (index, equation) in program.equations.enumerated() {
      let own = equation.primitive.bodies
      if !own.isEmpty { bodies[index] = own.map { ProgramWalk($0) } }
    }
    self.bodies = bodies
  }

  /// The outputs for inputs that fit.
  func run(_ inputs: [NDArray]) throws -> [NDArray] {
    var values: [Int: NDArray] = [:]
    func value(_ atom: Atom) throws -> NDArray {
      switch atom {
      case .constant(let array, _): return array
      case .variable(let variable):
        guard let value = values[variable.id] else {
          throw Diagnostic("variable \(variable.id) has no value", code: .internalFault)
        }
        return value
      }
    }
    for (variable, input) in zip(program.inputs, inputs) { values[variable.id] = input }
    for (index, equation) in program.equations.enumerated() {
      let results = try run(equation, at: index, equation.inputs.map(value))
      for (variable, result) in zip(equation.outputs, results) { values[variable.id] = result }
      for id in lastUses[index] { values[id] = nil }
    }
    return try program.outputs.map(value)
  }

  private func run(
    _ equation: Equation, at index: Int, _ operands: [NDArray]
  ) throws -> [NDArray] {
    if let bodies = bodies[index] {
      switch equation.primitive {
      case .scan(let scan):
        let yTypes = equation.outputs.dropFirst(scan.carryCount).map(\.type)
        return try scan.run(operands, yTypes: yTypes) { try bodies[0].run($0) }
      case .whileLoop(let loop): return try loop.run(operands) { try bodies[0].run($0) }
      case .cond(let conditional):
        let place = conditional.position(of: operands[0])
        return try bodies[place].run(Array(operands.dropFirst()))
      default: break
      }
    }
    do {
      return try equation.primitive.evaluate(operands, equation.outputs.map(\.type))
    } catch let fault as Diagnostic {
      throw fault.at(path: "equation \(index) (\(equation.primitive.name))")
    }
  }
}

extension Program {
  /// For each equation, the variables that are read or bound there and nowhere after.
  var lastUses: [[Int]] {
    var seen = Set(outputs.compactMap { $0.variable?.id })
    var uses: [[Int]] = []
    for equation in equations.reversed() {
      let mentioned = equation.inputs.compactMap { $0.variable?.id } + equation.outputs.map(\.id)
      uses.append(mentioned.filter { seen.insert($0).inserted })
    }
    return uses.reversed()
  }
}
