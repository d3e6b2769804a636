import Arrays
import Diagnostics
import ProgramIR

/// The arguments of a lifted scan after the carry, told apart by their axes: arrays to slice, and
/// values that every step gets as they are.
struct ScannedArguments {
  /// The arrays to slice, the steps' axis first.
  let scanned: [Tensor]
  /// All arrays with their axes.
  let parts: [ScanReport.Part]
  private let arguments: Value
  private let isScanned: [Bool]
  /// The names of the arrays to slice.
  private let scannedNames: [String]

  /// - Throws: when `axes` isn't a prefix of the arguments, an axis is out of range, or something
  ///   that isn't an array is to be scanned.
  init(_ arguments: [Value], _ settings: ScanSettings, names: [String]) throws {
    let spread: Tree<ScanAxis>
    do {
      spread = try settings.inAxes.spread(
        over: .tuple(arguments), root: "in_axes", values: "the arguments",
        matchesAllSequences: settings.notation == .config)
    } catch var error as Diagnostic {
      error.problem =
        "in_axes doesn't fit the arguments" + (settings.isMap ? "" : " after the carry")
      error.hint =
        "give an axis, \(settings.broadcastWord), or a \(settings.sequenceWord)"
        + " with one of them for each argument"
      throw error
    }
    var scanned: [Tensor] = []
    var scannedNames: [String] = []
    var parts: [ScanReport.Part] = []
    var isScanned: [Bool] = []
    for ((path, object), axis) in zip(Tree.tuple(arguments).leavesWithPaths, spread.leaves) {
      let name = path.argumentText(names)
      if case .axis(let axis) = axis, object.isSliced {
        let sliced = try object.sliced(along: axis, name, settings)
        scanned.append(sliced.array)
        scannedNames.append(name)
        parts.append(.init(path: name, type: sliced.type, axis: sliced.axis))
        isScanned.append(true)
      } else {
        if case .tensor(let tensor) = object { parts.append(.init(path: name, type: tensor.type)) }
        isScanned.append(false)
      }
    }
    (self.scanned, self.scannedNames, self.parts) = (scanned, scannedNames, parts)
    (self.arguments, self.isScanned) = (.tuple(arguments), isScanned)
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
    let lengths = scanned.map { $0.shape[0] }
    guard let first = lengths.first else {
      guard let length = settings.length else {
        throw Diagnostic(
          settings.isMap
            ? "nothing tells how many slices the vmap has"
            : "nothing tells how many steps the scan has",
          hint: "give \(settings.lengthName), or an argument to \(settings.isMap ? "map" : "scan")")
      }
      return length
    }
    guard lengths.allSatisfy({ $0 == first }) else {
      throw Diagnostic(
        "the \(settings.isMap ? "mapped" : "scanned") arguments have different lengths",
        hint: "check in_axes; \(settings.broadcastWord) hands all of an argument to every"
          + " \(settings.stepWord)",
        details: zip(scannedNames, lengths).map { "\($0): \($1) \(settings.stepWord)s" })
    }
    if let length = settings.length, length != first {
      throw Diagnostic(
        "\(settings.lengthName) disagrees with a \(settings.isMap ? "mapped" : "scanned") argument",
        path: scannedNames[0], expected: "\(length) \(settings.stepWord)s", got: "\(first)",
        hint: "leave out \(settings.lengthName), or check in_axes")
    }
    return first
  }
}

extension Object {
  /// Whether an axis in `in_axes` is about this: modules and variables hold no arrays of their own.
  fileprivate var isSliced: Bool {
    switch self {
    case .module, .variable: false
    default: true
    }
  }

  /// The array with the steps' axis first, with its type and axis before.
  fileprivate func sliced(
    along axis: Int, _ name: String, _ settings: ScanSettings
  ) throws -> (array: Tensor, type: ArrayType, axis: Int) {
    guard case .tensor(let tensor) = self, tensor.rank > 0 else {
      throw Diagnostic(
        "only arrays with at least one axis can be \(settings.isMap ? "mapped" : "scanned")",
        path: name, got: text, hint: "give it \(settings.broadcastWord) in in_axes")
    }
    do {
      return (
        try tensor.movingAxis(axis, to: 0), tensor.type, axis < 0 ? tensor.rank + axis : axis
      )
    } catch let error as Diagnostic {
      throw error.at(path: "in_axes of \(name)")
    }
  }
}

extension TreePath {
  /// Name in errors of a part of the arguments after the carry: `x`, `batch.mask`.
  fileprivate func argumentText(_ names: [String]) -> String {
    guard case .index(let index) = keys.first else { return text(root: "xs") }
    let name = names.indices.contains(index) ? names[index] : "xs[\(index)]"
    return TreePath(Array(keys.dropFirst())).text(root: name)
  }
}

extension Tensor {
  /// A variable with the axis of the steps in front.
  ///
  /// - Throws: when it has no such axis, or not `length` steps.
  func scanned(along axis: Int, length: Int, path: String) throws -> Tensor {
    let moved: Tensor
    do {
      moved = try movingAxis(axis, to: 0)
    } catch let error as Diagnostic {
      throw error.at(path: path)
    }
    guard moved.shape[0] == length else {
      throw Diagnostic(
        "a scanned variable has another length than the scan", path: path,
        expected: "\(length) along axis \(axis)", got: "shape \(shape)",
        hint: "the variables were made by a scan of \(moved.shape[0]) steps; check length,"
          + " variable_axes and in_axes")
    }
    return moved
  }
}
