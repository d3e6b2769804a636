import Diagnostics
import Kernels

/// The form of a plan in a file: a heading, the version of the form, a checksum, and the plan.
private enum PlanFile {
  static let heading = Array("swiftscan plan\n".utf8)
  /// To be raised with each change of what a step means or is made of.
  static let version: UInt64 = 2
  /// Bytes before those that the checksum is of.
  static let headerByteCount = heading.count + 16

  /// A number that differs where bytes do, as those of a damaged file do. (FNV-1a, eight bytes at a
  /// time.)
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var sum: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt64) { sum = (sum ^ word) &* 0x0000_0100_0000_01b3 }
    bytes.withUnsafeBytes { bytes in
      let wordsEnd = bytes.count / 8 * 8
      for start in stride(from: 0, to: wordsEnd, by: 8) {
        add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
      }
      for byte in bytes[wordsEnd...] { add(UInt64(byte)) }
    }
    add(UInt64(bytes.count))
    return sum
  }

  /// The eight bytes of a number, the lowest first.
  static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}

extension ExecutionPlan {
  /// The bytes of a file that `init(fileBytes:)` reads.
  ///
  /// - Throws: what encoding throws, which is a fault of ours.
  public func fileBytes() throws -> [UInt8] {
    let body = try BinaryEncoder.encode(self)
    return PlanFile.heading + PlanFile.bytes(PlanFile.version)
      + PlanFile.bytes(PlanFile.checksum(body[...])) + body
  }

  /// The plan that a file holds. It is for the kind of processor that it was made on.
  ///
  /// The checksum finds damage, not malice: running a plan is running a program.
  ///
  /// - Throws: a `Diagnostic` if the file holds no plan, one of another version or for other
  ///   instructions than this processor's best, or is damaged.
  public init(fileBytes bytes: [UInt8]) throws {
    guard bytes.starts(with: PlanFile.heading), bytes.count >= PlanFile.headerByteCount else {
      throw Diagnostic("isn't a plan", hint: Self.remedy)
    }
    let start = PlanFile.heading.count
    let version = PlanFile.bytes(PlanFile.version)
    guard bytes[start..<start + 8].elementsEqual(version) else {
      throw Diagnostic(
        "the plan is of another version of swiftscan", expected: "version \(PlanFile.version)",
        hint: Self.remedy)
    }
    let body = bytes[PlanFile.headerByteCount...]
    let checksum = PlanFile.bytes(PlanFile.checksum(body))
    guard bytes[start + 8..<start + 16].elementsEqual(checksum),
      let plan = try? BinaryDecoder.decode(
        ExecutionPlan.self, from: bytes, at: PlanFile.headerByteCount)
    else { throw Diagnostic("the plan is damaged", hint: Self.remedy) }
    guard plan.instructionSet == InstructionSet.current.name else {
      throw Diagnostic(
        "the plan is for another processor", expected: InstructionSet.current.name,
        got: plan.instructionSet, hint: Self.remedy)
    }
    self = plan
  }

  private static let remedy = "plan the program anew"
}
