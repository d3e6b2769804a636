import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// The methods of arrays: each is a function of `jax.numpy` whose first argument is the array.
  ///
  /// The functions take the array first; the signatures don't name it.
  static func arrayMethods(_ jnp: FunctionTable) -> FunctionTable {
    var table = FunctionTable()
    for name in alike {
      guard let row = jnp.rows[name], let signature = row.signature?.withoutFirst else { continue }
      table.add(method: name, signature, row.summary, like: row.value)
    }
    for (name, signature) in different {
      guard let row = jnp.rows[name] else { continue }
      table.add(method: name, signature, row.summary, like: row.value)
    }
    table.add(
      method: "flatten", "(order='C', *, out_sharding=None)", "The elements on one axis.",
      like: jnp["ravel"] ?? .none)
    table.add(
      method: "view", "(dtype=None, type=None)", "The bits of the array read as another dtype.",
      like: .leaf(.function(Function("view") { try viewed($0) })))
    return table
  }

  /// The methods that have the parameters of the function, but for the array.
  private static let alike = [
    "all", "any", "argmax", "argmin", "argpartition", "cumprod", "cumsum", "diagonal", "max",
    "mean",
    "min", "prod", "ptp", "ravel", "repeat", "round", "searchsorted", "sort", "squeeze", "sum",
    "swapaxes", "take", "trace",
  ]

  /// Methods with parameters of their own.
  private static let different = [
    ("argsort", "(axis=-1, *, kind=None, order=None, stable=True, descending=False)"),
    ("astype", "(dtype, copy=False, device=None)"), ("clip", "(min=None, max=None)"),
    ("conj", "()"), ("conjugate", "()"), ("copy", "()"),
    ("dot", "(b, *, precision=None, preferred_element_type=None)"),
    ("nonzero", "(*, fill_value=None, size=None)"),
    ("reshape", "(*args, order='C', out_sharding=None)"),
    (
      "std",
      "(axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, correction=None)"
    ), ("transpose", "(*args)"),
    (
      "var",
      "(axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, correction=None)"
    ),
  ]

  /// Adds a method that is `value`, a function of the array and the method's arguments.
  private mutating func add(
    method name: String, _ signature: String, _ summary: String, like value: Value
  ) {
    guard case .leaf(.function(let function)) = value else { return }
    let row = RowSignature(signature)
    add(name, signature, summary) { _ in .none }
    replace(name) { arguments in
      var arguments = arguments
      guard let array = arguments.positional.first else {
        throw Diagnostic("\(name) is a method of an array")
      }
      let further = Array(arguments.positional.dropFirst())
      let placed = try row.parsed().signature.place(
        further, keywords: arguments.keywords, of: name)
      // `x.reshape()` is `x.reshape(())`.
      let isScalar = name == "reshape" && placed.rest.isEmpty
      if placed.rest.count > 1 || isScalar { arguments.positional = [array, .tuple(placed.rest)] }
      return try function(arguments)
    }
  }

  /// `x.view(dtype)`.
  private static func viewed(_ arguments: Arguments) throws -> Value {
    let parameters = try CallParameters(
      arguments, row: RowSignature("(self, dtype=None, type=None)"), of: "view")
    let array = try parameters.tensor("self")
    try parameters.checkAllRead(ignoring: ["dtype"])
    return .tensor(try parameters.optionalDType().map { try array.bitcast(to: $0) } ?? array)
  }
}

extension RowSignature {
  /// The text without the first parameter.
  fileprivate var withoutFirst: String? {
    guard let comma = text.firstIndex(of: ",") else { return "()" }
    let rest = text[text.index(after: comma)...].drop { $0 == " " || $0 == "/" || $0 == "," }
    return "(\(rest)"
  }
}
