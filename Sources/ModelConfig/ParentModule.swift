import LiftedScan

/// A compact module that only calls another module: the `SimpleScan` of the `nn.scan` docs.
struct ParentModule: ModuleWrapper {
  let typeName: String
  let target: any Module
  /// Name of the other module; `nil` for the default name, by its type.
  let targetName: String?

  func replacing(target: any Module) -> ParentModule {
    ParentModule(typeName: typeName, target: target, targetName: targetName)
  }

  func method(_ name: String) -> Method? {
    var method = target.method(name)
    method?.isCompact = true
    return method
  }

  func call(_ method: String, _ arguments: Arguments, in context: BoundModule) throws -> Value {
    try context.child(placed(target, in: context), name: targetName).call(method, arguments)
  }

  /// A module whose fields' modules are made parts of this one, as if constructed in its method.
  private func placed(_ module: any Module, in context: BoundModule) throws -> any Module {
    try module.mappingFields { value in
      try value.map { object in
        guard case .module(let reference) = object, reference.bound == nil else { return object }
        let inner = try placed(reference.module, in: context)
        return .module(
          ModuleReference(
            inner, name: reference.name, bound: try context.child(inner, name: reference.name)))
      }
    }
  }
}
