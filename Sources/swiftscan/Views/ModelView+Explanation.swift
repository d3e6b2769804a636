import Arrays
import LiftedScan
import ProgramIR
import ScannedModels

extension ModelView {
  /// Text of each scan's values and their roles: scanned, carried or broadcast.
  ///
  /// - Throws: what tracing the model throws.
  func explanation() throws -> String {
    // As `init` on everything there may be, so that nothing is left out.
    let trace = try model.initCall(
      inputs: inputs, keys: keys, mutable: .all, assumesStreams: true
    ).traced
    let unasked = model.usualStreams.filter { keys[$0] == nil }
    if trace.scans.isEmpty { return "the model has no scans" }
    return trace.scans.map { scan in
      let shown = scan.lines(leavingOut: unasked)
      return shown.map { String(repeating: "  ", count: scan.depth) + $0 }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}

extension ScanReport {
  /// - Parameter unasked: streams that aren't worth a word where they aren't lifted.
  fileprivate func lines(leavingOut unasked: [String]) -> [String] {
    let streams = streams.filter { $0.isSplit != nil || !unasked.contains($0.name) }
    return [head]
      + section("carry", carry.map { ("\($0.path)", "\($0.type.strong), from step to step") })
      + section("arguments", arguments.map { ($0.path, text($0, "gets")) })
      + section("outputs", outputs.map { ($0.path, text($0, "gives")) })
      + section("collections", collections.map { ($0.name, $0.text) })
      + section("random streams", streams.map { ($0.name, $0.text) })
  }

  private var head: String {
    let place = path == "/" ? "" : " at \(path)"
    if isMap { return "\(name)\(place) is mapped over \(length) parts" }
    let direction = isReversed ? ", the last one first" : ""
    return "\(name)\(place) is scanned for \(length) step\(length == 1 ? "" : "s")\(direction)"
  }

  private func text(_ part: Part, _ verb: String) -> String {
    guard let axis = part.axis else {
      return "\(part.type.strong), broadcast: every step \(verb) all of it"
    }
    let step = part.type.strong.with(shape: part.type.shape.removing(axis: axis))
    return "\(part.type.strong), scanned along axis \(axis): a step \(verb) \(step)"
  }

  private func section(_ title: String, _ rows: [(name: String, text: String)]) -> [String] {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.isEmpty
      ? []
      : ["  \(title)"]
        + rows.map { name, text in
          "    \(name)\(String(repeating: " ", count: width - name.count))  \(text)"
        }
  }
}

extension ScanReport.Collection {
  fileprivate var text: String {
    switch (input, output) {
    case (nil, nil): return "not lifted: steps don't see it"
    case (let input?, nil): return "\(input.text); steps can't change it"
    case (nil, let output?): return "\(output.text); made by the steps"
    case (let input?, let output?):
      return input == output ? input.text : "in: \(input.text); out: \(output.text)"
    }
  }
}

extension VariableRole {
  fileprivate var text: String {
    switch self {
    case .scanned(let axis): "scanned along axis \(axis): each step has its own"
    case .carried: "carried from step to step"
    case .broadcast: "broadcast: all steps share it"
    }
  }
}

extension ScanReport.Stream {
  fileprivate var text: String {
    switch isSplit {
    case true?: "split: each step draws its own numbers"
    case false?: "shared: all steps draw the same numbers"
    case nil: "not lifted: steps can't draw from it"
    }
  }
}
