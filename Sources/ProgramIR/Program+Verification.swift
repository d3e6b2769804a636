import Arrays
import Diagnostics

extension Program {
  /// Checks that the program can be executed: each variable is bound once and before it is used,
  /// and each equation's results have the types its primitive gives; bodies of loops and choices too.
  ///
  /// - Throws: a `Diagnostic` with code `internalFault`: only a pass of ours can break this.
  public func verify() throws {
    var bound: [Int: Variable] = [:]
    func bind(_ variable: Variable, in place: @autoclosure () -> String) throws {
      guard variable.type.shape.isPossible else {
        throw fault("\(variable.type) can't be", in: place())
      }
      guard bound.updateValue(variable, forKey: variable.id) == nil else {
        throw fault("variable \(variable.id) is bound twice", in: place())
      }
    }
    func use(_ atom: Atom, in place: @autoclosure () -> String) throws {
      guard let variable = atom.variable else { return }
      guard bound[variable.id] == variable else {
        throw fault("variable \(variable.id) is used before it is bound", in: place())
      }
    }
    for input in inputs { try bind(input, in: "inputs") }
    for (index, equation) in equations.enumerated() {
      var place: String { "equation \(index) (\(equation.primitive.name))" }
      for atom in equation.inputs { try use(atom, in: place) }
      try equation.verifyTypes(in: place)
      for variable in equation.outputs { try bind(variable, in: place) }
    }
    for atom in outputs { try use(atom, in: "outputs") }
  }
}

extension Equation {
  fileprivate func verifyTypes(in place: @autoclosure () -> String) throws {
    for body in primitive.bodies { try body.verify() }
    let expected: [ArrayType]
    do {
      expected = try primitive.resultTypes(of: inputs.map(\.type))
    } catch let mismatch as Diagnostic {
      var mismatch = mismatch.at(path: place())
      mismatch.code = .internalFault
      throw mismatch
    }
    let got = outputs.map(\.type)
    guard expected.count == got.count, zip(expected, got).allSatisfy({ $0.matches($1) }) else {
      throw fault("results are \(got), not \(expected)", in: place())
    }
  }
}

private func fault(_ problem: String, in place: String) -> Diagnostic {
  Diagnostic("invalid program: \(problem)", code: .internalFault, path: place)
}
