import Diagnostics
import Testing

@testable import FlaxNames

/// The names that can be looked up.
@Suite struct NameCatalogTests {
  private let catalog = NameCatalog()

  @Test func everySignatureReadsAsItIsWritten() throws {
    let namespace = Namespace()
    for library in Library.allCases {
      for row in namespace.names(in: library).rows.values {
        guard let signature = row.signature else { continue }
        #expect(
          signature.parsed().signature.description == signature.text, "\(library) \(row.name)")
      }
    }
    #expect(catalog.names.count { $0.signature != nil } > 600)
  }

  @Test func everySignatureHasASummary() {
    let python = ["", "functools", "itertools", "operator", "math"]
    let types = ["jnp.ndarray", "jax.Array", "nn.Module", "nn.RNNCellBase"]
    for name in catalog.names where name.kind == .function || name.kind == .module {
      let library = name.path.split(separator: ".").dropLast().joined(separator: ".")
      if python.contains(library) { continue }
      #expect(name.signature != nil || types.contains(name.path), "\(name.path)")
      #expect(name.summary.hasSuffix("."), "\(name.path)")
      #expect(name.summary.count < 100, "\(name.path)")
    }
  }

  @Test func aNameIsFoundByEachPrefix() throws {
    for path in ["jnp.amax", "jax.numpy.amax", "np.amax"] {
      let name = try #require(try catalog.names(beginning: path).first)
      #expect(
        name.call
          == "jnp.amax(a, axis=None, out=None, keepdims=False, initial=None, where=None)")
      #expect(name.aliases == ["jnp.max"])
    }
    let softmax = try catalog.names(beginning: "softmax").map(\.path)
    #expect(softmax == ["nn.softmax", "jax.nn.softmax", "jax.scipy.special.softmax"])
    #expect(try catalog.names(beginning: "jnp.cum").map(\.path).first == "jnp.cumprod")
    let dense = try #require(try catalog.names(beginning: "nn.Dense").first)
    #expect(dense.kind == .module)
    #expect(try catalog.names(beginning: "jax.grad").first?.kind == .refused)
  }

  @Test(arguments: [
    ("jnp.softmax", "did you mean 'jax.nn.softmax'?"), ("lax.sum", "did you mean 'jnp.sum'?"),
    ("jnp.tahn", "did you mean 'tan'?"), ("argsrt", "did you mean 'argsort'?"),
  ])
  func aNameThatIsNotThereIsRefused(_ path: String, _ hint: String) throws {
    do {
      _ = try catalog.names(beginning: path)
      Issue.record("\(path) is found")
    } catch let error as Diagnostic {
      #expect(error.problem == "no such name")
      #expect(error.hint?.hasPrefix(hint) ?? false, "\(error)")
    }
  }
}
