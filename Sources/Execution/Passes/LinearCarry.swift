import Arrays
import Kernels
import ProgramIR

/// A part of a scan's carry whose next value is linear in itself, element by element, with
/// coefficients that don't depend on what is only known step by step.
///
/// All its states can be made at once for a block of steps, and what reads them too.
struct LinearCarry: Equatable {
  /// Which part of the carry.
  var index: Int
  var form: RecurrenceForm
  /// The factor; `nil` for 1.
  var a: Atom?
  /// The term; `nil` for 0.
  var b: Atom?

  /// Those of the two that aren't left out.
  var coefficients: [Atom] { [a, b].compactMap { $0 } }

  /// Whether the coefficients are known before the step.
  func isKnown(_ dependences: Dependences) -> Bool {
    coefficients.allSatisfy { dependences[$0] < .carry }
  }
}

extension Scan {
  /// The parts of the carry that are linear, as the body is written: each reads the carry only
  /// through those before it.
  var linearCarries: [LinearCarry] {
    let definitions = body.definitions
    return linearCarries { index, dependences in
      LinearCarry(index, of: self, definitions).flatMap { $0.isKnown(dependences) ? $0 : nil }
    }
  }

  /// What `find` finds of the parts of the carry, asked again while there is more to find: what one
  /// part makes known can make another linear.
  func linearCarries<Found>(
    _ find: (_ index: Int, _ dependences: Dependences) throws -> Found?
  ) rethrows -> [Found] {
    var found: [Found] = []
    var known: Set<Int> = []
    var dependences = Dependences(of: self) { !$0.canBeBatched }
    var knownBefore = -1
    while knownBefore < known.count {
      knownBefore = known.count
      for index in 0..<carryCount where !known.contains(index) {
        let type = body.inputs[constantCount + index].type
        guard type.dtype == .float32, type.shape.elementCount > 0,
          let carry = try find(index, dependences)
        else { continue }
        found.append(carry)
        known.insert(index)
        dependences = Dependences(of: self, linear: known) { !$0.canBeBatched }
      }
    }
    return found
  }
}

extension LinearCarry {
  /// The coefficients of a part of the carry, if its next value is written in one of the forms.
  init?(_ index: Int, of scan: Scan, _ definitions: [Int: Equation]) {
    let h = Atom.variable(scan.body.inputs[scan.constantCount + index])
    let next = scan.body.outputs[index]
    func operands(_ primitive: Primitive, _ atom: Atom) -> [Atom]? {
      guard let equation = atom.variable.flatMap({ definitions[$0.id] }),
        equation.primitive == primitive
      else { return nil }
      return equation.inputs
    }
    /// `a` if the atom is a·h, and what it is added to.
    func product(_ atom: Atom) -> (a: Atom?, b: Atom?)? {
      if atom == h { return (nil, nil) }
      guard let factors = operands(.binary(.mul), atom), let side = factors.firstIndex(of: h)
      else { return nil }
      return (factors[1 - side], nil)
    }
    func sum(_ atom: Atom) -> (a: Atom?, b: Atom?)? {
      if let product = product(atom) { return product }
      guard let terms = operands(.binary(.add), atom) else { return nil }
      for side in [0, 1] {
        if let product = product(terms[side]) { return (product.a, terms[1 - side]) }
      }
      return nil
    }
    if let choice = operands(.select, next), case let (a?, b?)? = sum(choice[2]), b == choice[1],
      let compared = operands(.compare(.eq), choice[0]), compared[0] == a, compared[1].isZero
    {
      self.init(index: index, form: .reset, a: a, b: b)
      return
    }
    if let terms = operands(.binary(.add), next), let side = terms.firstIndex(of: h),
      case let (a?, b)? = sum(terms[1 - side])
    {
      self.init(index: index, form: .increment, a: a, b: b)
      return
    }
    guard let (a, b) = sum(next), a != nil || b != nil else { return nil }
    self.init(index: index, form: .product, a: a, b: b)
  }
}

extension Program {
  /// The equation that binds each variable, by id.
  var definitions: [Int: Equation] {
    var definitions: [Int: Equation] = [:]
    for equation in equations {
      for output in equation.outputs { definitions[output.id] = equation }
    }
    return definitions
  }
}

extension Atom {
  /// Whether this is the float32 scalar 0.
  fileprivate var isZero: Bool { self == .zero }

  static let zero = Atom.constant(NDArray(Float(0)), isWeak: false)
}
