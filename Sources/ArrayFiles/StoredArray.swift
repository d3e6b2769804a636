import Arrays
import Diagnostics

/// An array in a file: its dtype and shape are known, its elements are read when they are asked for.
public struct StoredArray: Sendable {
  /// Dtype and shape of the array.
  public let form: ArrayForm
  /// Dtype in the file, and place there, of an array that is read as another dtype.
  public private(set) var narrowing: Narrowing?
  private let elements: @Sendable () throws(Diagnostic) -> NDArray

  /// A loss of digits.
  public struct Narrowing: Hashable, Sendable {
    /// Name of the file in messages.
    public let file: String
    /// Names in the file, with slashes between; empty where an array has no name.
    public let path: String
    /// Dtype in the file.
    public let dtype: DType
  }

  /// An array that `read` reads or unpacks, which has this form.
  init(_ form: ArrayForm, read: @escaping @Sendable () throws(Diagnostic) -> NDArray) {
    self.form = form
    elements = read
  }

  /// An array in memory, or mapped.
  public init(_ array: NDArray) {
    self.init(ArrayForm(of: array)) { () throws(Diagnostic) in array }
  }

  /// The array, read anew at each call.
  ///
  /// - Throws: when the bytes in the file make no sense, naming the file.
  /// - Complexity: O(*n*) in the number of elements, unless they can be mapped.
  public func read() throws(Diagnostic) -> NDArray { try elements() }

  /// The array in the dtype that JAX uses for its own by default (`DType.canonical`).
  ///
  /// - Parameters:
  ///   - path: names of the array in its file, with slashes between.
  ///   - file: name of the file in messages.
  fileprivate func narrowed(_ path: String, in file: String) -> StoredArray {
    let dtype = form.dtype.canonical
    guard dtype != form.dtype else { return self }
    var narrowed = StoredArray(ArrayForm(dtype, form.shape)) { () throws(Diagnostic) in
      try elements().narrowed().array
    }
    narrowed.narrowing = Narrowing(file: file, path: path, dtype: form.dtype)
    return narrowed
  }

  /// The real parts and the imaginary parts of a complex array.
  fileprivate var complexParts: (real: StoredArray, imaginary: StoredArray) {
    let form = ArrayForm(form.dtype.component, form.shape)
    var real = StoredArray(form) { () throws(Diagnostic) in try elements().realPart }
    var imaginary = StoredArray(form) { () throws(Diagnostic) in try elements().imaginaryPart }
    (real.narrowing, imaginary.narrowing) = (narrowing, narrowing)
    return (real, imaginary)
  }
}

extension Tree where Leaf == StoredArray {
  /// The tree with every array in the dtype that JAX uses for its own by default.
  ///
  /// - Parameter file: name of the file in messages.
  public func narrowed(in file: String) -> Tree {
    replacing { path, array in .leaf(array.narrowed(path.slashed, in: file)) }
  }

  /// The tree with each complex array replaced by a dict of its real and imaginary part.
  public func separatingComplexParts() -> Tree {
    flatMap { array in
      guard array.form.dtype.isComplex else { return .leaf(array) }
      let (real, imaginary) = array.complexParts
      return .dict(
        .init([
          (ComplexParts.realName, .leaf(real)), (ComplexParts.imaginaryName, .leaf(imaginary)),
        ]))
    }
  }
}

/// Contents of a file of arrays of which no element is read yet.
public struct StoredArrays: Sendable {
  /// The arrays: a single one without a name, or dicts all the way (the parts of a tuple are named
  /// `0`, `1`, …).
  public var tree: Tree<StoredArray>
  /// Text of the config that made the arrays, if the file has it.
  public var config: String?
  /// The entries of the file that are no readable arrays: text, dates, other files.
  public var unread: [UnreadEntry]

  /// Arrays by name, and what is beside them.
  init(_ tree: Tree<StoredArray>, config: String? = nil, unread: [UnreadEntry] = []) {
    (self.tree, self.config, self.unread) = (tree, config, unread)
  }

  /// The contents of a file that is read.
  public init(_ file: ArrayFile) {
    self.init(file.tree.map { StoredArray($0) }, config: file.config, unread: file.unread)
  }

  /// Reads all arrays; one that can't be read joins the unread entries.
  ///
  /// - Throws: the first reason, if none can be read.
  func read() throws(Diagnostic) -> ArrayFile {
    if let array = tree.leaf { return .array(try array.read()) }
    var unread = unread
    let readable = tree.readable(at: [], &unread) ?? .dict(.init())
    return try .tree(readable: readable, config: config, unread: unread)
  }
}

extension Tree where Leaf == StoredArray {
  /// The arrays that can be read, of a tree of dicts; the others join the unread entries.
  fileprivate func readable(at path: [String], _ unread: inout [UnreadEntry]) -> Tree<NDArray>? {
    switch self {
    case .leaf(let array):
      do {
        return .leaf(try array.read())
      } catch {
        unread.append(UnreadEntry(path: path, reason: error))
        return nil
      }
    case .dict(let fields):
      var parts: [(String, Tree<NDArray>)] = []
      for (name, part) in fields.pairs {
        if let part = part.readable(at: path + [name], &unread) { parts.append((name, part)) }
      }
      return .dict(.init(parts))
    case .none, .tuple, .list: return .some(.none)
    }
  }
}
