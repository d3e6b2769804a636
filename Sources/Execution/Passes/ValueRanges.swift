import Arrays
import Foundation
import ProgramIR

/// Finds between which numbers all elements of a value are, whatever the inputs are; NaN aside.
struct ValueRanges {
  /// The equation that binds a variable.
  private let definition: (Variable) -> Equation?
  /// The range of a variable that no equation binds.
  private let input: (Variable) -> ClosedRange<Double>
  /// How many values are looked at: a value may be made of others in very many ways.
  private static let mostVisits = 500

  init(
    definition: @escaping (Variable) -> Equation?,
    input: @escaping (Variable) -> ClosedRange<Double> = { _ in .all }
  ) {
    (self.definition, self.input) = (definition, input)
  }

  func range(of atom: Atom) -> ClosedRange<Double> {
    var visits = 0
    return range(of: atom, &visits)
  }

  private func range(of atom: Atom, _ visits: inout Int) -> ClosedRange<Double> {
    visits += 1
    guard atom.type.dtype.isFloating, visits < Self.mostVisits else { return .all }
    switch atom {
    case .constant(let array, _):
      let elements = array.converted(to: .float64).elements(as: Double.self)
      guard let low = elements.min(), let high = elements.max(), low <= high else { return .all }
      return low...high
    case .variable(let variable):
      guard let equation = definition(variable) else { return input(variable) }
      return range(of: equation, &visits)
    }
  }

  private func range(of equation: Equation, _ visits: inout Int) -> ClosedRange<Double> {
    let inputs = equation.inputs
    switch equation.primitive {
    case .unary(let operation): return range(of: inputs[0], &visits).mapped(operation)
    case .binary(.sub) where isLargest(inputs[1], of: inputs[0]): return -.infinity...0
    case .binary(let operation):
      return range(of: inputs[0], &visits).combined(operation, range(of: inputs[1], &visits))
    case .select:
      // What is chosen where a number is NaN is made of it, as in `logaddexp`.
      if let predicate = inputs[0].variable.flatMap(definition),
        predicate.inputs.count == 2, predicate.inputs[0] == predicate.inputs[1]
      {
        if predicate.primitive == .compare(.ne) { return range(of: inputs[2], &visits) }
        if predicate.primitive == .compare(.eq) { return range(of: inputs[1], &visits) }
      }
      return range(of: inputs[1], &visits).union(range(of: inputs[2], &visits))
    case .convert, .broadcast, .reshape, .transpose, .slice, .reverse, .gather(_, _, .clip),
      .dynamicSlice:
      return range(of: inputs[0], &visits)
    case .concatenate, .pad:
      var result = range(of: inputs[0], &visits)
      for other in inputs.dropFirst() { result = result.union(range(of: other, &visits)) }
      return result
    case .reduce(let reduction, _) where reduction == .max || reduction == .min:
      return range(of: inputs[0], &visits)
    default: return .all
    }
  }

  /// Whether a value is the larger one of another and something else, element by element: nothing that
  /// is subtracted from the other makes it positive.
  private func isLargest(_ atom: Atom, of other: Atom) -> Bool {
    guard let equation = atom.variable.flatMap(definition) else { return false }
    return equation.primitive == .binary(.max) && equation.inputs.contains(other)
  }
}

extension ClosedRange<Double> {
  /// All numbers.
  static var all: Self { -.infinity ... .infinity }

  fileprivate func union(_ other: Self) -> Self {
    Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }

  /// From the smallest to the largest of some numbers; all where one is NaN.
  private static func span(_ numbers: [Double]) -> Self {
    guard !numbers.contains(where: \.isNaN), let low = numbers.min(), let high = numbers.max()
    else { return .all }
    return low...high
  }

  /// The values of a function that grows.
  private func growing(_ function: (Double) -> Double) -> Self {
    .span([function(lowerBound), function(upperBound)])
  }

  fileprivate func mapped(_ operation: UnaryOperation) -> Self {
    switch operation {
    case .neg: return -upperBound ... -lowerBound
    case .abs:
      let ends = [Swift.abs(lowerBound), Swift.abs(upperBound)]
      return contains(0) ? .span(ends + [0]) : .span(ends)
    case .square: return mapped(.abs).growing { $0 * $0 }
    case .exp: return growing(Foundation.exp)
    case .exp2: return growing(Foundation.exp2)
    case .expm1: return growing(Foundation.expm1)
    case .log1p: return lowerBound < -1 ? .all : growing(Foundation.log1p)
    case .log: return lowerBound < 0 ? .all : growing(Foundation.log)
    case .sqrt: return lowerBound < 0 ? 0 ... .infinity : growing { $0.squareRoot() }
    case .logistic: return growing { 1 / (1 + Foundation.exp(-$0)) }
    case .tanh, .erf: return contains(0) ? -1...1 : lowerBound > 0 ? 0...1 : -1...0
    case .sin, .cos, .sign: return -1...1
    case .erfc: return 0...2
    case .floor: return growing { $0.rounded(.down) }
    case .ceil: return growing { $0.rounded(.up) }
    default: return .all
    }
  }

  fileprivate func combined(_ operation: BinaryOperation, _ other: Self) -> Self {
    switch operation {
    case .add: return .span([lowerBound + other.lowerBound, upperBound + other.upperBound])
    case .sub: return combined(.add, other.mapped(.neg))
    case .mul:
      return .span(
        [lowerBound, upperBound].flatMap { x in
          [other.lowerBound, other.upperBound].map { x == 0 || $0 == 0 ? 0 : x * $0 }
        })
    case .div:
      guard !other.contains(0) else { return .all }
      return combined(.mul, .span([1 / other.lowerBound, 1 / other.upperBound]))
    case .max:
      return Swift.max(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    case .min:
      return Swift.min(lowerBound, other.lowerBound)...Swift.min(upperBound, other.upperBound)
    default: return .all
    }
  }
}
