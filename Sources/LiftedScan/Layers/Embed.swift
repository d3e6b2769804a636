import Arrays
import Diagnostics
import ProgramIR

/// A vector for each of a number of integers (`nn.Embed`).
///
/// `embedding` is `[num_embeddings, features]`. Negative integers count from the end; others that
/// there is no vector for give NaN.
public struct Embed: Module {
  /// Number of embedding vectors; inputs are integers below it.
  public var embeddingCount: Int
  /// Size of a vector.
  public var features: Int
  /// dtype of the computation; by default the parameter's dtype.
  public var dtype: DType?
  /// dtype of the parameter.
  public var paramDType = DType.float32
  /// Makes the vectors.
  public var embeddingInit = Initializer.embedding

  /// A layer with Flax's defaults.
  public init(embeddingCount: Int, features: Int) {
    (self.embeddingCount, self.features) = (embeddingCount, features)
  }

  /// `Embed`.
  public var typeName: String { "Embed" }

  /// `__call__(inputs)`, `attend(query)` and the property `embedding`.
  public func method(_ name: String) -> Method? {
    switch name {
    case "__call__": return Method("inputs")
    case "attend": return Method("query")
    case "embedding":
      var property = Method("")
      property.isProperty = true
      return property
    default: return nil
    }
  }

  /// `__call__` and `attend`.
  public var methodNames: [String] { ["__call__", "attend"] }

  /// `__call__`, `attend`, or the parameter itself.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let names = self.method(method)?.parameterNames else { throw noMethod(method) }
    let operands = try arguments.required(names, of: "\(typeName).\(method)")
    let embedding = try context.parameter(
      "embedding", embeddingInit, [embeddingCount, features], paramDType)
    guard let operand = try operands.first?.tensor(names[0]) else { return .tensor(embedding) }
    return .tensor(
      method == "attend"
        ? try attend(operand, embedding) : try vectors(of: operand, embedding))
  }

  /// `[…]` integers to `[…, features]`.
  private func vectors(of inputs: Tensor, _ embedding: Tensor) throws -> Tensor {
    guard inputs.dtype.isInteger else {
      throw Diagnostic("Embed takes integers", path: "inputs", got: "\(inputs)")
    }
    let embedding = try embedding.converted(to: dtype ?? embedding.dtype)
    guard embeddingCount > 1 else {
      return try embedding.broadcast(to: inputs.shape.inserting(features, at: inputs.rank))
    }
    return try embedding.taken(inputs, axis: 0)
  }

  /// Products of `[…, features]` with each vector: `[…, num_embeddings]`.
  private func attend(_ query: Tensor, _ embedding: Tensor) throws -> Tensor {
    let operands = try promoted([query, embedding], dtype: dtype)
    return try .dot(operands[0], operands[1].transposed())
  }
}

extension Initializer {
  /// Default initializer of `Embed`: normal, with a variance of 1 / features.
  public static var embedding: Initializer {
    var axes = FanAxes()
    axes.output = [0]
    return varianceScaling(1, .fanIn, .normal, axes: axes)
  }
}
