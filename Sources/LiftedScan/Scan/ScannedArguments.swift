import Arrays
import Diagnostics
import ProgramIR

/// The arguments of a lifted scan after the carry, told apart by their axes: arrays to slice, and
/// values that every step gets as they are.
struct ScannedArguments {
  /// The arrays to slice, the steps' axis first.
  let scanned: [Tensor]
  private let arguments: Value
  private let isScanned: [Bool]
  /// The lengths found, with the place each was found at.
  private let lengths: [(path: String, length: Int)]

  /// - Throws: when `axes` isn't a prefix of the arguments, an axis is out of range, or something
  ///   that isn't an array is to be scanned.
  init(_ arguments: Value, axes: AxisTree) throws {
    let spread: Tree<ScanAxis>
    do {
      spread = try axes.spread(over: arguments)
    } catch let error as Diagnostic {
      var located = error
      located.problem = "in_axes doesn't fit the arguments after the carry"
      located.path = nil
      throw located
    }
    var scanned: [Tensor] = []
    var lengths: [(String, Int)] = []
    for ((path, object), axis) in zip(arguments.leavesWithPaths, spread.leaves) {
      guard case .axis(let axis) = axis else { continue }
      let name = path.text(root: "xs")
      guard case .tensor(let tensor) = object, tensor.rank > 0 else {
        throw Diagnostic(
          "only arrays with at least one axis can be scanned", path: name, got: object.text,
          hint: "give it 'broadcast' in in_axes")
      }
      do {
        scanned.append(try tensor.movingScanAxisToFront(axis))
      } catch let error as Diagnostic {
        throw error.at(path: "in_axes of \(name)")
      }
      lengths.append((name, scanned[scanned.count - 1].shape[0]))
    }
    self.scanned = scanned
    self.lengths = lengths
    self.arguments = arguments
    isScanned = spread.leaves.map { $0 != .broadcast }
  }

  /// The arguments with slices in the places of the scanned arrays.
  func values(with slices: [Tensor]) -> [Value] {
    var remaining = slices[...]
    var position = 0
    return arguments.map { object -> Object in
      defer { position += 1 }
      return isScanned[position] ? .tensor(remaining.removeFirst()) : object
    }.parts
  }

  /// The number of steps.
  ///
  /// - Throws: when the arguments don't agree, or nothing tells.
  func length(_ settings: ScanSettings) throws -> Int {
    if let first = lengths.first, let other = lengths.first(where: { $0.length != first.length }) {
      throw Diagnostic(
        "the scanned arguments have different lengths",
        details: ["\(first.path): \(first.length) steps", "\(other.path): \(other.length) steps"])
    }
    if let length = settings.length {
      if let found = lengths.first, found.length != length {
        throw Diagnostic(
          "length disagrees with a scanned argument", path: found.path,
          expected: "\(length) steps", got: "\(found.length)",
          hint: "leave out length, or check in_axes")
      }
      return length
    }
    guard let found = lengths.first else {
      throw Diagnostic(
        "nothing tells how many steps the scan has", hint: "give length, or an argument to scan")
    }
    return found.length
  }
}

extension Tensor {
  /// With the axis of the steps in front.
  func movingScanAxisToFront(_ axis: Int) throws -> Tensor {
    try movingAxis(axis, to: 0)
  }

  /// With the leading axis, of the steps, moved to where `axis` says.
  func movingScanAxisFromFront(_ axis: Int) throws -> Tensor {
    try movingAxis(0, to: axis)
  }
}
