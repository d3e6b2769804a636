import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads that wait for work, shared by all executors of the process.
///
/// They spin for a moment after each job, then sleep, so that jobs in a row start at once and an
/// idle process takes no time.
final class WorkerPool: @unchecked Sendable {  // the job is written before it is announced
  static let shared = WorkerPool()

  private let announced = Atomic<Int>(0)
  private let remaining = Atomic<Int>(0)
  private let isBusy = Atomic<Bool>(false)
  private var job: (@Sendable (_ thread: Int) -> Void)?
  private var threadsInJob = 0
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
      pthread_mutex_lock(mutex)
      announced.add(1, ordering: .releasing)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
      body(0)
      var turns = 0
      while remaining.load(ordering: .acquiring) > 0 {
        turns += 1
        if turns > 2000 { sched_yield() }
      }
      job = nil
    }
    isBusy.store(false, ordering: .releasing)
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
      if index < threadsInJob { job?(index) }
      remaining.subtract(1, ordering: .releasing)
    }
  }

  private func waitForJob(after seen: Int) {
    for _ in 0..<20_000 where announced.load(ordering: .acquiring) != seen { return }
    pthread_mutex_lock(mutex)
    while announced.load(ordering: .acquiring) == seen { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
