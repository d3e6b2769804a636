import LiftedScan

/// A compact module whose only call is another module's: the `SimpleScan` of the `nn.scan` docs.
struct ParentModule: Module {
  let typeName: String
  let child: any Module

  func parameters(of method: String) -> [String]? { child.parameters(of: method) }

  var fieldValues: [Value] { child.fieldValues }

  func hasDefault(_ parameter: String, of method: String) -> Bool {
    child.hasDefault(parameter, of: method)
  }

  func scan(of method: String) -> ScanSettings? { child.scan(of: method) }

  var carryNames: [String]? { child.carryNames }

  func field(_ name: String) -> Value? { child.field(name) }

  func isCompact(_ method: String) -> Bool { true }

  func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws -> Value {
    try context.child(child).call(method, arguments)
  }
}
