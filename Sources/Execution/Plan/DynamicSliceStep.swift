import Arrays

/// The place of a part of an array that is found only when it runs: the nearest to the starts where
/// the part fits.
struct DynamicStart: Equatable, Codable, Sendable {
  /// Scalars, one for each axis.
  let starts: [View]
  /// The last place of each axis where the part fits, and bytes between places.
  let lasts, steps: [Int]

  /// The start of a part of `sizes` of an array; `nil` if the starts are of a type that isn't read
  /// here.
  init?(_ starts: [View], of sizes: [Int], in array: View) {
    guard starts.allSatisfy({ Self.isRead($0.dtype) }) else { return nil }
    self.starts = starts
    lasts = zip(array.sizes, sizes).map { $0 - $1 }
    steps = array.strides.map { $0 * array.dtype.byteCount }
  }

  private static func isRead(_ dtype: DType) -> Bool {
    switch dtype {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32: true
    default: false
    }
  }

  /// The slots it reads.
  var slots: [Int] { starts.map(\.slot) }

  fileprivate var line: String { starts.map(\.description).joined(separator: ", ") }
}

/// Copies a part of an array.
struct DynamicSliceStep: StepContent {
  let source, target: View
  let start: DynamicStart

  init(_ source: View, startingAt start: DynamicStart, to target: View) {
    (self.source, self.start, self.target) = (source, start, target)
  }

  var suitsTeams: Bool { true }

  var lines: [String] { ["\(target) = dynamic_slice \(source), \(start.line)"] }
}

/// Copies an array, with a part of it replaced; where the result is in the array's own place, just the
/// part.
struct DynamicUpdateStep: StepContent {
  let source, update, target: View
  let start: DynamicStart

  /// `start` is of the part in `target`.
  init(_ source: View, by update: View, startingAt start: DynamicStart, to target: View) {
    (self.source, self.update, self.start, self.target) = (source, update, start, target)
  }

  var suitsTeams: Bool { true }

  var lines: [String] {
    ["\(target) = dynamic_update_slice \(source), \(update), \(start.line)"]
  }
}
