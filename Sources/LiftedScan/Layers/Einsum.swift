import Arrays
import Diagnostics
import ProgramIR

/// An `einsum` of the inputs and a kernel, plus a bias (`nn.Einsum`).
///
/// `kernel` is `[*shape]`; `bias` has the kernel's axes that are the result's too, in the result's
/// order.
public struct Einsum: Module {
  /// The kernel's shape.
  public var shape: Shape
  /// Subscripts of inputs, kernel and result; `nil` if the call gives them.
  public var einsumStr: String?
  /// Whether to add a bias.
  public var useBias = true
  /// dtype of the computation; by default what inputs and parameters promote to.
  public var dtype: DType?
  /// dtype of the parameters.
  public var paramDType = DType.float32
  /// Makes the kernel.
  public var kernelInit = Initializer.lecunNormal
  /// Makes the bias.
  public var biasInit = Initializer.zeros
  /// dtype of the sums of products, and of the result before the bias; by default the operands'
  /// dtype.
  public var preferredElementType: DType?

  /// A layer with Flax's defaults.
  public init(shape: Shape) { self.shape = shape }

  /// `Einsum`.
  public var typeName: String { "Einsum" }

  /// `__call__`.
  public func method(_ name: String) -> Method? {
    name == "__call__" ? Method("inputs, einsum_str=None") : nil
  }

  /// `__call__`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let named = try NamedArguments(arguments, known, of: typeName)
    let text = try subscripts(named["einsum_str"])
    return .tensor(try self(named.tensor("inputs"), text, in: context))
  }

  private func callAsFunction(
    _ inputs: Tensor, _ text: String, in context: BoundModule
  ) throws -> Tensor {
    let subscripts = try EinsumSubscripts(text, ranks: [inputs.rank, shape.rank])
    let kernelLetters = subscripts.operands[1]
    guard Set(kernelLetters).count == kernelLetters.count else {
      throw Diagnostic("the kernel's subscripts can't repeat a letter", got: "'\(text)'")
    }
    /// The kernel's sizes on the result's axes; 1 for axes the kernel doesn't have.
    let sizes = subscripts.result.map { letter in
      kernelLetters.firstIndex(of: letter).map { shape[$0] }
    }
    let kernel = try context.parameter("kernel", kernelInit, shape, paramDType)
    let biasShape = Shape(sizes.compactMap { $0 })
    let bias = useBias ? [try context.parameter("bias", biasInit, biasShape, paramDType)] : []
    let operands = try promoted([inputs, kernel] + bias, dtype: dtype)
    var result = try Tensor.einsum(
      text, operands.prefix(2).map { try $0.widened(to: preferredElementType) })
    if let preferredElementType { result = try result.converted(to: preferredElementType) }
    return try result.adding(
      operands.dropFirst(2).map { try $0.reshaped(to: sizes.map { $0 ?? 1 }) })
  }

  /// The subscripts, given either by the field or in the call.
  private func subscripts(_ argument: Value?) throws -> String {
    var given = einsumStr
    if let argument {
      guard given == nil, case .leaf(.string(let text)) = argument else {
        throw Diagnostic(
          "einsum_str is one string, given by Einsum's field or in its call", path: "einsum_str",
          got: given.map { "'\($0)' and \(argument.text)" } ?? argument.text)
      }
      given = text
    }
    guard let text = given else {
      throw Diagnostic(
        "Einsum needs einsum_str, by its field or in the call", path: "einsum_str")
    }
    guard text.contains("->"), text.count(where: { $0 == "," }) == 1 else {
      throw Diagnostic(
        "einsum_str needs two operands and a result", path: "einsum_str",
        expected: "such as '…a,ab->…b'", got: "'\(text)'")
    }
    return text
  }
}

extension Tensor {
  /// The tensor in the dtype that it and `dtype` promote to; unchanged without a `dtype`.
  public func widened(to dtype: DType?) throws -> Tensor {
    guard let dtype else { return self }
    return try converted(to: Promotion.result(of: [type, ArrayType(dtype, [])]).dtype)
  }
}
