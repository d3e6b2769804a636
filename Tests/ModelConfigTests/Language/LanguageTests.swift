import Arrays
import TestSupport
import Testing

@testable import FlaxNames
@testable import ModelConfig

/// Expressions and bodies as real JAX evaluates them; see `scripts/fixtures/language.py`.
@Suite struct LanguageTests {
  @Test(arguments: [
    "elementwise", "activations", "indexing", "reductions", "shaping", "creation", "products",
    "linalg", "complex", "attention",
    "random", "python", "bodies", "keywords", "einops", "draws", "decompositions",
    "fourier", "complex_rows", "array_rows", "lax_rows", "matrix_rows", "extremes", "out_of_range",
    "strict_types", "objects", "libraries", "numpy", "numpy_programs",
  ])
  func agreesWithJAX(_ name: String) throws {
    let inputs = try fixture("language/inputs.npy").leavesInOrderWithPaths.map {
      ($0.path.slashed, $0.leaf)
    }
    let namespace = Namespace()
    for test in try LanguageTable(name).cases {
      if let problem = LanguageTable.problem(
        test, inputs: inputs, namespace: namespace)
      {
        Issue.record("\(test.text): \(problem)")
      }
    }
  }
}
