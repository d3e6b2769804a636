import Arrays
import Reference
import LiftedScan
import ProgramIR
import TestSupport
import Testing

/// `jax.random` and Flax's key folding against the numbers of JAX and Flax in `Fixtures/random`.
///
/// A file's fields name its cases: `u32_3x4` are the bits of a shape, `key` is the raw key.
struct RandomFixtureTests {
  /// What normals may be off by: `erf_inv` rounds differently in the last places.
  private static let normalUlps = 4

  private func value(_ tensor: Tensor) throws -> NDArray {
    try #require(
      try ReferenceExecutor().run(Program(inputs: [], outputs: [tensor]), []).first)
  }

  /// The cases of a file with the key they are drawn with.
  private func cases(_ file: String) throws -> (key: Tensor, cases: [(name: String, NDArray)]) {
    let fields = try fixture("random/\(file).npy").fields ?? .init()
    let key = Tensor(try #require(fields["key"]?.leaf))
    let cases = fields.pairs.filter { $0.key != "key" }.compactMap { name, tree in
      tree.leaf.map { (name, $0) }
    }
    try #require(!cases.isEmpty)
    return (key, cases)
  }

  private func words(_ name: String) -> [String] {
    name.split(separator: "_").map(String.init)
  }

  private func shape(_ text: String) -> Shape {
    Shape(text == "scalar" ? [] : text.split(separator: "x").compactMap { Int($0) })
  }

  private func dtype(_ text: String) throws -> DType {
    try #require(["f32": .float32, "bf16": .bfloat16, "f16": .float16][text])
  }

  @Test func seedsGiveKeys() throws {
    for (name, tree) in try fixture("random/keys.npy").fields?.pairs ?? [] {
      let seed = try #require(Int(name.dropFirst("seed_".count)))
      #expect(try value(.key(seed: seed)) == tree.leaf, "\(name)")
    }
  }

  @Test func keysSplit() throws {
    for (name, group) in try fixture("random/split.npy").fields?.pairs ?? [] {
      let key = Tensor(try #require(group["key"]?.leaf))
      for (split, expected) in group.fields?.pairs ?? [] where split != "key" {
        let shape = shape(words(split)[1])
        let keys = try key.splitKey(shape.elementCount).reshaped(to: shape.sizes + [2])
        #expect(try value(keys) == expected.leaf, "\(name) \(split)")
      }
    }
  }

  @Test func numbersFoldIn() throws {
    let (key, cases) = try cases("fold_in")
    for (name, expected) in cases {
      let data = try #require(UInt32(words(name)[1]))
      #expect(try value(key.foldingIn(data)) == expected, "\(name)")
    }
  }

  @Test func pathsFoldIn() throws {
    let (key, cases) = try cases("fold_in_static")
    for (name, expected) in cases {
      let text = name.dropFirst("fold:".count)
      let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
      let rng = parts.reduce(LazyRNG(key)) { rng, part in
        part.first == "#"
          ? rng.appending(.number(Int(part.dropFirst()) ?? -1)) : rng.appending(.name(String(part)))
      }
      #expect(try value(rng.folded()) == expected, "\(name)")
    }
  }

  @Test func bitsAreEqual() throws {
    let (key, cases) = try cases("bits")
    for (name, expected) in cases {
      let dtype: DType = ["u8": .uint8, "u16": .uint16][words(name)[0]] ?? .uint32
      #expect(try value(key.randomBits(shape(words(name)[1]), dtype)) == expected, "\(name)")
    }
  }

  @Test func uniformsAreEqual() throws {
    let (key, cases) = try cases("uniform")
    for (name, expected) in cases {
      let parts = words(name)
      let (low, high) = (try #require(Double(parts[2])), try #require(Double(parts[3])))
      let uniform = try key.uniform(
        shape(parts[1]), dtype(parts[0]), from: Tensor(low), to: Tensor(high))
      #expect(try value(uniform) == expected, "\(name)")
    }
  }

  @Test func bernoullisAreEqual() throws {
    let (key, cases) = try cases("bernoulli")
    for (name, expected) in cases {
      let probability = try #require(Double(words(name)[0].dropFirst()))
      let mask = try key.bernoulli(shape(words(name)[1]), probability: Tensor(probability))
      #expect(try value(mask) == expected, "\(name)")
    }
  }

  @Test func normalsAreClose() throws {
    let (key, cases) = try cases("normal")
    for (name, expected) in cases {
      let parts = words(name)
      try expectClose(key.normal(shape(parts[1]), dtype(parts[0])), expected, name)
    }
  }

  @Test func truncatedNormalsAreClose() throws {
    let (key, cases) = try cases("truncated_normal")
    for (name, expected) in cases {
      let parts = words(name)
      let (low, high) = (try #require(Double(parts[2])), try #require(Double(parts[3])))
      let normal = try key.truncatedNormal(
        shape(parts[1]), dtype(parts[0]), from: low, to: high)
      try expectClose(normal, expected, name)
    }
  }

  /// 32-bit numbers in ulps; 16-bit ones to one unit in their last place.
  private func expectClose(_ tensor: Tensor, _ expected: NDArray, _ name: String) throws {
    let got = try value(tensor)
    if got.dtype == .float32 {
      #expect(maximumUlpDifference(got, expected) <= Self.normalUlps, "\(name)")
    } else {
      let lastPlace = got.dtype == .float16 ? 0x1p-9 : 0x1p-6
      #expect(maximumAbsoluteDifference(got, expected) <= lastPlace, "\(name)")
    }
  }
}
