import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work in chunks that don't depend on each other.
struct ChunkedWork {
  /// What `run` is told.
  let context: UnsafeRawPointer
  /// Does a chunk.
  let run: @convention(c) (_ context: UnsafeRawPointer, _ chunk: Int) -> Void
}

/// Threads that wait for work, shared by all executors of the process.
///
/// They spin for a moment after each job, then sleep, so that jobs in a row start at once and an
/// idle process takes no time.
final class WorkerPool: @unchecked Sendable {  // the job is written before it is announced
  static let shared = WorkerPool()

  /// Twice the number of jobs so far, and one more if the last one is of chunks.
  private let announced = Atomic<Int>(0)
  private let remaining = Atomic<Int>(0)
  private let isBusy = Atomic<Bool>(false)
  private var job: (@Sendable (_ thread: Int) -> Void)?
  private var threadsInJob = 0
  private let claims = ChunkClaims()
  private let threadsForChunks = Atomic<Int>(0)
  private var chunkedWork: ChunkedWork?
  /// For short jobs of chunks, and for blocks of steps within longer ones.
  private let jobsAlone = Retreat()
  let blocksAlone = Retreat()
  private var threadCount = 1
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  /// Calls `body` once on each of so many threads, this one being the first, and waits for all.
  ///
  /// When the threads are busy with another job, this one does the work of all.
  func run(threads count: Int, _ body: @Sendable (_ thread: Int) -> Void) {
    guard count > 1, !isBusy.exchange(true, ordering: .acquiring) else {
      for thread in 0..<max(count, 1) { body(thread) }
      return
    }
    withoutActuallyEscaping(body) { body in
      start(count)
      job = body
      threadsInJob = count
      // All threads answer, those without a part too: none can be late for the next job.
      remaining.store(threadCount - 1, ordering: .relaxed)
      announce(ofChunks: false)
      body(0)
      wait(yieldingAfter: 2000) { remaining.load(ordering: .acquiring) == 0 }
      job = nil
    }
    isBusy.store(false, ordering: .releasing)
  }

  /// Does each chunk once, on this thread and others, and waits for all of them.
  ///
  /// It doesn't wait for threads to come: who comes late finds less to do. So it pays for work of
  /// microseconds too. When one that came to such a job, a short one, is kept from its work, other
  /// processes have the cores: the next ones aren't shared, the more of them the more often that
  /// happens.
  func run(_ work: ChunkedWork, chunks count: Int, threads: Int, areShort: Bool = true) {
    guard count > 1, count <= ChunkClaims.maximumCount, threads > 1,
      !isBusy.exchange(true, ordering: .acquiring)
    else {
      for chunk in 0..<count { work.run(work.context, chunk) }
      return
    }
    defer { isBusy.store(false, ordering: .releasing) }
    if areShort, jobsAlone.isNextAlone() {
      for chunk in 0..<count { work.run(work.context, chunk) }
      return
    }
    start(threads)
    chunkedWork = work
    threadsForChunks.store(threads, ordering: .relaxed)
    claims.offer(count)
    announce(ofChunks: true)
    var done = 0
    while let chunk = claims.takeFirst() {
      work.run(work.context, chunk)
      done += 1
    }
    let turns = wait(yieldingAfter: Self.patience) { claims.hasFinished(count - done) }
    if areShort { jobsAlone.note(wasKeptWaiting: turns > Self.patience) }
  }

  /// Turns of waiting that take about as long as a chunk or two.
  private static let patience = 50_000

  private func announce(ofChunks isOfChunks: Bool) {
    let job = announced.load(ordering: .relaxed) / 2 + 1
    pthread_mutex_lock(mutex)
    announced.store(job * 2 + (isOfChunks ? 1 : 0), ordering: .releasing)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// How many turns it took.
  @discardableResult
  private func wait(yieldingAfter patience: Int, until isOver: () -> Bool) -> Int {
    var turns = 0
    while !isOver() {
      turns += 1
      if turns > patience { sched_yield() }
    }
    return turns
  }

  /// Makes sure there are so many threads, this one included.
  private func start(_ count: Int) {
    while threadCount < count {
      let context = Unmanaged.passRetained(Start(pool: self, index: threadCount))
      threadCount += 1
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().run() }
          return nil
        }, context.toOpaque())
    }
  }

  private final class Start {
    let pool: WorkerPool
    let index: Int
    let seen: Int

    init(pool: WorkerPool, index: Int) {
      self.pool = pool
      self.index = index
      seen = pool.announced.load(ordering: .relaxed)
    }

    func run() { pool.work(index, seen: seen) }
  }

  private func work(_ index: Int, seen: Int) {
    var seen = seen
    while true {
      waitForJob(after: seen)
      seen = announced.load(ordering: .acquiring)
      // What is said of a job of chunks may be of the next one until a chunk is taken.
      if seen % 2 == 1 {
        if index < threadsForChunks.load(ordering: .relaxed) { helpWithChunks() }
        continue
      }
      if index < threadsInJob { job?(index) }
      remaining.subtract(1, ordering: .releasing)
    }
  }

  private func helpWithChunks() {
    while let chunk = claims.takeLast() {
      if let work = chunkedWork { work.run(work.context, chunk) }
      claims.finish()
    }
  }

  private func waitForJob(after seen: Int) {
    for _ in 0..<20_000 where announced.load(ordering: .acquiring) != seen { return }
    pthread_mutex_lock(mutex)
    while announced.load(ordering: .acquiring) == seen { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
