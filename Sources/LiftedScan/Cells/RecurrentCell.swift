import Arrays
import Diagnostics
import ProgramIR

/// A step of a recurrent net: takes a carry and an input to the next carry and an output
/// (`nn.RNNCellBase`).
///
/// All axes of the input but the last, the features, are batch axes.
public protocol RecurrentCell: Module {
  /// Size of the output's last axis.
  var features: Int { get }

  /// The names of the carry's parts, if it is a tuple.
  var carryNames: [String]? { get }

  /// The next carry, and the output.
  func callAsFunction(
    carry: Value, inputs: Tensor, in context: BoundModule
  ) throws -> (carry: Value, output: Tensor)

  /// Initial carry for inputs of the shape.
  func initializeCarry(key: Tensor, inputShape: Shape) throws -> Value
}

extension RecurrentCell {
  /// `__call__(carry, inputs)` and `initialize_carry(rng, input_shape)`.
  public func method(_ name: String) -> Method? {
    var method: Method
    switch name {
    case "__call__":
      method = Method("carry, inputs")
      method.carry = .init(place: 0, isReturned: true, partNames: carryNames)
    case "initialize_carry":
      method = Method("rng, input_shape")
      method.isCompact = false
    default: return nil
    }
    return method
  }

  /// None.
  public var carryNames: [String]? { nil }

  /// `features`.
  public func field(_ name: String) -> Value? { name == "features" ? .int(features) : nil }

  /// `__call__` or `initialize_carry`.
  public func call(
    _ method: String, _ arguments: Arguments, in context: BoundModule
  ) throws -> Value {
    guard let known = self.method(method) else { throw noMethod(method) }
    let values = try arguments.required(known.parameterNames, of: typeName)
    if method == "initialize_carry" {
      return try initializeCarry(key: values[0].tensor("rng"), inputShape: values[1].shape())
    }
    let (carry, output) = try self(
      carry: values[0], inputs: values[1].tensor("inputs"), in: context)
    return .tuple([carry, .tensor(output)])
  }
}

extension Tree where Leaf == Object {
  /// A tuple or list of integers as a shape.
  func shape() throws -> Shape {
    Shape(
      try (elements ?? [self]).map { part in
        guard case .leaf(.int(let size)) = part, size >= 0 else {
          throw Diagnostic("a shape is a tuple of sizes", got: part.text)
        }
        return size
      })
  }
}
