/// Copies the elements of one view to the places of another.
struct CopyStep: StepContent {
  let source: View
  let target: View

  init(from source: View, to target: View) {
    self.source = source
    self.target = target
  }

  var suitsTeams: Bool { true }

  var lines: [String] { ["\(target) = copy \(source)"] }
}

/// Converts elements in order to another dtype.
struct ConversionStep: StepContent {
  let source: View
  let target: View
  let function: TileFunction

  init(_ source: View, to target: View, _ function: TileFunction) {
    self.source = source
    self.target = target
    self.function = function
  }

  var suitsTeams: Bool { true }

  var lines: [String] { ["\(target) = convert \(source)"] }
}

/// Puts an array into a larger one that otherwise holds one value.
struct PadStep: StepContent {
  let source, value, target: View
  /// The places in `target` of the array's elements.
  let inside: View

  /// `low` elements come before the array's along each axis.
  init(_ source: View, low: [Int], value: View, to target: View) {
    (self.source, self.value, self.target) = (source, value, target)
    inside = source.sizes.indices.reduce(target) { inside, axis in
      inside.part(low[axis]..<low[axis] + source.sizes[axis], axis: axis)
    }
  }

  var suitsTeams: Bool { true }

  var lines: [String] { ["\(target) = pad \(source), \(value)"] }
}
