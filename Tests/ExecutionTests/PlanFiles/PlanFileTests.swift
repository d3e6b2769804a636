import Arrays
import Diagnostics
import Foundation
import ProgramIR
import TestSupport
import Testing

@testable import Execution

/// Plans that are written to files and read back.
struct PlanFileTests {
  /// A recurrence with a layer after it, as one thread or several run it.
  private func plan(threads: Int = 1) throws -> (plan: ExecutionPlan, inputs: [NDArray]) {
    var random = RandomPrograms(seed: 3)
    let (program, inputs) = try random.scan(length: 20, isReversed: true)
    var options = PlanOptions()
    options.threadCount = threads
    options.fixedInputs = [0, 1]
    options.smallestSplitCost = 0
    options.smallestRangesStepCost = 0
    return (try ExecutionPlan(program, options: options), inputs)
  }

  @Test(arguments: [1, 2]) func aPlanThatIsReadBackRunsAlike(threads: Int) throws {
    let (plan, inputs) = try plan(threads: threads)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).plan")
    try Data(plan.fileBytes()).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let read = try ExecutionPlan(fileBytes: Array(Data(contentsOf: file)))
    #expect(read == plan)
    #expect(read.description == plan.description)
    #expect(try Executor(read).run(inputs) == Executor(plan).run(inputs))
  }

  @Test func thePlanOfAProgramIsTheSameBytesEachTime() throws {
    #expect(try plan(threads: 2).plan.fileBytes() == plan(threads: 2).plan.fileBytes())
  }

  /// Random programs of all dtypes that scans are tested with.
  @Test(arguments: [DType.float32, .bfloat16, .float16], 0..<8)
  func plansOfRandomProgramsAreReadBack(_ dtype: DType, seed: Int) throws {
    var random = RandomPrograms(seed: seed, dtype: dtype)
    let plan = try ExecutionPlan(random.scan(length: 9, isReversed: false).program)
    #expect(try ExecutionPlan(fileBytes: plan.fileBytes()) == plan)
  }

  /// Each kind of file that holds no plan to run here, and what is said of it.
  @Test func otherFilesAreRefused() throws {
    let (plan, _) = try plan()
    let bytes = try plan.fileBytes()
    func problem(_ bytes: [UInt8]) -> String? {
      do {
        _ = try ExecutionPlan(fileBytes: bytes)
        return nil
      } catch { return (error as? Diagnostic)?.problem ?? "\(error)" }
    }
    #expect(problem([]) == "isn't a plan")
    #expect(problem(Array(bytes.prefix(20))) == "isn't a plan")
    #expect(problem(Array("features: 4\n".utf8) + bytes) == "isn't a plan")
    var otherVersion = bytes
    otherVersion[15] += 1
    #expect(problem(otherVersion) == "the plan is of another version of swiftscan")
    #expect(problem(bytes + [0]) == "the plan is damaged")
    let otherProcessor = try plan.copy(for: "abacus").fileBytes()
    #expect(problem(otherProcessor) == "the plan is for another processor")
  }

  /// Wherever a file is cut off or a byte of it is another, it is refused.
  @Test func damageIsFound() throws {
    let bytes = try plan().plan.fileBytes()
    for end in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: Diagnostic.self) { try ExecutionPlan(fileBytes: Array(bytes.prefix(end))) }
    }
    for position in stride(from: 0, to: bytes.count, by: 53) {
      var damaged = bytes
      damaged[position] ^= 1 << UInt8(position % 8)
      #expect(throws: Diagnostic.self) { try ExecutionPlan(fileBytes: damaged) }
    }
  }
}

extension ExecutionPlan {
  /// This plan as if it were made for another processor.
  fileprivate func copy(for instructionSet: String) throws -> ExecutionPlan {
    ExecutionPlan(
      inputTypes: inputTypes, outputTypes: outputTypes, setup: setup, steps: steps,
      fixedInputs: fixedInputs, slots: slots, constants: constants, arena: arena,
      workerArena: workerArena, bufferSlots: bufferSlots, workerSlots: workerSlots,
      workerCount: workerCount, freesMemory: freesMemory, instructionSet: instructionSet,
      narrowMatrixCount: narrowMatrixCount, wideMatrixCount: wideMatrixCount)
  }
}
