import Kernels

/// Runs a `TileStep`.
final class RunningTiles: RunningStep {
  private let program: TileProgram
  private let rowCount, columnCount: Int
  private let parts: ColumnParts?

  init(_ step: TileStep) {
    program = TileProgram(
      step.domain, values: step.values.map(\.place),
      operations: step.operations.map {
        TileProgram.Operation(
          InstructionSet.current.kernel($0.function), operands: $0.operands, result: $0.result)
      })
    (rowCount, columnCount) = (step.domain.rows, step.domain.columns)
    parts = step.parts
    super.init(step)
  }

  override func run(_ frame: Frame) { program.run(frame.addresses) }

  override func run(_ frame: Frame, as member: Team.Member) {
    if rowCount >= member.count {
      program.run(frame.addresses, rows: member.part(of: rowCount))
    } else if let parts = parts {
      let columns = parts.columns(member.part(of: parts.count))
      for first in stride(from: 0, to: columnCount, by: parts.width) {
        program.run(
          frame.addresses, columns: first + columns.lowerBound..<first + columns.upperBound)
      }
    } else if member.isFirst {
      program.run(frame.addresses)
    }
  }
}
