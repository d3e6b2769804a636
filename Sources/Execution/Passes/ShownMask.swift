import ProgramIR

/// The smallest value that a mask shows, each element once or again and again along other axes.
struct ShownMask {
  /// The value.
  var source: Variable
  /// For each axis of the mask, that of the value; `nil` where elements are repeated.
  var axes: [Int?]

  /// Looks through what only repeats and moves elements.
  init(_ mask: Variable, _ makers: [Int: Equation]) {
    source = mask
    axes = mask.type.shape.sizes.indices.map { $0 }
    while let maker = makers[source.id], maker.primitive.onlyMoves,
      let operand = maker.inputs[0].variable
    {
      let links = maker.axisLinks
      let places = operand.type.shape.sizes.indices.map { links(0, $0).result }
      // Each axis must go on as one, or have been no more than one place.
      let sizes = operand.type.shape.sizes
      guard zip(places, sizes).allSatisfy({ $0 != nil || $1 == 1 }) else { return }
      axes = axes.map { axis in axis.flatMap { places.firstIndex(of: $0) } }
      source = operand
    }
  }
}

extension AxisLink {
  /// The axis of the result that it is.
  var result: Int? {
    switch self {
    case .same(let axis), .paired(_, _, let axis): axis
    case .mixed, .alone: nil
    }
  }
}
