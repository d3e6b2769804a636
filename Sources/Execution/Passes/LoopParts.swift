import Arrays
import ProgramIR

/// A scan's body in parts.
///
/// The prologue depends on the xs and not on the carry, the epilogue on the carry, but the carry
/// not on it: both can be run for a block of steps at once. So can parts of the carry that are
/// linear in themselves, and what reads no others, in stages. The core runs step by step.
struct LoopParts {
  /// A value that a part of the body makes or is given.
  enum Source: Hashable {
    /// Input of the body: a constant or a slice of xs.
    case input(Int)
    /// Result of the prologue.
    case prologue(Int)
    /// Result of a stage, after its coefficients.
    case stage(Int, result: Int)
    /// A part of the carry that is linear, before the step.
    case before(Int)
    /// A part of the carry that is linear, after the step.
    case after(Int)
    /// Result of the core, after the carry.
    case core(Int)
    /// Result of the epilogue.
    case epilogue(Int)
    /// A constant atom.
    case constant(NDArray)
  }

  /// From constants and slices to what the others need.
  var prologue: Part
  /// From constants, slices, and results of the prologue and of the stages before, to the
  /// coefficients of a linear carry and what the others need.
  /// The last one has no carry if anything is to be computed after those that have.
  var stages: [Stage]
  /// From constants, the carry, slices and results of the prologue and the stages to the next carry
  /// and what the epilogue needs.
  var core: Part
  /// Which parts of the carry are the core's.
  var coreCarries: [Int]
  /// From constants, slices, prologue, stage and core results to ys.
  var epilogue: Part
  /// The source of each y's slice.
  var ys: [Source]

  /// A program and where its inputs come from; the core's carry comes first and isn't among them.
  struct Part {
    var program: Program
    var sources: [Source]
  }

  /// A part that ends with a linear carry.
  struct Stage {
    var part: Part
    var carry: LinearCarry?
    /// How many of the part's results are coefficients.
    var coefficientCount: Int { carry?.coefficients.count ?? 0 }
  }
}

extension LoopParts {
  /// Whether a part or a y reads a value.
  func reads(_ source: Source) -> Bool {
    let parts = [prologue, core, epilogue] + stages.map(\.part)
    return ys.contains(source) || parts.contains { $0.sources.contains(source) }
  }
}
