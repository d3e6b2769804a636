import Kernels

/// Runs elementwise operations and reductions of rows together, tile by tile.
struct TileStep: StepContent {
  /// A value that is read, made or stored tile by tile.
  struct Value: Equatable, Codable, Sendable {
    /// The array it is read from, `nil` for results.
    var source: View?
    /// The array it is stored in, if it is.
    var target: View?
    /// The place of a tile of it.
    var place: TileProgram.Value
  }

  /// A kernel and the values it reads and makes, by their positions.
  struct Operation: Equatable, Codable, Sendable {
    var name: String
    var function: TileFunction
    var operands: [Int]
    var result: Int
  }

  /// Sizes of the domain and of a tile.
  let domain: TileProgram.Domain
  /// The columns as a team's threads share them, if they do.
  let parts: ColumnParts?
  let values: [Value]
  let operations: [Operation]

  var suitsTeams: Bool { true }

  var teamAccess: TeamAccess? {
    guard let parts else { return nil }
    var access = TeamAccess(parts: parts)
    for value in values {
      if let target = value.target {
        access.ownWrites.append(target)
      } else if let source = value.source {
        let isRow = source.strides.last == 1 && source.elementCount == domain.columns
        if isRow { access.ownReads.append(source) } else { access.reads.append(source) }
      }
    }
    return access
  }

  var lines: [String] {
    let sizes = domain.outerSizes + [domain.rows, domain.columns]
    func name(_ value: Int) -> String {
      (values[value].target ?? values[value].source)?.description ?? "t\(value)"
    }
    return operations.map { operation in
      "\(name(operation.result)) = \(operation.name) "
        + operation.operands.map(name).joined(separator: ", ")
    }.below("tiles \(sizes) by [\(domain.tileRows), \(domain.tileColumns)]")
  }
}
