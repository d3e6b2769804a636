import Arrays
import LiftedScan
import ProgramIR
import ScannedModels

extension ModelView {
  /// The modules with their inputs, outputs and numbers of parameters; the variables; the costs.
  var summary: String {
    [modules, variableTable, totals, costs].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var modules: String {
    var table = TextTable(["path", "module", "inputs", "outputs", "params"])
    let paths = Set(apply.calls.map(\.path))
    for call in apply.calls {
      let path = call.path.joined(separator: "/")
      let own = ownParameters(at: call.path, isModule: paths.contains)
      table.add([
        path.isEmpty ? "/" : path, call.typeName, text(call.inputs), text(call.outputs),
        own == 0 ? "" : own.grouped,
      ])
    }
    return table.text
  }

  private func text(_ types: [ArrayType]) -> String {
    let shown = types.prefix(3).map { "\($0.strong)" }.joined(separator: ", ")
    return types.count > 3 ? "\(shown), … \(types.count - 3) more" : shown
  }

  /// Number of elements in the parameters of the module at a path, without modules below.
  private func ownParameters(at path: [String], isModule: ([String]) -> Bool) -> Int {
    let scope = path.reduce(variables["params"]) { $0?[$1] }
    return (scope?.fields?.pairs ?? []).filter { !isModule(path + [$0.key]) }
      .flatMap(\.value.leaves).map(\.shape.elementCount).reduce(0, +)
  }

  private var variableTable: String {
    let partitions = initialization.partitions
    var table = TextTable(
      ["variable", "type", "numbers"] + (partitions.isEmpty ? [] : ["axis names"]))
    for (path, type) in shownVariables.leavesInOrderWithPaths {
      let row = [path.slashed, "\(type.strong)", type.shape.elementCount.grouped]
      table.add(row + (partitions.isEmpty ? [] : [partitions[path]?.description ?? ""]))
    }
    return variables.leaves.isEmpty ? "" : table.text
  }

  /// The variables as their files hold them: complex ones whole.
  private var shownVariables: Tree<ArrayType> {
    variables.joiningComplexParts { real, _ in
      real.dtype == .float32 ? ArrayType(.complex64, real.shape) : nil
    }
  }

  private var totals: String {
    (shownVariables.fields?.pairs ?? []).map { name, tree in
      let count = tree.leaves.map(\.shape.elementCount).reduce(0, +)
      let byteCount = tree.leaves.map { $0.shape.elementCount * $0.dtype.byteCount }.reduce(0, +)
      return "total \(name): \(count.grouped) numbers, \(byteCount.byteText)"
    }.joined(separator: "\n")
  }

  private var costs: String {
    let all = Costs(apply.program, countingSteps: true)
    return (stepCosts(apply.program, indent: "") + ["whole call: \(all.text)"])
      .joined(separator: "\n")
  }

  /// A line for each scan of the program, those inside of others indented.
  private func stepCosts(_ program: Program, indent: String) -> [String] {
    program.equations.flatMap { equation -> [String] in
      guard case .scan(let scan) = equation.primitive else { return [] }
      let step = Costs(scan.body, countingSteps: true)
      return ["\(indent)a scan of \(scan.length.grouped) steps: \(step.text) a step"]
        + stepCosts(scan.body, indent: indent + "  ")
    }
  }
}

extension Costs {
  fileprivate var text: String {
    "\(flops.grouped) FLOPs"
      + (transcendentals == 0 ? "" : " and \(transcendentals.grouped) of exp, tanh, …")
  }
}
