import Arrays
import Diagnostics
import LiftedScan
import ModelConfig
import ProgramIR

/// A traced call of a session: the places of its arrays in the caller's memory and in the state.
struct SessionCall {
  let call: PreparedCall
  /// Whether the call reads all of the state.
  let readsState: Bool

  /// The memory that an input of the program is in.
  enum Source {
    case caller(Int)
    case state(Int)
    case key(String)
    case fixed(NDArray)
  }

  /// The memory that an output of the program goes to.
  enum Destination {
    case caller(Int)
    case state(Int)
  }

  // MARK: State

  private var resultPositions: Tree<Int> {
    let result = call.traced.result
    return result.replacingLeaves(with: Array(result.leaves.indices))
  }

  /// The carry of the result; its leaves are positions among the arrays of the state.
  var carry: Tree<Int>? { call.splitCarry(resultPositions).carry }

  /// The types of the carry of the result, by position.
  var carryTypes: [ArrayType] {
    (carry?.leaves ?? []).sorted().map { call.traced.result.leaves[$0] }
  }

  /// The paths of the variables of the state, which follow the carry there.
  private var variablePlaces: [TreePath: Int] {
    let paths = call.traced.variables.leavesWithPaths.map(\.path)
    let start = carryTypes.count
    return Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($1, start + $0) })
  }

  // MARK: The caller's arrays

  /// The inputs of the caller: the arrays of the arguments without the carry.
  var inputs: [(name: String, type: ArrayType)] {
    arguments.map { ($0.path.text(root: $0.name), $0.type) }
  }

  private var arguments: [CallBinding.ArrayArgument] {
    call.binding.arrayArguments.filter { !call.isCarry($0) }
  }

  /// The outputs of the caller: the arrays of the result without the carry.
  var outputs: [(name: String, type: ArrayType)] {
    let types = call.traced.result.leaves
    return (call.splitCarry(resultPositions).ys?.leavesWithPaths ?? []).map { path, position in
      (path.text(root: "ys"), types[position])
    }
  }

  // MARK: Memory

  /// The memory of the program's inputs.
  var sources: [Source] {
    get throws {
      let places = variablePlaces
      let carryPaths = call.binding.arrayArguments.filter(call.isCarry).map(\.path)
      return try call.traced.inputs.map { input -> Source in
        switch input {
        case .key(let stream): return .key(stream)
        case .variable(let path):
          if let place = places[path] { return .state(place) }
          if let array = try call.variables.part(at: path)?.leaf?.read() { return .fixed(array) }
        case .argument(let argument, let path):
          if let place = arguments.firstIndex(where: { $0.argument == argument && $0.path == path })
          {
            return .caller(place)
          }
          if let place = carryPaths.firstIndex(of: path) { return .state(place) }
        case .lengths: break
        }
        throw Diagnostic("an input is missing", code: .internalFault)
      }
    }
  }

  /// The memory of the program's outputs.
  var destinations: [Destination] {
    let carryCount = carryTypes.count
    let ys = call.splitCarry(resultPositions).ys?.leaves ?? []
    let results = call.traced.result.leaves.indices.map { position -> Destination in
      ys.firstIndex(of: position).map { .caller($0) } ?? .state(position)
    }
    let variables = call.traced.variables.leaves.indices.map { Destination.state(carryCount + $0) }
    return results + variables
  }
}
