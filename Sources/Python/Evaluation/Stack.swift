import CStack
import Diagnostics

/// The stack of the thread that runs code.
enum Stack {
  /// - Throws: RecursionError when it is nearly full.
  @inline(__always)
  static func check() throws {
    if stack_is_nearly_full() { throw tooDeep() }
  }

  /// The error of calls or objects that are too deep in one another.
  static func tooDeep(_ doing: String = "") -> PyError {
    PyError(
      .exception("RecursionError"), "maximum recursion depth exceeded\(doing)",
      hint: "does a function call itself without end?")
  }
}

/// Limits of the work that built-in functions do between two steps of a program, and of the memory
/// that its containers take, on the thread that runs it.
enum Work {
  /// The most words of 24 bytes that containers may hold at a time.
  static let wordLimit = 12_000_000

  /// Begins to count anew.
  static func reset(itemLimit: Int) {
    let work = thread_work()
    work?.pointee.items = 0
    work?.pointee.words = 0
    work?.pointee.item_limit = itemLimit
  }

  /// Notes work that is not counted in steps of the program.
  @inline(__always)
  static func note(items: Int) throws {
    guard items > 0, let work = thread_work() else { return }
    work.pointee.items += items
    guard work.pointee.items <= work.pointee.item_limit else {
      throw endless("compares, copies or shows more than \(work.pointee.item_limit) items")
    }
  }

  /// Notes an item of an iterator.
  @inline(__always)
  static func noteItem() throws {
    guard let work = thread_work() else { return }
    work.pointee.items += 1
    guard work.pointee.items <= work.pointee.item_limit else {
      throw endless("reads more than \(work.pointee.item_limit) items of iterators")
    }
    if work.pointee.words > wordLimit { throw outOfMemory() }
    try Stack.check()
  }

  /// - Throws: when containers hold too much.
  @inline(__always)
  static func checkMemory() throws {
    if let work = thread_work(), work.pointee.words > wordLimit { throw outOfMemory() }
  }

  /// Counts `words` of memory for containers; negative when they are freed.
  @inline(__always)
  static func note(words: Int) {
    thread_work()?.pointee.words += words
  }

  private static func outOfMemory() -> Diagnostic {
    endless("keeps lists, dicts and the like of more than \(wordLimit * 24 / 1_000_000) MB")
  }

  static func endless(_ what: String) -> Diagnostic {
    Diagnostic("the code \(what) while the model is traced", hint: "does it end?")
  }
}

/// Frees long chains of containers without deep recursion.
enum Chain {
  /// Objects that are still to be freed on a thread.
  private final class Pending {
    var objects: [Any] = []
  }

  /// Frees the contents of an object in `deinit`: at once, or after the object whose freeing is
  /// under way.
  static func free<T>(_ held: inout T, replacingWith empty: T) {
    guard let work = thread_work() else { return }
    let pending = pending(work)
    pending.objects.append(held)
    held = empty
    guard work.pointee.frees == 0 else { return }
    work.pointee.frees = 1
    while let object = pending.objects.popLast() { withExtendedLifetime(object) {} }
    work.pointee.frees = 0
  }

  private static func pending(_ work: UnsafeMutablePointer<thread_work>) -> Pending {
    if let kept = work.pointee.kept {
      return Unmanaged<Pending>.fromOpaque(kept).takeUnretainedValue()
    }
    let made = Pending()
    work.pointee.kept = Unmanaged.passRetained(made).toOpaque()
    return made
  }
}
