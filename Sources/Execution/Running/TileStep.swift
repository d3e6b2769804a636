import Arrays
import Kernels

/// Runs a tile group.
final class TileStep: Step {
  private let layout: TileLayout
  private let program: TileProgram

  init(_ layout: TileLayout, scratch: Int) {
    self.layout = layout
    program = TileProgram(
      TileProgram.Domain(
        outerSizes: layout.outerSizes, rows: layout.rowCount, columns: layout.columnCount,
        tileRows: layout.tileRows, tileColumns: layout.tileColumns),
      values: layout.placements.map {
        TileProgram.Value(
          slot: $0.slot ?? scratch, offset: $0.offset, isScratch: $0.slot == nil,
          elementByteCount: $0.elementByteCount, rowStride: $0.rowStride, isColumn: $0.isColumn,
          outerStrides: $0.outerStrides)
      },
      operations: layout.group.operations.map {
        TileProgram.Operation($0.kernel, operands: $0.operands, result: $0.result)
      })
  }

  override func run(_ frame: Frame) { program.run(frame.addresses) }

  override func run(_ frame: Frame, as member: Team.Member) {
    if layout.rowCount >= member.count {
      program.run(frame.addresses, rows: member.part(of: layout.rowCount))
    } else if let parts = layout.parts {
      let columns = parts.columns(member.part(of: parts.count))
      for first in stride(from: 0, to: layout.columnCount, by: parts.width) {
        program.run(
          frame.addresses, columns: first + columns.lowerBound..<first + columns.upperBound)
      }
    } else if member.isFirst {
      program.run(frame.addresses)
    }
  }

  override var suitsTeams: Bool { true }

  override var teamAccess: TeamAccess? {
    guard let parts = layout.parts else { return nil }
    var access = TeamAccess(parts: parts)
    for value in layout.group.values {
      if let target = value.target {
        access.ownWrites.append(target)
      } else if let source = value.source {
        let isRow = source.strides.last == 1 && source.elementCount == layout.columnCount
        if isRow { access.ownReads.append(source) } else { access.reads.append(source) }
      }
    }
    return access
  }

  override var lines: [String] {
    let sizes = layout.outerSizes + [layout.rowCount, layout.columnCount]
    let group = layout.group
    func name(_ value: Int) -> String {
      (group.values[value].target ?? group.values[value].source)?.description ?? "t\(value)"
    }
    return group.operations.map { operation in
      "\(name(operation.result)) = \(operation.name) "
        + operation.operands.map(name).joined(separator: ", ")
    }.below("tiles \(sizes) by [\(layout.tileRows), \(layout.tileColumns)]")
  }
}
