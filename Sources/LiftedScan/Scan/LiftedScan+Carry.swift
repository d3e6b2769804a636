import Arrays
import Diagnostics
import ProgramIR

extension LiftedScan {
  /// Name of a part of the carry in errors: `carry.h`, or `counter/i` for a carried variable.
  static func carryName(_ path: TreePath) -> String {
    let inner = TreePath(Array(path.keys.dropFirst()))
    return path.keys.first == .index(0) ? inner.slashed : inner.text(root: "carry")
  }

  /// Checks that the carry after a step has the structure of the carry before it.
  ///
  /// - Throws: when it has other parts; the error lists all parts that differ.
  func checkStructure(_ before: Tree<Tensor>, _ after: Tree<Tensor>) throws {
    guard before.structure != after.structure else { return }
    let old = Self.typesByName(before)
    let new = Self.typesByName(after)
    var details = old.keys.filter { new[$0] == nil }.sorted().map {
      "\($0): goes in as \(old[$0]?.description ?? ""), doesn't come out"
    }
    details += new.keys.filter { old[$0] == nil }.sorted().map {
      "\($0): doesn't go in, comes out as \(new[$0]?.description ?? "")"
    }
    details += old.keys.sorted().compactMap { name in
      guard let a = old[name], let b = new[name], !a.matches(b) else { return nil }
      return "\(name): goes in as \(a), comes out as \(b)"
    }
    if Set(old.keys) == Set(new.keys) {
      let (a, b) = (before.parts[1].kindName, after.parts[1].kindName)
      details.insert("carry: goes in as \(a), comes out as \(b)", at: 0)
    }
    throw Diagnostic(
      "the carry must have the same structure before and after a step",
      hint: hint(before.parts[0], after.parts[0]),
      remedy: fixedCollections(before.parts[0], after.parts[0]).map { .makeMutable($0) },
      details: details)
  }

  private static func typesByName(_ carry: Tree<Tensor>) -> [String: ArrayType] {
    let types = carry.leavesWithPaths.map { path, tensor in
      (carryName(path), ArrayType(tensor.dtype, tensor.shape))
    }
    return Dictionary(types) { first, _ in first }
  }

  /// Advice for carried variables whose type changes in a step.
  private func hint(_ before: Tree<Tensor>, _ after: Tree<Tensor>) -> String? {
    guard before.structure != after.structure else {
      return "return a carry of the structure that went in"
    }
    return fixedCollections(before, after) == nil
      ? "make the variables of a carried collection before the scan, on the module that the scan"
        + " runs on" : nil
  }

  /// The carried collections that aren't mutable, if some are why their variables don't go through.
  private func fixedCollections(_ before: Tree<Tensor>, _ after: Tree<Tensor>) -> [String]? {
    guard before.structure != after.structure else { return nil }
    let fixed = before.fields?.keys.filter { !scopes.roots[0].mutable.contains($0) } ?? []
    return fixed.isEmpty ? nil : fixed.sorted()
  }
}
