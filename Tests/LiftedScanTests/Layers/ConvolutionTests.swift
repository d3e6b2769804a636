import Arrays
import LiftedScan
import ProgramIR
import Testing

/// What `Conv`, `ConvLocal`, `ConvTranspose` and `ConvLSTMCell` refuse, and the shapes they give; the
/// fixtures of modules compare their numbers with Flax.
struct ConvolutionTests {
  static let images = ArrayType(.float32, [2, 6, 5, 4])

  static func conv(_ change: (inout Conv) -> Void = { _ in }) -> Conv {
    var conv = Conv(features: 6, kernelSize: [3, 2])
    change(&conv)
    return conv
  }

  static func transposed(_ change: (inout ConvTranspose) -> Void) -> ConvTranspose {
    var conv = ConvTranspose(features: 6, kernelSize: [3, 2])
    change(&conv)
    return conv
  }

  static var refused: [RefusedCall] {
    [
      RefusedCall(
        conv(), ArrayType(.float32, [5, 4]), "inputs", "Conv needs inputs with 2 spatial"),
      RefusedCall(conv { $0.strides = [1] }, images, "strides", "strides needs a number for each"),
      RefusedCall(conv { $0.strides = [1, 0] }, images, "strides", "strides must be positive"),
      RefusedCall(conv { $0.kernelSize = [3, 0] }, images, "kernel_size", "kernel_size must be"),
      RefusedCall(
        conv { $0.kernelDilation = [.max, 1] }, images, "kernel_dilation", "kernel_dilation must be"
      ),
      RefusedCall(
        conv { $0.inputDilation = [-1, 1] }, images, "input_dilation", "input_dilation must be"),
      RefusedCall(
        conv { $0.inputDilation = [2, 1] }, images, "padding", "padding 'SAME' has no meaning"),
      RefusedCall(
        conv {
          $0.padding = .named("CIRCULAR")
          $0.inputDilation = [2, 1]
        }, images, "padding", "padding 'VALID' has no meaning"),
      RefusedCall(
        conv { $0.padding = .named("SAEM") }, images, "padding", "unknown padding 'SAEM'"),
      RefusedCall(conv { $0.padding = .named("CAUSAL") }, images, "padding", "padding 'CAUSAL' is"),
      RefusedCall(
        conv { $0.padding = .sizes([.init(1, 1)]) }, images, "padding", "padding needs a size or"),
      RefusedCall(
        conv { $0.padding = .uniform(.max) }, images, "padding", "padding must be less than"),
      RefusedCall(
        conv { $0.padding = .sizes([.init(0, .min), .init(0, 0)]) }, images, "padding",
        "padding must be less than"),
      RefusedCall(
        conv { $0.padding = .named("REFLECT") }, ArrayType(.float32, [2, 0, 5, 4]), nil,
        "an empty or endless axis can't be padded"),
      RefusedCall(
        conv { $0.groupCount = 3 }, images, "feature_group_count", "feature_group_count must divide"
      ),
      RefusedCall(
        conv {
          $0.groupCount = 4
          $0.features = 6
        }, images, "feature_group_count", "feature_group_count must divide"),
      RefusedCall(
        conv { $0.mask = Tensor(NDArray(counting: [3, 2])) }, images, "mask",
        "mask needs the kernel"),
      RefusedCall(conv { $0.features = .max }, images, nil, "no array is as large"),
      RefusedCall(
        conv {
          $0.sharesWeights = false
          $0.groupCount = 2
        }, images, "feature_group_count", "ConvLocal has no groups"),
      RefusedCall(
        conv {
          $0.sharesWeights = false
          $0.kernelSize = [1 << 30, 1 << 30]
          $0.padding = .uniform(1 << 30)
        }, images, "kernel_size", "the window is too large"),
      RefusedCall(
        ConvTranspose(features: 1, kernelSize: [1, 1, 1, 1]), images, "kernel_size",
        "ConvTranspose has at most 3"),
      RefusedCall(
        transposed { _ in }, ArrayType(.float32, [5, 4]), "inputs", "ConvTranspose needs inputs"),
      RefusedCall(
        transposed { $0.strides = [0, 1] }, images, "strides", "strides must be positive"),
      RefusedCall(
        transposed { $0.padding = .named("CAUSAL") }, images, "padding", "unknown padding 'CAUSAL'"),
      RefusedCall(
        transposed {
          $0.padding = .named("SAME_LOWER")
          $0.strides = [2, 1]
        }, images, "padding", "padding 'SAME_LOWER' has no meaning"),
      RefusedCall(
        transposed { $0.padding = .named("CIRCULAR") }, ArrayType(.float32, [2, 0, 5, 4]), "inputs",
        "padding 'CIRCULAR' needs inputs"),
      RefusedCall(
        transposed { $0.mask = Tensor(NDArray(counting: [3, 2, 6, 4])) }, images, "mask",
        "mask needs the kernel's shape"),
    ]
  }

  @Test func misfitsAreRefused() { for call in Self.refused { call.expectDiagnostic() } }

  @Test func batchAxesComeBack() throws {
    for batch in [[], [2], [0], [2, 1, 3]] {
      let shape = Shape(batch + [6, 5, 4])
      let call = try traceInit(Self.conv(), ArrayType(.float32, shape))
      #expect(call.result.leaf?.shape == Shape(batch + [6, 5, 6]))
      let params = call.variables["params"]
      #expect(params?["kernel"]?.leaf?.description == "float32[3, 2, 4, 6]")
      #expect(params?["bias"]?.leaf?.description == "float32[6]")
    }
  }

  @Test func localKernelsBelongToPlaces() throws {
    let layer = Self.conv {
      $0.sharesWeights = false
      $0.strides = [2, 1]
    }
    let call = try traceInit(layer, Self.images)
    #expect(call.result.leaf?.description == "float32[2, 3, 5, 6]")
    #expect(call.variables["params"]?["kernel"]?.leaf?.shape == [3, 5, 24, 6])
    #expect(call.variables["params"]?["bias"]?.leaf?.shape == [3, 5, 6])
  }

  @Test func aWindowLargerThanTheInputsSeesNothing() throws {
    let layer = Self.conv {
      $0.kernelSize = [7, 2]
      $0.padding = .valid
    }
    #expect(try traceInit(layer, Self.images).result.leaf?.shape == [2, 0, 4, 6])
  }

  @Test func theWindowCanBeCheckedBefore() {
    #expect(throws: Never.self) { try Self.conv().checkWindow() }
    #expect(throws: (any Error).self) { try Self.conv { $0.strides = [2] }.checkWindow() }
    var cell = ConvLSTMCell(features: 2, kernelSize: [3])
    #expect(throws: Never.self) { try cell.checkWindow() }
    cell.padding = .named("WRONG")
    #expect(throws: (any Error).self) { try cell.checkWindow() }
  }

  @Test func aConvolutionalCellHasFeatureAxes() {
    let cell = ConvLSTMCell(features: 2, kernelSize: [3, 3])
    guard case .leaf(.int(let axes)) = cell.field("num_feature_axes"),
      case .leaf(.int(let features)) = cell.field("features")
    else {
      Issue.record("the cell has no such fields")
      return
    }
    #expect((axes, features) == (3, 2))
    #expect(cell.field("kernel") == nil)
    #expect(cell.method("__call__")?.carry?.partNames == ["c", "h"])
  }
}

extension NDArray {
  /// `0, 1, …` in a shape.
  init(counting shape: Shape) {
    self.init((0..<Int32(shape.elementCount)).map { $0 }, shape: shape)
  }
}
