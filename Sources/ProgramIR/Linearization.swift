import Arrays
import Diagnostics

extension Program {
  /// The program that computes `outputs` from `inputs`, both traced outside any scan.
  ///
  /// - Throws: when an output depends on a placeholder that isn't among the inputs.
  public init(inputs: [Tensor], outputs: [Tensor]) throws {
    var linearization = Linearization(inputs: inputs, depth: 0)
    let atoms = try linearization.atoms(of: outputs)
    self = linearization.program(outputs: atoms)
    try verify()
  }
}

/// Writes the part of an expression graph that belongs to one program as equations in order.
///
/// Values from further out than `depth` become constants of the program: extra inputs, in front.
struct Linearization {
  private let depth: Int
  private var nextId = 0
  private var bound: [ObjectIdentifier: [Variable]] = [:]
  private var inputs: [Variable] = []
  private var equations: [Equation] = []
  private var capturedVariables: [Variable] = []
  /// The outer values that are constants here, in the order they were met.
  private(set) var captured: [Tensor] = []

  init(inputs: [Tensor], depth: Int) {
    self.depth = depth
    for input in inputs {
      guard case .result(let node, _) = input.source else { continue }
      self.inputs += bind(node)
    }
  }

  /// The atoms that stand for `tensors`, after writing all equations they depend on.
  mutating func atoms(of tensors: [Tensor]) throws -> [Atom] {
    for tensor in tensors { try write(tensor) }
    return tensors.map(atom)
  }

  /// The program of all that has been written.
  func program(outputs: [Atom]) -> Program {
    Program(inputs: capturedVariables + inputs, equations: equations, outputs: outputs)
  }

  private mutating func bind(_ node: Node) -> [Variable] {
    let variables = node.types.enumerated().map { Variable(id: nextId + $0, type: $1) }
    nextId += variables.count
    bound[ObjectIdentifier(node)] = variables
    return variables
  }

  private func atom(_ tensor: Tensor) -> Atom {
    switch tensor.source {
    case .constant(let array): .constant(array, isWeak: tensor.type.isWeak)
    case .result(let node, let index):
      .variable(bound[ObjectIdentifier(node), default: []][index])
    }
  }

  /// Writes the equations `tensor` depends on, operands first, without recursion: a chain can be
  /// as long as a program.
  private mutating func write(_ tensor: Tensor) throws {
    var pending: [(tensor: Tensor, operandsDone: Bool)] = [(tensor, false)]
    while let (tensor, operandsDone) = pending.popLast() {
      guard case .result(let node, _) = tensor.source, bound[ObjectIdentifier(node)] == nil
      else { continue }
      if node.depth < depth {
        capture(tensor, node)
        continue
      }
      guard case .equation(let primitive, let operands) = node.origin else {
        throw Diagnostic(
          "a value from inside a scan is used outside of it",
          hint: "return it from the scan's body, as part of the carry or of the ys")
      }
      if operandsDone {
        let atoms = operands.map(atom)
        let equationOutputs = bind(node)
        equations.append(Equation(primitive, inputs: atoms, outputs: equationOutputs))
      } else {
        pending.append((tensor, true))
        pending += operands.reversed().map { ($0, false) }
      }
    }
  }

  /// Makes an outer value a constant of the program. All results of its node are bound together, so
  /// that none is captured twice.
  private mutating func capture(_ tensor: Tensor, _ node: Node) {
    capturedVariables += bind(node)
    captured += tensor.siblings
  }
}

extension Tensor {
  /// All results of the equation this is a result of.
  fileprivate var siblings: [Tensor] {
    guard case .result(let node, _) = source else { return [self] }
    return node.types.indices.map { Tensor(node, index: $0) }
  }
}
