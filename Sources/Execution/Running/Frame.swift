import Arrays

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The memory that a thread runs a plan's steps on: the addresses in the plan's slots.
final class Frame {
  /// By slot.
  let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let count: Int
  private let arena: UnsafeMutableRawPointer
  /// The fixed inputs that the setup has been run for.
  var fixedInputs: [NDArray]?
  /// Functions that free memory as a loop goes; the main frame's.
  let discards: Discards
  /// The part of its thread in a loop that several run together.
  var member: Team.Member?
  /// Whether the innermost loop is at every other of its steps.
  var isAtOddStep: Bool {
    get { oddStep.pointee }
    set { oddStep.pointee = newValue }
  }
  private let oddStep: UnsafeMutablePointer<Bool>
  /// The profile to add the time of steps to, if one is wanted.
  var profile: Profile?
  /// Frames for the threads of a split, this one's parts among them; of a main frame.
  private(set) var workers: [Frame] = []

  /// A frame for a plan, with an arena: the main one, or a worker's.
  private init(_ plan: ExecutionPlan, isWorkers: Bool, _ discards: Discards) throws {
    self.discards = discards
    count = plan.slots.count
    let byteCount = isWorkers ? plan.workerArena.byteCount : plan.arena.byteCount
    arena = try Self.allocateArena(byteCount: byteCount)
    // What a step writes is on cache lines of its own: else it would be sent to and fro between the
    // threads' cores.
    let addressByteCount = count * MemoryLayout<UnsafeMutableRawPointer>.stride
    let own = UnsafeMutableRawPointer.allocate(
      byteCount: (addressByteCount / Self.apart + 1) * Self.apart, alignment: Self.apart)
    addresses = own.bindMemory(to: UnsafeMutableRawPointer.self, capacity: count)
    addresses.initialize(repeating: arena, count: count)
    oddStep = (own + addressByteCount).initializeMemory(as: Bool.self, to: false)
    plan.placeBuffers(self, in: arena, isWorkers: isWorkers)
    for constant in plan.constants { addresses[constant.slot] = constant.array.address }
  }

  /// The main frame of a plan and its workers'.
  ///
  /// - Throws: when there isn't enough memory.
  convenience init(_ plan: ExecutionPlan) throws {
    let discards = Discards()
    try self.init(plan, isWorkers: false, discards)
    workers = try (0..<plan.workerCount).map { _ in
      try Frame(plan, isWorkers: true, discards)
    }
  }

  /// How far apart bytes are that one core may have while another has the others: two cache lines,
  /// which are fetched together.
  private static let apart = 128

  /// Memory for an arena. In large pages, if there are such: to find out where pages of 4096 bytes
  /// are takes 2 % of the time of a product with a matrix of megabytes.
  private static func allocateArena(byteCount: Int) throws -> UnsafeMutableRawPointer {
    let isLarge = byteCount >= largePage
    let arena = try Memory.allocate(
      byteCount: byteCount, alignment: isLarge ? largePage : apart)
    #if os(Linux)
      if isLarge { _ = madvise(arena, byteCount, MADV_HUGEPAGE) }
    #endif
    return arena
  }

  private static let largePage = 2 << 20

  deinit {
    UnsafeMutableRawPointer(addresses).deallocate()
    Memory.deallocate(arena)
  }

  /// Puts the addresses in these slots of another frame into this one.
  func copy(_ slots: [Int], from other: Frame) {
    for slot in slots { addresses[slot] = other.addresses[slot] }
  }

  /// Puts all addresses of another frame into this one.
  func copyAll(from other: Frame) { addresses.update(from: other.addresses, count: count) }

  /// Gives each worker's frame a profile, if this one has one.
  func beginProfilesOfWorkers() {
    if profile != nil { for worker in workers { worker.profile = Profile() } }
  }

  /// Adds what the profiles of the workers' frames have measured to this one's.
  func endProfilesOfWorkers() {
    for worker in workers {
      if let own = worker.profile { profile?.add(own) }
      worker.profile = nil
    }
  }

  /// The address of a view's first element.
  func address(_ view: View) -> UnsafeMutableRawPointer { address(view.start) }

  /// The address of the element in this place.
  func address(_ start: View.Start) -> UnsafeMutableRawPointer {
    addresses[start.slot] + start.offset
  }
}

extension View {
  /// The place of the first element.
  struct Start {
    var slot, offset: Int
  }

  /// The place of the first element: all that a step needs that knows the rest.
  var start: Start { Start(slot: slot, offset: offset) }
}
