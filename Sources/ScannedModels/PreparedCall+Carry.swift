import Arrays
import LiftedScan
import ModelConfig

extension PreparedCall {
  /// The carry and the outputs in the method's result: those of a scan, or of a method that returns
  /// the carry of a scan and outputs.
  package func splitCarry<Leaf>(_ result: Tree<Leaf>) -> (carry: Tree<Leaf>?, ys: Tree<Leaf>?) {
    let known = model.description.splitCarry(from: result, method: model.method)
    guard known.carry == nil, let returned = traced.returnedCarry, let parts = result.elements,
      parts.count == 2
    else { return known }
    return (parts[0].dict(named: returned.partNames), parts[1])
  }

  /// Whether an argument is the carry.
  func isCarry(_ argument: CallBinding.ArrayArgument) -> Bool {
    argument.isCarry || argument.argument == traced.returnedCarry?.argument
  }
}

extension ScannedModel {
  /// Input that is the carry, if the method takes one: the carry of a scan that the method is, or
  /// of a scan that it calls and whose carry it returns.
  func carryInput(_ inputs: CallInputs = [:]) -> (name: String, partNames: [String]?)? {
    if let name = description.carryInput(method: method) { return (name, nil) }
    let call = try? assumingSizes().initCall(
      inputs: inputs, keys: ["params": RandomKey(seed: 0)], mutable: .all, assumesStreams: true)
    guard let call, let carry = call.traced.returnedCarry, let argument = carry.argument,
      let name = call.binding.arrayArguments.first(where: { $0.argument == argument })?.name
    else { return nil }
    return (name, carry.partNames)
  }
}

extension Tree {
  /// A tuple of parts with these names as a dict of them.
  fileprivate func dict(named names: [String]?) -> Tree {
    guard let names, let parts = elements, parts.count == names.count else { return self }
    return .dict(.init(zip(names, parts)))
  }
}
