import Arrays
import LiftedScan
import ProgramIR

/// Least memory traffic of a program: the operands of its dots, in a scan once for each step if the
/// step's carry is multiplied, else once for all.
struct Traffic {
  /// Bytes read in one run.
  var bytesPerRun = 0.0
  /// Bytes of matrices that are read in each step; caches hold them if they are few.
  var bytesAtOnce = 0.0
  /// Number of steps of the outermost scans.
  var steps = 0.0

  /// Traffic of one run of a program.
  init(_ program: Program) {
    for equation in program.equations {
      switch equation.primitive {
      case .scan(let scan):
        steps += Double(scan.length)
        add(scan)
      case .dot: bytesPerRun += equation.operandBytes
      case .whileLoop(let loop): add(loop)
      case .cond(let conditional): add(conditional)
      default: break
      }
    }
    if bytesAtOnce == 0 { bytesAtOnce = bytesPerRun }
  }

  private mutating func add(_ scan: Scan, times count: Double = 1) {
    var carried = Set(scan.carryInputs.map { scan.body.inputs[$0].id })
    var fixed = Set(scan.body.inputs[..<scan.constantCount].map(\.id))
    for equation in scan.body.equations {
      let read = equation.inputs.compactMap { $0.variable?.id }
      if !carried.isDisjoint(with: read) { carried.formUnion(equation.outputs.map(\.id)) }
      if fixed.isSuperset(of: read) { fixed.formUnion(equation.outputs.map(\.id)) }
      let isCarried = !carried.isDisjoint(with: read)
      switch equation.primitive {
      case .scan(let inner): add(inner, times: count * Double(scan.length))
      case .whileLoop(let loop): add(loop, times: count * Double(scan.length))
      case .cond(let conditional): add(conditional, times: count * Double(scan.length))
      case .dot:
        let isFixed = equation.inputs.contains { $0.variable.map { fixed.contains($0.id) } ?? true }
        bytesPerRun +=
          equation.operandBytes * (isCarried || !isFixed ? count * Double(scan.length) : 1)
        if isCarried { bytesAtOnce += equation.operandBytes }
      default: break
      }
    }
  }

  /// Adds the branch of a choice that reads most.
  private mutating func add(_ conditional: Conditional, times count: Double = 1) {
    let branches = conditional.branches.map { Traffic($0) }
    guard let largest = branches.max(by: { $0.bytesPerRun < $1.bytesPerRun }) else { return }
    bytesPerRun += count * largest.bytesPerRun
    bytesAtOnce += largest.bytesAtOnce
  }

  /// Adds one round of a loop, as the number of rounds isn't known.
  private mutating func add(_ loop: WhileLoop, times count: Double = 1) {
    let round = Traffic(loop.body)
    bytesPerRun += count * round.bytesPerRun
    bytesAtOnce += round.bytesAtOnce
  }
}

extension Equation {
  /// Bytes of the larger operand of a dot.
  fileprivate var operandBytes: Double {
    inputs.map { Double($0.type.shape.elementCount * $0.type.dtype.byteCount) }.max() ?? 0
  }
}
