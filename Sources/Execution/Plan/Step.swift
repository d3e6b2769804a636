/// One thing that a plan does: what it reads, what it makes and how, without what runs it.
indirect enum Step: Equatable, Codable, Sendable {
  case copy(CopyStep)
  case convert(ConversionStep)
  case pad(PadStep)
  case dynamicSlice(DynamicSliceStep)
  case dynamicUpdate(DynamicUpdateStep)
  case evaluate(EvaluationStep)
  case count(CountStep)
  case tiles(TileStep)
  case product(ProductStep)
  case pack(PackStep)
  case recurrence(RecurrenceStep)
  case loop(LoopStep)
  case whileLoop(WhileStep)
  case choice(ChoiceStep)
  case split(SplitStep)
  case pipeline(PipelineStep)
  case sequences(SequencesStep)
  case rowCopy(RowCopyStep)
}

/// A kind of step: its description, and whether and how threads can run it together.
protocol StepContent: Equatable, Codable, Sendable {
  /// A line of text for each of its parts.
  var lines: [String] { get }
  /// Whether threads may run it together, as it can't fail.
  var suitsTeams: Bool { get }
  /// The arrays that it reads and writes then, if each thread has its part of the columns.
  var teamAccess: TeamAccess? { get }
  /// The lists of other steps that it runs.
  var ownSteps: [StepList] { get }
}

extension StepContent {
  var suitsTeams: Bool { false }
  var teamAccess: TeamAccess? { nil }
  var ownSteps: [StepList] { [] }
}

extension Step {
  /// The step that the case holds.
  var content: any StepContent {
    switch self {
    case .copy(let step): step
    case .convert(let step): step
    case .pad(let step): step
    case .dynamicSlice(let step): step
    case .dynamicUpdate(let step): step
    case .evaluate(let step): step
    case .count(let step): step
    case .tiles(let step): step
    case .product(let step): step
    case .pack(let step): step
    case .recurrence(let step): step
    case .loop(let step): step
    case .whileLoop(let step): step
    case .choice(let step): step
    case .split(let step): step
    case .pipeline(let step): step
    case .sequences(let step): step
    case .rowCopy(let step): step
    }
  }
}
