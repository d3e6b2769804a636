import Arrays
import Diagnostics
import LiftedScan
import ProgramIR

extension FunctionTable {
  /// `flax.linen`: layers, cells, `scan`, and the activations it shares with `jax.nn`.
  static var nn: FunctionTable {
    var table = FunctionTable.jaxNN
    for type in ModuleType.builtIn { table.add(type.name, value: .leaf(.moduleType(type))) }
    table.add("broadcast", value: .string("broadcast"))
    table.add("DenyList", "deny") { .dict(.init([("deny", try $0.required("deny"))])) }
    table.add("In", "axis") { .dict(.init([("in", try $0.required("axis"))])) }
    table.add("Out", "axis") { .dict(.init([("out", try $0.required("axis"))])) }
    table.add(variadic: "scan") { try scan($0) }
    return table
  }

  /// `nn.scan(target, …)` of a type of modules, or of a function whose first argument is a module.
  private static func scan(_ arguments: Arguments) throws -> Value {
    guard let target = arguments.positional.first, arguments.positional.count == 1 else {
      throw Diagnostic("nn.scan takes its target by position and the rest by name")
    }
    let settings = try ScanSettings(arguments.keywords.filter { $0.name != "methods" })
    let methods = arguments.keywords.last { $0.name == "methods" }?.value
    switch target {
    case .leaf(.moduleType(let type)):
      let byMethod = try scannedMethods(methods, settings)
      return .leaf(
        .moduleType(type.mapping(name: "Scan\(type.name)") { ScannedModule($0, methods: byMethod) })
      )
    case .leaf(.function(let function)): return .leaf(.function(scanned(function, settings)))
    default:
      throw Diagnostic("nn.scan takes a type of modules or a function", got: target.text)
    }
  }

  private static func scannedMethods(
    _ methods: Value?, _ common: ScanSettings
  ) throws -> [String: ScanSettings] {
    guard let methods, !methods.isNone else { return ["__call__": common] }
    if let fields = methods.fields {
      return Dictionary(
        uniqueKeysWithValues: try fields.pairs.map { name, value in
          guard let settings = value.fields else {
            throw Diagnostic("methods maps names to arguments of scan", got: value.text)
          }
          return (name, try ScanSettings(settings.pairs.map { ($0.key, $0.value) }))
        })
    }
    let names = try Evaluator.iterated(methods).map { try $0.string("name of a method") }
    return Dictionary(names.map { ($0, common) }) { first, _ in first }
  }

  /// A function `(module, carry, xs…)` as a scan on the module's scope.
  static func scanned(_ function: Function, _ settings: ScanSettings) -> Function {
    Function(function.name) { arguments in
      guard case .leaf(.module(let reference)) = arguments.positional.first else {
        throw Diagnostic("\(function.name) is a scan: its first argument is a module")
      }
      let module = try reference.requireBound()
      let rest = Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
      return try module.scan(settings, as: module.module, rest, of: function.name) {
        step, arguments in
        let bound = Value.leaf(.module(ModuleReference(step.module, bound: step)))
        return try function(Arguments([bound] + arguments.positional))
      }
    }
  }
}
