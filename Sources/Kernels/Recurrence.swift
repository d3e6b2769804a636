import CKernels

/// The next state that a step of a linear recurrence makes of a state `h`, element by element.
public enum RecurrenceForm: String, Codable, Sendable, CaseIterable {
  /// `a·h + b`.
  case product
  /// `b` where `a` is 0, whatever `h` is; `a·h + b` elsewhere.
  case reset
  /// `h + (a·h + b)`, which keeps the bits of an `a` near 0 that are lost when 1 is added to it.
  case increment

  fileprivate var index: CKRecurrenceForm {
    switch self {
    case .product: CKRecurrenceProduct
    case .reset: CKRecurrenceReset
    case .increment: CKRecurrenceIncrement
    }
  }
}

/// A linear recurrence over time, on rows of independent float32 elements.
///
/// Steps count elements from one point in time to the next; they are 0 for what is always the
/// same. The memory must stay valid while it runs.
public struct Recurrence {
  /// A coefficient: a row for each step, or one element for each.
  public struct Coefficient {
    let start: UnsafePointer<Float>
    let step: Int
    let repeatsColumn: Bool

    /// Elements from `start` on, or if it `repeatsColumn` the one there, and the same `step` elements
    /// further for the next step.
    public init(_ start: UnsafePointer<Float>, step: Int, repeatsColumn: Bool = false) {
      self.start = start
      self.step = step
      self.repeatsColumn = repeatsColumn
    }
  }

  /// Memory for the states of all steps.
  public struct States {
    let start: UnsafeMutablePointer<Float>
    let step: Int

    /// The first step's state at `start`, each next one `step` elements further.
    public init(_ start: UnsafeMutablePointer<Float>, step: Int) {
      self.start = start
      self.step = step
    }
  }

  /// The form of a step.
  public var form: RecurrenceForm
  /// The factor; may repeat columns.
  public var a: Coefficient
  /// The term; a row for each step.
  public var b: Coefficient
  /// The state before the first step, which becomes the one after the last.
  public var state: UnsafeMutablePointer<Float>
  /// Memory for the states before and after each step; `nil` if they aren't wanted.
  public var before, after: States?

  /// A recurrence as its properties describe it.
  public init(
    _ form: RecurrenceForm, a: Coefficient, b: Coefficient, state: UnsafeMutablePointer<Float>,
    before: States? = nil, after: States? = nil
  ) {
    precondition(!b.repeatsColumn, "the term of a recurrence is a row")
    self.form = form
    self.a = a
    self.b = b
    self.state = state
    self.before = before
    self.after = after
  }
}

extension Recurrence {
  /// Number of steps that `run` takes at a time where it `stretches`.
  public static let stretchedSteps = 4 * stretch
  fileprivate static let stretch = 64

  /// Whether stretches of time are faster than single steps for so many elements: where they are no
  /// more than one small vector, the arithmetic waits for the step before.
  ///
  /// Nanoseconds a step on a Zen 4, one after another and in stretches: of 1 or 4 elements 1.1 and
  /// 1.0 (`reset` 1.4 and 1.1, `increment` 1.9 and 1.2), of 8 elements 1.1 and 1.8 or more, of 16
  /// elements 1.7 and 2.5 or more.
  public static func isFasterInStretches(elementCount: Int) -> Bool {
    elementCount == 1 || elementCount == 4
  }
}

extension InstructionSet {
  /// Runs a recurrence through `steps` steps.
  ///
  /// Columns don't change each other's bits, nor does it matter how many steps a call takes if all
  /// but the last take multiples of `Recurrence.stretchedSteps`; without `stretches` of any number.
  ///
  /// - Parameter stretches: runs stretches of time side by side: it finds what each makes of any
  ///   state, from that the states they begin with, then all states. That rounds otherwise, by as
  ///   much: columns with a factor larger than 1, which might lose more, run step after step.
  public func run(_ recurrence: Recurrence, steps: Int, columns: Int, stretches: Bool = false) {
    precondition(steps >= 0 && columns >= 0, "a recurrence has a negative size")
    var arguments = CKRecurrence(
      a: recurrence.a.value, b: recurrence.b.value, steps: steps, columns: columns,
      state: recurrence.state, before: recurrence.before?.start, after: recurrence.after?.start,
      beforeStep: recurrence.before?.step ?? 0, afterStep: recurrence.after?.step ?? 0,
      stretch: stretches ? Recurrence.stretch : 0)
    CKRecurrenceAt(table, Int(recurrence.form.index.rawValue))?(&arguments)
  }
}

/// Two states that read each other: `a.0·h0 + a.1·h1 + b.0` and `a.2·h0 + a.3·h1 + b.1`; else as a
/// `Recurrence`.
public struct CoupledRecurrence {
  /// The coefficients; none repeats columns.
  let a: CoupledFactors
  let b: (Recurrence.Coefficient, Recurrence.Coefficient)
  /// States before the first step, overwritten by those after the last.
  let state: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)
  /// Memory for the states before each step and for those after it, if they are wanted.
  let before, after: (Recurrence.States?, Recurrence.States?)

  /// Four factors, those of the first state first.
  public typealias CoupledFactors = (
    Recurrence.Coefficient, Recurrence.Coefficient, Recurrence.Coefficient, Recurrence.Coefficient
  )

  /// A recurrence as its properties describe it.
  public init(
    a: CoupledFactors, b: (Recurrence.Coefficient, Recurrence.Coefficient),
    state: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>),
    before: (Recurrence.States?, Recurrence.States?) = (nil, nil),
    after: (Recurrence.States?, Recurrence.States?) = (nil, nil)
  ) {
    let repeats =
      a.0.repeatsColumn || a.1.repeatsColumn || a.2.repeatsColumn || a.3.repeatsColumn
      || b.0.repeatsColumn || b.1.repeatsColumn
    precondition(!repeats, "the coefficients of coupled states are rows")
    self.a = a
    self.b = b
    self.state = state
    self.before = before
    self.after = after
  }
}

extension InstructionSet {
  /// Runs two states that read each other through `steps` steps. Bits don't depend on how columns
  /// and steps are cut into several calls.
  public func run(_ recurrence: CoupledRecurrence, steps: Int, columns: Int) {
    precondition(steps >= 0 && columns >= 0, "a recurrence has a negative size")
    let (a, b) = (recurrence.a, recurrence.b)
    let (before, after) = (recurrence.before, recurrence.after)
    var arguments = CKCoupledRecurrence(
      a: (a.0.value, a.1.value, a.2.value, a.3.value), b: (b.0.value, b.1.value), steps: steps,
      columns: columns, state: (recurrence.state.0, recurrence.state.1),
      before: (before.0?.start, before.1?.start), after: (after.0?.start, after.1?.start),
      beforeStep: (before.0?.step ?? 0, before.1?.step ?? 0),
      afterStep: (after.0?.step ?? 0, after.1?.step ?? 0))
    table.pointee.coupledRecurrence(&arguments)
  }
}

extension Recurrence.Coefficient {
  fileprivate var value: CKCoefficient {
    CKCoefficient(start: start, step: step, repeatsColumn: repeatsColumn)
  }
}
