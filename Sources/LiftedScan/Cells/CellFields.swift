import Arrays
import Diagnostics
import ProgramIR

/// The fields that the cells of `flax.linen.recurrent` have in common.
public struct CellFields {
  /// Size of the carry and of the output.
  public var features: Int
  /// Makes the kernels applied to the input.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the kernels applied to the carry.
  public var recurrentKernelInit = Initializer.orthogonal()
  /// Makes the biases.
  public var biasInit = Initializer.zeros
  /// Makes the first carry.
  public var carryInit = Initializer.zeros
  /// The dtype of the computation; by default the one that inputs and parameters promote to.
  public var dtype: DType?
  /// The dtype of parameters and of the first carry.
  public var paramDType = DType.float32

  /// Flax's defaults.
  public init(features: Int) { self.features = features }

  /// Layer of the input, with as many features as the carry.
  func inputLayer(features: Int, useBias: Bool) -> Dense {
    layer(features, useBias, kernelInit)
  }

  /// The layer applied to the carry.
  func recurrentLayer(features: Int, useBias: Bool) -> Dense {
    layer(features, useBias, recurrentKernelInit)
  }

  private func layer(_ features: Int, _ useBias: Bool, _ kernelInit: Initializer) -> Dense {
    var dense = Dense(features: features)
    dense.useBias = useBias
    dense.kernelInit = kernelInit
    dense.biasInit = biasInit
    dense.dtype = dtype
    dense.paramDType = paramDType
    return dense
  }

  /// Initial state for inputs of the shape.
  func initialState(key: Tensor, inputShape: Shape) throws -> Tensor {
    let shape = Shape(inputShape.sizes.dropLast() + [features])
    return try carryInit(key: key, shape: shape, dtype: paramDType)
  }
}

/// A cell with the fields that those of `flax.linen.recurrent` have in common.
public protocol StandardCell: RecurrentCell {
  /// Fields that all cells have.
  var fields: CellFields { get set }

  /// A cell with these fields, and Flax's defaults for its own.
  init(fields: CellFields)
}

extension StandardCell {
  /// A cell with Flax's defaults.
  public init(features: Int) { self.init(fields: CellFields(features: features)) }

  /// Size of h and the output.
  public var features: Int { fields.features }
}

extension Tree where Leaf == Object {
  /// The two parts of an LSTM's carry.
  func memoryAndOutput() throws -> (c: Tensor, h: Tensor) {
    guard let parts = elements, parts.count == 2 else {
      throw Diagnostic("an LSTM's carry is a tuple (c, h)", got: text)
    }
    return (try parts[0].tensor("carry c"), try parts[1].tensor("carry h"))
  }
}
