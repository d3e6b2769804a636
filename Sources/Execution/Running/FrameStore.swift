import Synchronization

/// Frames that are free.
final class FrameStore: Sendable {
  private struct Contents: @unchecked Sendable {  // a frame is with one run at a time
    var frames: [Frame] = []
  }
  private let contents = Mutex(Contents())

  func take() -> Frame? { contents.withLock { $0.frames.popLast().map(Taken.init) }?.frame }

  func put(_ frame: Frame) {
    let taken = Taken(frame: frame)
    contents.withLock { $0.frames.append(taken.frame) }
  }

  private struct Taken: @unchecked Sendable { let frame: Frame }
}
