import Diagnostics

extension Remedy {
  /// The options of the command line that do it.
  var hint: String {
    switch self {
    case .makeMutable(let collections):
      "pass " + collections.map { "--mutable \($0)" }.joined(separator: " ")
    case .giveVariables(let collection):
      "there are no '\(collection)' at all: pass --params with a file that has them"
    case .giveKey(let stream): "pass --rng \(stream)=SEED"
    }
  }
}
