import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A Python number: `bool` counts as `int`.
enum StaticNumber {
  case int(Int)
  case float(Double)

  var double: Double {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    }
  }
}

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The logarithm to base 10.
func logarithm(_ number: Double) -> Double { log10(number) }

extension Tree where Leaf == Object {
  /// The number, if this is one of Python's.
  var staticNumber: StaticNumber? {
    switch self {
    case .leaf(.int(let value)): .int(value)
    case .leaf(.bool(let value)): .int(value ? 1 : 0)
    case .leaf(.float(let value)): .float(value)
    default: nil
    }
  }

  /// The number, if this is one of Python's or an array of one number that is known while tracing,
  /// such as `np.prod(shape)`.
  var knownNumber: StaticNumber? {
    if let number = staticNumber { return number }
    guard case .leaf(.tensor(let tensor)) = self, tensor.rank == 0 else { return nil }
    return tensor.constant?.singleNumber
  }

  /// The number, if this is one of Python's or an array of one number that follows from constants,
  /// however it is computed.
  var computedNumber: StaticNumber? {
    if let number = knownNumber { return number }
    guard case .leaf(.tensor(let tensor)) = self, tensor.rank == 0 else { return nil }
    return ((try? tensor.known()) ?? nil)?.singleNumber
  }

  /// The integer, if this is one that is known while tracing.
  var staticInt: Int? {
    if case .int(let value) = knownNumber { value } else { nil }
  }

  /// The truth value, if it is known while tracing.
  var staticTruth: Bool? {
    if case .leaf(.tensor) = self { knownNumber.map { $0.double != 0 } } else { try? isTrue() }
  }

  /// Whether the value is an array.
  var isTensor: Bool { if case .leaf(.tensor) = self { true } else { false } }

  /// Python's truth value.
  ///
  /// - Throws: for an array, whose values aren't known while tracing.
  func isTrue() throws -> Bool {
    switch self {
    case .none: return false
    case .tuple(let parts), .list(let parts): return !parts.isEmpty
    case .dict(let fields): return !fields.pairs.isEmpty
    case .leaf(.string(let text)): return !text.isEmpty
    case .leaf(.tensor(let tensor)):
      if let number = computedNumber { return number.double != 0 }
      throw Diagnostic(
        "a condition can't depend on an array's values", got: "an array \(tensor.type)",
        hint: "use jnp.where(condition, a, b)")
    default: return staticNumber.map { $0.double != 0 } ?? true
    }
  }

  /// The integer, if this is one, or an array of one that follows from constants.
  func int(_ what: String) throws -> Int {
    guard let value = try staticInt ?? knownInts(rank: 0)?.first else {
      throw Diagnostic("the \(what) must be an integer", got: text)
    }
    return value
  }

  /// The number as a double.
  func double(_ what: String) throws -> Double {
    guard let number = computedNumber else {
      throw Diagnostic("the \(what) must be a number", got: text)
    }
    return number.double
  }

  /// The truth value, if this is one.
  func bool(_ what: String) throws -> Bool {
    guard case .leaf(.bool(let value)) = self else {
      throw Diagnostic("the \(what) must be True or False", got: text)
    }
    return value
  }

  /// The string, if this is one.
  func string(_ what: String) throws -> String {
    guard case .leaf(.string(let value)) = self else {
      throw Diagnostic("the \(what) must be a string", got: text)
    }
    return value
  }

  /// An integer, or the integers of a tuple, a list or an array that is known while tracing.
  func ints(_ what: String) throws -> [Int] {
    try knownInts(rank: 1) ?? (elements ?? [self]).map { try $0.int(what) }
  }

  /// The integers of an array that follows from constants, such as `np.cumsum([4, 1, 3])`; `nil` for
  /// any other value.
  func knownInts(rank: Int) throws -> [Int]? {
    guard case .leaf(.tensor(let tensor)) = self, tensor.rank == rank else { return nil }
    return try tensor.knownInts()
  }

  /// Whether the value is several integers, in a list, a tuple or an array of one axis.
  var isSeveral: Bool {
    if case .leaf(.tensor(let tensor)) = self { tensor.rank == 1 } else { elements != nil }
  }

  /// The dtype: `jnp.float32`, `'float32'`, Python's `float` and so on.
  func dtype(_ what: String = "dtype") throws -> DType {
    switch self {
    case .leaf(.dtype(let dtype)): return NumPyMode.isOn ? dtype : dtype.canonical
    case .leaf(.string(let name)):
      guard let dtype = DType(numpyName: name) else {
        let last = name.split(separator: ".").last.map(String.init) ?? ""
        throw Diagnostic(
          "unknown dtype '\(name)'" + (what == "dtype" ? "" : " for the \(what)"),
          hint: last != name && DType(rawValue: last) != nil
            ? "leave off the quotes, or write '\(last)'"
            : suggestion(for: name, among: DType.allCases.map(\.rawValue)))
      }
      return NumPyMode.isOn ? dtype : dtype.canonical
    case .leaf(.function(let function)):
      switch function.name {
      case "float": return NumPyMode.isOn ? .float64 : .float32
      case "int": return NumPyMode.isOn ? .int64 : .int32
      case "bool": return .bool
      default: break
      }
    default: break
    }
    throw Diagnostic("the \(what) must be a dtype, such as float32", got: text)
  }

  /// A non-negative size or the sizes of a shape.
  func shape(_ what: String = "shape") throws -> Shape {
    let sizes = try ints(what)
    guard sizes.allSatisfy({ $0 >= 0 }) else {
      throw Diagnostic("the \(what) has a negative size", got: "\(sizes)")
    }
    guard Shape(sizes).isPossible else {
      throw Diagnostic("the \(what) is of more elements than can be", got: "\(sizes)")
    }
    return Shape(sizes)
  }
}

extension NDArray {
  /// The only number of the value; `nil` if it holds none or several.
  fileprivate var singleNumber: StaticNumber? {
    guard shape.elementCount == 1 else { return nil }
    switch dtype {
    case .float32: return .float(Double(elements(as: Float.self)[0]))
    case .float64: return .float(elements(as: Double.self)[0])
    case .bool: return .int(elements(as: Bool.self)[0] ? 1 : 0)
    case _ where dtype.isInteger:
      return .int(Int(converted(to: .int64).elements(as: Int64.self)[0]))
    case .float16, .bfloat16:
      return .float(Double(converted(to: .float32).elements(as: Float.self)[0]))
    default: return nil
    }
  }
}
