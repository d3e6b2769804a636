import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import ProgramIR

extension Module {
  /// Whether a method takes a carry first and returns it.
  func takesCarry(_ method: String) -> Bool {
    scan(of: method) != nil || (method == "__call__" && isCell)
  }

  /// The position of a method's parameter that is the first carry, if it has one.
  func carryPlace(_ method: String) -> Int? {
    takesCarry(method) ? 0 : parameters(of: method)?.firstIndex(of: "initial_carry")
  }

  /// The carry for a scan over `input`, as `nn.RNN` makes it when it is given none; `nil` if this
  /// can't make one.
  func initialCarry(_ method: String, input: Tree<ArrayType>) throws -> Value? {
    guard parameters(of: "initialize_carry") != nil, var shape = input.leaves.first?.shape else {
      return nil
    }
    if let scan = scan(of: method) {
      let axes = try scan.inAxes.firstPart.spread(over: input, matchesAllSequences: true)
      if case .axis(let axis) = axes.leaves.first {
        do throws(Diagnostic) {
          shape = shape.removing(axis: try shape.axis(axis))
        } catch {
          throw error.at(path: "in_axes").located(at: scan.places["in_axes"])
        }
      }
    }
    let scope = Scope(variables: [:], streams: [:], mutable: .none)
    let arguments = Arguments([.tensor(.key(seed: 0)), .tuple(shape.sizes.map { .int($0) })])
    return try BoundModule(carryMaker, scope: scope).call("initialize_carry", arguments)
  }

  /// Whether this is a cell of Flax.
  private var isCell: Bool {
    if let layer = self as? LayerModule {
      layer.target is any RecurrentCell
    } else {
      self is any RecurrentCell
    }
  }

  /// What makes the carry: this, or what a parent or a scan is over.
  private var carryMaker: any Module { (self as? any ModuleWrapper)?.target.carryMaker ?? self }
}

extension Tree {
  /// The part for the first of several arguments.
  fileprivate var firstPart: Tree { elements?.first ?? self }
}
