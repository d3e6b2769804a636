import LiftedScan
import Python

/// `jnp.mgrid` and `jnp.ogrid`: coordinates by slices.
final class GridObject: PyReference, @unchecked Sendable {
  /// Whether each axis has its own array, without those of the others (`ogrid`).
  private let isOpen: Bool
  private let library: Library
  private let namespace: Namespace

  init(isOpen: Bool, _ library: Library, in namespace: Namespace) {
    (self.isOpen, self.library, self.namespace) = (isOpen, library, namespace)
    super.init()
  }

  override var noun: String { isOpen ? "ogrid" : "mgrid" }

  override func item(_ index: PyObject) throws -> PyObject {
    let axes = if case .tuple(let tuple) = index { tuple.items } else { [index] }
    let coordinates = try axes.map(coordinates)
    guard axes.count > 1 || !isSingle(index) else { return coordinates[0] }
    let grid = try call(
      "meshgrid", coordinates, [("indexing", .string("ij")), ("sparse", .bool(isOpen))])
    return isOpen ? grid : try call("stack", [grid])
  }

  private func isSingle(_ index: PyObject) -> Bool { index.reference is PySlice }

  /// Coordinates of an axis: a slice's integers, or with a complex step that number of values from
  /// one bound to the other.
  private func coordinates(_ axis: PyObject) throws -> PyObject {
    guard let slice = axis.reference as? PySlice, !slice.stop.isNone else {
      throw PyError.type("\(noun) takes slices with an end, such as \(noun)[0:4]")
    }
    let start = slice.start.isNone ? PyObject.int(0) : slice.start
    if case .complex(let step) = slice.step {
      return try call(
        "linspace", [start, slice.stop], [("num", .int(Int(step.imag.magnitude)))])
    }
    return try call("arange", [start, slice.stop, slice.step.isNone ? .int(1) : slice.step])
  }

  private func call(
    _ name: String, _ arguments: [PyObject], _ keywords: [(name: String, value: PyObject)] = []
  ) throws -> PyObject {
    guard let function = namespace.object(name, in: library) else {
      throw PyError.attribute("'\(name)'")
    }
    return try Py.call(function, PyArguments(arguments, keywords: keywords))
  }
}

extension FunctionTable {
  /// Adds `mgrid` and `ogrid`.
  func addingGrids(_ library: Library, _ namespace: Namespace) -> FunctionTable {
    var table = self
    for (name, isOpen, summary) in [
      ("mgrid", false, "The coordinates of a grid by slices: mgrid[:3, :4]."),
      ("ogrid", true, "The coordinates of a grid's axes by slices: ogrid[:3, :4]."),
    ] {
      let grid = GridObject(isOpen: isOpen, library, in: namespace)
      table.add(name, summary, value: .leaf(.foreign(ForeignPyObject(.object(grid)))))
    }
    return table
  }
}
