import Arrays
import Diagnostics
import FlaxNames
import ProgramIR
import YAMLNodes

/// The declared type of an input: `float32[B, T, 3]`, with sizes that are fixed or have a name.
public struct InputType: Hashable, Sendable {
  /// A size of an axis.
  public enum Size: Hashable, Sendable {
    case fixed(Int)
    case named(String)
  }

  /// The element type.
  public var dtype: DType
  /// The sizes of the axes.
  public var sizes: [Size]

  /// Reads `dtype[size, …]`.
  ///
  /// - Throws: a `Diagnostic` where the text is no type.
  public init(_ text: String) throws(Diagnostic) {
    guard let parsed = Self.parts(of: text) else {
      throw Diagnostic(
        "not an array type",
        expected: "dtype[sizes], such as float32[16, 20, 3] or float32[B, T, 3]",
        got: "'\(text)'")
    }
    guard let dtype = DType(rawValue: parsed.dtype) else {
      throw Diagnostic(
        "unknown dtype '\(parsed.dtype)'",
        hint: suggestion(for: parsed.dtype, among: DType.allCases.map(\.rawValue)))
    }
    self.dtype = dtype.canonical
    sizes = []
    for word in parsed.sizes {
      guard let size = Self.size(word) else {
        throw Diagnostic(
          "'\(word)' is no size", expected: "an integer of at least 0, or a name such as B")
      }
      sizes.append(size)
    }
  }

  /// A declaration in a config.
  static func tree(_ field: YAMLField) throws(Diagnostic) -> Tree<InputType> {
    guard let text = field.node.text, field.node.scalar == .string else {
      throw field.wrongType(expected: "an array's type, such as float32[16, 20, 3]")
    }
    do throws(Diagnostic) {
      return try InputType(text).tree
    } catch {
      throw field.failure(
        error.problem, expected: error.expected, got: error.got, hint: error.hint)
    }
  }

  /// The type as a tree of real inputs: for a complex dtype, a dict of the real and the imaginary
  /// part.
  var tree: Tree<InputType> {
    guard dtype.isComplex else { return .leaf(self) }
    var part = self
    part.dtype = .float32
    return .dict(
      .init([
        (ComplexParts.realName, .leaf(part)), (ComplexParts.imaginaryName, .leaf(part)),
      ]))
  }

  private static func parts(of text: String) -> (dtype: String, sizes: [String])? {
    let trimmed = text.trimmed
    guard let open = trimmed.firstIndex(of: "[") else { return (String(trimmed), []) }
    guard trimmed.last == "]" else { return nil }
    let inner = trimmed[trimmed.index(after: open)...].dropLast()
    let sizes = inner.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0.trimmed) }
    return (String(trimmed[..<open].trimmed), sizes == [""] ? [] : sizes)
  }

  private static func size(_ word: String) -> Size? {
    if let size = Int(word) { return size >= 0 && size <= 1 << 40 ? .fixed(size) : nil }
    let isName = word.first.map { $0.isLetter || $0 == "_" } ?? false
    return isName && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      ? .named(word) : nil
  }
}

extension StringProtocol {
  /// The text without spaces around it.
  fileprivate var trimmed: SubSequence {
    let isSpace: (Character) -> Bool = { $0 == " " }
    guard let start = firstIndex(where: { !isSpace($0) }),
      let end = lastIndex(where: { !isSpace($0) })
    else { return self[endIndex...] }
    return self[start...end]
  }
}

extension InputType {
  /// The names among the sizes.
  public var names: [String] {
    sizes.compactMap { if case .named(let name) = $0 { name } else { nil } }
  }
}

extension InputType: CustomStringConvertible {
  /// The type as a config writes it.
  public var description: String {
    let words = sizes.map { size in
      switch size {
      case .fixed(let value): "\(value)"
      case .named(let name): name
      }
    }
    return "\(dtype)[\(words.joined(separator: ", "))]"
  }
}

/// Sizes of named axes, as far as they are known.
public struct NamedSizes: Sendable {
  private var known: [String: (size: Int, source: String)] = [:]
  /// Assumed sizes of named axes that neither inputs nor options determine.
  private let assumed: [String: Int]

  /// Sizes given by name; `assumed` ones are used where nothing else determines a size.
  public init(_ given: [String: Int] = [:], assuming assumed: [String: Int] = [:]) {
    known = given.mapValues { ($0, "--size") }
    self.assumed = assumed
  }

  /// The concrete type of an input.
  ///
  /// - Parameter names: those of sizes that inputs which aren't given have, to ask for all at once.
  /// - Throws: when a name has no size yet.
  public func resolve(
    _ type: InputType, input: String, names: [String]
  ) throws(Diagnostic) -> ArrayType {
    var sizes: [Int] = []
    for size in type.sizes {
      switch size {
      case .fixed(let value): sizes.append(value)
      case .named(let name):
        guard let value = known[name]?.size ?? assumed[name] else {
          throw unknown(name, of: type, input, names)
        }
        sizes.append(value)
      }
    }
    let shape = Shape(sizes)
    guard shape.elementCount <= Shape.maximumElementCount else {
      throw Diagnostic(
        "the input '\(input)' is larger than any memory", got: "\(ArrayType(type.dtype, shape))")
    }
    return ArrayType(type.dtype, shape)
  }

  private func unknown(
    _ name: String, of type: InputType, _ input: String, _ names: [String]
  ) -> Diagnostic {
    var unknown: [String] = []
    for name in names
    where known[name] == nil && assumed[name] == nil && !unknown.contains(name) {
      unknown.append(name)
    }
    let options = unknown.map { "--size \($0)=…" }.joined(separator: " ")
    let isEnough = unknown.allSatisfy(type.names.contains)
    return Diagnostic(
      "the size \(name) of input '\(input)' isn't known", got: "\(type)",
      hint: "pass \(options)\(isEnough ? " or --input \(input)=….npy" : "")")
  }

  /// Checks an array against its declared type and records the sizes of its named axes.
  ///
  /// - Throws: when dtype, rank or a size differ.
  public mutating func learn(_ actual: ArrayType, from type: InputType, input: String) throws {
    guard actual.dtype == type.dtype else {
      var error = mismatch("dtype", actual, type, input)
      error.hint =
        "save it with array.astype('\(type.dtype)'), or declare \(actual.dtype) in the config"
      throw error
    }
    guard actual.shape.rank == type.sizes.count else {
      throw mismatch("rank", actual, type, input)
    }
    for (axis, (size, value)) in zip(type.sizes, actual.shape.sizes).enumerated() {
      switch size {
      case .fixed(let expected):
        guard value == expected else {
          var error = mismatch("size", actual, type, input)
          var free = type
          let name = ["N", "M", "K"].first { !type.sizes.contains(.named($0)) } ?? "SIZE"
          free.sizes[axis] = .named(name)
          error.hint =
            "axis \(axis) has another size; if any will do, give it a name in the config: \(free)"
          throw error
        }
      case .named(let name):
        if let (expected, source) = known[name], expected != value {
          var error = mismatch("size", actual, type, input)
          error.hint = "\(source) says \(name) = \(expected)"
          throw error
        }
        known[name] = known[name] ?? (value, "input '\(input)'")
      }
    }
  }

  private func mismatch(
    _ what: String, _ actual: ArrayType, _ type: InputType, _ input: String
  ) -> Diagnostic {
    Diagnostic(
      "the input has the wrong \(what)", path: input, expected: "\(type)", got: "\(actual)")
  }
}
