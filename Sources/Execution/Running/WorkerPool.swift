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
  /// The first argument of `run`.
  let context: UnsafeRawPointer
  /// Does a chunk, on the thread with this index.
  let run: @convention(c) (_ context: UnsafeRawPointer, _ chunk: Int, _ thread: Int) -> Void
}

/// Threads that wait for work, shared by all executors of the process.
///
/// They spin for a moment after each job, then sleep, so that jobs in a row start at once and an
/// idle process takes no time.
final class WorkerPool: @unchecked Sendable {  // the job is written before it is announced
  static let shared = WorkerPool()

  /// How many jobs there have been.
  private let announced = Atomic<Int>(0)
  private let isBusy = Atomic<Bool>(false)
  private let claims = ChunkClaims()
  private var work: ChunkedWork?
  /// For short jobs, and for blocks of steps within longer ones.
  private let jobsAlone = Retreat(ofAtLeast: 16)
  let blocksAlone = Retreat(ofAtLeast: 2)
  private var threadCount = 1
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  /// Does each chunk once, on this thread, which has index 0, and others, and waits for all of them.
  ///
  /// It doesn't wait for threads to come: who comes late finds less to do. So it pays for work of
  /// microseconds too. When such a job, a short one, takes longer than it would have alone, other
  /// processes have the cores: the next ones aren't shared, the more of them the more often that
  /// happens. When the threads are busy with another job, this one does all.
  func run(_ work: ChunkedWork, chunks count: Int, threads: Int, areShort: Bool) {
    let threads = min(threads, ChunkClaims.maximumThreadCount)
    guard count > 1, count <= ChunkClaims.maximumCount, threads > 1,
      !isBusy.exchange(true, ordering: .acquiring)
    else {
      for chunk in 0..<count { work.run(work.context, chunk, 0) }
      return
    }
    defer { isBusy.store(false, ordering: .releasing) }
    if areShort, jobsAlone.isNextAlone() {
      for chunk in 0..<count { work.run(work.context, chunk, 0) }
      return
    }
    start(threads)
    self.work = work
    claims.offer(count, threads: threads)
    announce()
    let begin = ContinuousClock.now
    var done = 0
    while let chunk = claims.takeFirst() {
      work.run(work.context, chunk, 0)
      done += 1
    }
    let ownEnd = ContinuousClock.now
    var wait = SpinWait(patience: 50_000)
    while !claims.hasFinished(count - done) { wait.pause() }
    if areShort, done > 0 {
      let alone = (ownEnd - begin) / done * count
      jobsAlone.note(wasKeptWaiting: ContinuousClock.now - begin > alone + Self.tolerance)
    }
  }

  /// How much longer than alone a job may take, as threads wake up late now and then.
  private static let tolerance = Duration.microseconds(20)

  private func announce() {
    pthread_mutex_lock(mutex)
    announced.add(1, ordering: .releasing)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
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
      while let chunk = claims.takeLast(for: index) {
        if let work { work.run(work.context, chunk, index) }
        claims.finish()
      }
    }
  }

  private func waitForJob(after seen: Int) {
    for _ in 0..<20_000 where announced.load(ordering: .acquiring) != seen { return }
    pthread_mutex_lock(mutex)
    while announced.load(ordering: .acquiring) == seen { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
