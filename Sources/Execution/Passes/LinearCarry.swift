import Arrays
import Kernels
import ProgramIR

/// A part of a scan's carry whose next value is linear in itself, element by element, with
/// coefficients that don't depend on what is only known step by step; or two such parts that read
/// each other, as the real and the imaginary part of a complex number do.
///
/// All their states can be made at once for a block of steps, and so can what reads them.
struct LinearCarry: Equatable {
  enum Form: Equatable {
    /// Coefficients `a` and `b`.
    case single(RecurrenceForm)
    /// Coefficients `a` of the first part in the first and the second, those in the second part,
    /// and a `b` for each: `a00·h0 + a01·h1 + b0` and `a10·h0 + a11·h1 + b1`.
    case coupled
    /// A coefficient `b`, which is the next value: what was known a step before.
    case delay
  }

  /// Which parts of the carry.
  var parts: [Int]
  var form: Form
  /// Each of the shape of the carry or a scalar.
  var coefficients: [Atom]

  /// Whether the next values are made by its steps, and by nothing else.
  var makesNext: Bool { form != .delay }
}

extension LinearCarry: CustomStringConvertible {
  /// `part 0 of the carry, product`.
  var description: String {
    let name =
      switch form {
      case .single(let form): form.rawValue
      case .coupled: "coupled"
      case .delay: "delay"
      }
    let numbers = parts.map(String.init).joined(separator: " and ")
    return "part\(parts.count == 1 ? "" : "s") \(numbers) of the carry, \(name)"
  }
}

extension LinearCarry {
  /// The next values of these parts, as they are written.
  fileprivate init(_ parts: [Int], _ forms: [LinearForm]) {
    self.parts = parts
    let terms = forms.map { $0.b ?? .zero }
    guard parts.count == 1 else {
      form = .coupled
      let factors = forms.flatMap { form in parts.map { form.factors[$0]?.whole ?? .zero } }
      coefficients = factors + terms
      return
    }
    coefficients = terms
    guard let factor = forms[0].factors[parts[0]] else {
      form = .delay
      return
    }
    form = .single(
      forms[0].isReset ? .reset : factor.unit == 1 && factor.a != nil ? .increment : .product)
    coefficients.insert(factor.whole ?? factor.a ?? .zero, at: 0)
  }
}

extension Scan {
  /// The parts of the carry that are linear, as the body is written: each reads the carry only
  /// through those before it.
  var linearCarries: [LinearCarry] {
    let found = try? LinearCarrySearch(of: self).run { _, isWritten in isWritten }
    return (found ?? []).map { LinearCarry($0.parts, $0.forms) }
  }
}

/// Looks for parts of a scan's carry that are linear.
struct LinearCarrySearch {
  /// Parts that are linear together, and what reads their next values' forms.
  struct Result {
    var parts: [Int]
    var forms: [LinearForm]
    var reading: LinearFormReading
  }

  private let scan: Scan
  private let definitions: [Int: Equation]
  private let candidates: [Int]

  init(of scan: Scan) {
    self.scan = scan
    definitions = scan.body.makers
    candidates = (0..<scan.carryCount).filter { part in
      let type = scan.body.inputs[scan.constantCount + part].type
      return type.dtype == .float32 && type.shape.elementCount > 0
    }
  }

  /// The linear carries, in an order in which each reads only those before it; `accepts` is asked
  /// about the next values of parts, and whether they are written in a linear form.
  func run(_ accepts: (_ next: [Atom], _ isWritten: Bool) -> Bool) throws -> [Result] {
    var found: [Result] = []
    var known: Set<Int> = []
    var dependences = dependences([])
    func take(_ parts: [Int], _ read: [Read]) -> Bool {
      let isCoupled = parts.count > 1
      guard
        read.allSatisfy({
          Set($0.form.factors.keys).isSubset(of: parts) && $0.form.isWritable(coupled: isCoupled)
        }), accepts(parts.map { scan.body.outputs[$0] }, read.allSatisfy(\.isWritten))
      else { return false }
      let reading = LinearFormReading(of: scan, definitions, dependences)
      found.append(Result(parts: parts, forms: read.map(\.form), reading: reading))
      known.formUnion(parts)
      dependences = self.dependences(known)
      return true
    }
    while true {
      let count = found.count
      var coupled: [(part: Int, read: Read)] = []
      for part in candidates where !known.contains(part) {
        guard let read = try read(part, dependences), !take([part], [read]) else { continue }
        if read.form.factors.count <= 2 { coupled.append((part, read)) }
      }
      // Pairs only where no part alone has made more known since they were read.
      if found.count == count {
        search: for (index, first) in coupled.enumerated() {
          for second in coupled[(index + 1)...]
          where first.read.form.factors[second.part] != nil
            && shape(first.part) == shape(second.part)
          {
            if take([first.part, second.part], [first.read, second.read]) { break search }
          }
        }
      }
      if found.count == count { return found }
    }
  }

  private struct Read {
    var form: LinearForm
    var isWritten: Bool
  }

  private func read(_ part: Int, _ dependences: Dependences) throws -> Read? {
    let next = scan.body.outputs[part]
    if next.variable == nil { return nil }
    var reading = LinearFormReading(of: scan, definitions, dependences)
    var scratch = ProgramRewriter(scan.body)
    return try reading.form(of: next, &scratch).map {
      Read(form: $0, isWritten: scratch.equations.isEmpty)
    }
  }

  private func dependences(_ known: Set<Int>) -> Dependences {
    Dependences(of: scan, linear: known, ofBlocks: true)
  }

  private func shape(_ part: Int) -> Shape {
    scan.body.inputs[scan.constantCount + part].type.shape
  }
}
