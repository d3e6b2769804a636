import Diagnostics

extension BoundModule {
  /// The module in the field called `name`: on the scope it has, or else on one below this module,
  /// called as the field.
  func fieldModule(_ name: String, _ reference: ModuleReference) throws -> BoundModule {
    if let bound = reference.bound { return bound }
    if case .leaf(.module(let known)) = attributes[name], let bound = known.bound { return bound }
    let bound = try child(reference.module, name: name)
    attributes[name] = .leaf(.module(ModuleReference(reference.module, bound: bound)))
    return bound
  }
}
