import Arrays
import Foundation
import TestSupport
import Testing

/// Complex params, inputs, carries and outputs are complex arrays in files, as Flax's are.
@Suite struct ComplexFileTests {
  let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(
      """
      modules:
        Rotation:
          call:
            args: [h, x]
            body: |
              lam = self.param('lam', lambda k, s: jax.random.normal(k, s, jnp.complex64), (3,))
              h = h * jnp.exp(-jnp.abs(lam) + 1j * lam.imag) + x
              return h, h.real
      inputs: {carry: 'complex64[3]', xs: 'complex64[T, 3]'}
      model: {scan: {cell: {type: Rotation}, variable_broadcast: params, split_rngs: {params: false}}}
      """, to: "c.yaml")
  }

  @Test(arguments: ["npy", "npz", "safetensors", "msgpack"])
  func filesHoldComplexArrays(_ ending: String) throws {
    let outcome = try workspace.shell(
      """
      swiftscan init c.yaml -o p.\(ending) -q --size T=2
      swiftscan apply --config c.yaml --params p.\(ending) --input normal --carry zeros --size T=4 \
        -o a.npy --carry-output c.\(ending) -q
      swiftscan apply --config c.yaml --params p.\(ending) --input normal --carry c.\(ending) \
        --size T=4 -o b.npy --carry-output d.\(ending) -q
      """)
    #expect(outcome.errors == "")
    #expect(try workspace.arrays("p.\(ending)")["params"]?["lam"]?.leaf?.dtype == .complex64)
    let carry = try workspace.arrays("c.\(ending)")
    #expect((carry.leaf ?? carry["carry"]?.leaf)?.dtype == .complex64)
    #expect(try workspace.arrays("a.npy").leaf?.dtype == .float32)
    #expect(try workspace.arrays("a.npy") != workspace.arrays("b.npy"))
  }

  @Test func summaryShowsComplexArrays() throws {
    let outcome = try workspace.swiftscan("summary", "c.yaml", "--size", "T=2")
    let text = String(decoding: outcome.output, as: UTF8.self)
    #expect(text.contains("params/lam  complex64[3]        3"))
  }
}
