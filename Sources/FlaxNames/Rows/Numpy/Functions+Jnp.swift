import LiftedScan

extension FunctionTable {
  /// All of `jax.numpy`.
  static func wholeJnp(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable.jnp(namespace)
    table.addWindows(namespace)
    table.addPolynomials(namespace)
    table.addBits(namespace)
    table.addSets(namespace)
    table.addCounting(namespace)
    table.addMissingAware(namespace)
    table.addArrayChecks(namespace)
    table.addPicking(namespace)
    table.addPlacing(namespace)
    table.addArranging(namespace)
    table.addComplexFormulas(namespace)
    return table
  }

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
