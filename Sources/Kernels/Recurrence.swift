import CKernels

/// What a step of a linear recurrence makes of a state `h`, element by element.
public enum RecurrenceForm: String, Sendable, CaseIterable {
  /// `a·h + b`.
  case product
  /// `b` where `a` is 0, whatever `h` is; `a·h + b` elsewhere.
  case reset
  /// `h + (a·h + b)`, which keeps what is lost of an `a` near 0 when 1 is added to it.
  case increment

  fileprivate var index: CKRecurrenceForm {
    switch self {
    case .product: CKRecurrenceProduct
    case .reset: CKRecurrenceReset
    case .increment: CKRecurrenceIncrement
    }
  }
}

/// A linear recurrence over time, of rows of float32 elements that know nothing of each other.
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

  /// Where the states of all steps go.
  public struct States {
    let start: UnsafeMutablePointer<Float>
    let step: Int

    /// The first step's state at `start`, each next one `step` elements further.
    public init(_ start: UnsafeMutablePointer<Float>, step: Int) {
      self.start = start
      self.step = step
    }
  }

  /// What a step does.
  public var form: RecurrenceForm
  /// The factor; may repeat columns.
  public var a: Coefficient
  /// The term; a row for each step.
  public var b: Coefficient
  /// The state before the first step, which becomes the one after the last.
  public var state: UnsafeMutablePointer<Float>
  /// Where the states before each step go, and those after it, if they are wanted.
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

extension InstructionSet {
  /// Runs a recurrence through `steps` steps. Bits don't depend on how columns and steps are cut
  /// into several calls.
  public func run(_ recurrence: Recurrence, steps: Int, columns: Int) {
    precondition(steps >= 0 && columns >= 0, "a recurrence has a negative size")
    var arguments = CKRecurrence(
      a: recurrence.a.value, b: recurrence.b.value, steps: steps, columns: columns,
      state: recurrence.state, before: recurrence.before?.start, after: recurrence.after?.start,
      beforeStep: recurrence.before?.step ?? 0, afterStep: recurrence.after?.step ?? 0)
    CKRecurrenceAt(table, Int(recurrence.form.index.rawValue))?(&arguments)
  }
}

extension Recurrence.Coefficient {
  fileprivate var value: CKCoefficient {
    CKCoefficient(start: start, step: step, repeatsColumn: repeatsColumn)
  }
}
