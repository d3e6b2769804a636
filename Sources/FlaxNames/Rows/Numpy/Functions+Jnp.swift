import LiftedScan

extension FunctionTable {
  /// `jax.numpy`.
  static func jnp(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable()
    table.addConstants()
    table.addUnary()
    table.addBinary()
    table.addChoices()
    table.addCreation()
    table.addTypes()
    table.addShaping()
    table.addJoining()
    table.addPadding()
    table.addLookups()
    table.addTriangles()
    table.addSorting()
    table.addDifferences()
    table.addReductions()
    table.addProducts()
    table.addPlaces(namespace)
    table.addMapped(namespace)
    table.addComplex()
    table.remove("complex")
    return table
  }
}
