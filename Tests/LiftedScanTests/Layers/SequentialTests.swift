import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Testing

/// `Sequential`; the fixtures of modules compare its variables and numbers with Flax.
struct SequentialTests {
  static let vectors = ArrayType(.float32, [2, 3])

  static func module(_ module: any Module) -> Value { .leaf(.module(ModuleReference(module))) }

  static func function(_ body: @escaping ([Value]) throws -> Value) -> Value {
    .leaf(.function(Function("f") { try body($0.positional + $0.keywords.map(\.value)) }))
  }

  @Test func layersAreNamedByTheirPlaces() throws {
    let dense = Self.module(Dense(features: 3))
    let double = Self.function { .tensor(try $0[0].tensor() * 2.0) }
    let layers = try Sequential([dense, double, dense, Self.module(Dense(features: 4))])
    let call = try traceInit(layers, Self.vectors)
    #expect(call.variables["params"]?.fields?.keys == ["layers_0", "layers_3"])
    #expect(call.result.leaf?.shape == [2, 4])
  }

  @Test func tuplesAndDictsAreArguments() throws {
    let pair = Self.function { .tuple([$0[0], $0[0]]) }
    let sum = Self.function { parts in
      try #require(parts.count == 2)
      return .dict(.init([("inputs", .tensor(try parts[0].tensor() + parts[1].tensor()))]))
    }
    let layers = try Sequential([pair, sum, Self.module(Dense(features: 5))])
    #expect(try traceInit(layers, Self.vectors).result.leaf?.shape == [2, 5])
  }

  @Test func itsParametersAreTheFirstLayers() throws {
    #expect(try Sequential([Self.function { $0[0] }]).method("__call__")?.parameterNames == ["x"])
    var einsum = Einsum(shape: [3, 2])
    einsum.einsumStr = "ab,bc->ac"
    let layers = try Sequential([Self.module(einsum)])
    #expect(layers.method("__call__")?.parameterNames == ["inputs", "einsum_str"])
    #expect(layers.method("__call__")?.hasDefault("einsum_str") == true)
    #expect(layers.method("__call__")?.hasDefault("inputs") == false)
    #expect(layers.method("encode") == nil)
    #expect(layers.field("layers")?.elements?.count == 1)
    #expect(layers.field("names") == nil)
  }

  @Test func misfitsAreRefused() throws {
    #expect(throws: Diagnostic.self) { try Sequential([.int(3)]) }
    #expect(throws: Diagnostic.self) { try traceInit(Sequential([]), Self.vectors) }
    var call = ModuleCall(arguments: [(nil, .leaf(.array(Self.vectors)))])
    call.method = "encode"
    #expect(throws: Diagnostic.self) {
      try call.trace(Sequential([Self.module(Dense(features: 2))]))
    }
  }
}
