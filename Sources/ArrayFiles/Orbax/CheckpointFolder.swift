import Arrays
import Diagnostics

/// Finds the arrays in a folder that Orbax wrote: a checkpoint, a step of several items, or the steps of a
/// run, of which the newest is read.
///
/// - Parameter step: the step to read.
/// - Throws: when there is no checkpoint, or not that step.
func readCheckpointFolder(
  _ path: String, step: Int?
) throws(Diagnostic) -> StoredArrays {
  var folder = Folder(path)
  guard !path.contains(unfinishedMark) else {
    throw Diagnostic(
      "is a checkpoint that was never finished", path: path, hint: "take an older step")
  }
  let steps = folder.isCheckpoint ? [] : try folder.steps
  if let chosen = try choose(step, of: steps, in: folder) { folder = try folder.folder(chosen) }
  if folder.isCheckpoint { return try OrbaxCheckpoint(folder).arrays }
  return try readItems(of: folder)
}

/// Part of the names of folders that Orbax is still writing.
private let unfinishedMark = ".orbax-checkpoint-tmp"

/// The folder of a step, or of the newest one.
private func choose(
  _ step: Int?, of steps: [(number: Int, name: String)], in folder: Folder
) throws(Diagnostic) -> String? {
  guard let step else { return steps.last?.name }
  if let found = steps.last(where: { $0.number == step }) { return found.name }
  let numbers = steps.suffix(12).map { String($0.number) }.joined(separator: ", ")
  throw Diagnostic(
    steps.isEmpty ? "has no steps" : "has no step \(step)", code: .usage, path: folder.path,
    expected: steps.isEmpty ? nil : (steps.count > 12 ? "…, " : "") + numbers,
    hint: steps.isEmpty ? "leave out --step" : nil)
}

/// The arrays of a step's items: those of the only one that has arrays, or else by the items' names.
private func readItems(of folder: Folder) throws(Diagnostic) -> StoredArrays {
  var items: [(name: String, arrays: StoredArrays)] = []
  for name in try folder.folders {
    let item = try folder.folder(name)
    if item.isCheckpoint { items.append((name, try OrbaxCheckpoint(item).arrays)) }
  }
  guard let first = items.first else { throw SystemError.isFolder.whileOpening(folder.path) }
  if items.count == 1 { return first.arrays }
  return StoredArrays(
    .dict(.init(items.map { ($0.name, $0.arrays.tree) })),
    unread: items.flatMap { item in
      item.arrays.unread.map { UnreadEntry(path: [item.name] + $0.path, reason: $0.reason) }
    })
}

extension Folder {
  /// Whether arrays of one checkpoint are in the folder.
  fileprivate var isCheckpoint: Bool {
    let names = [OrbaxCheckpoint.metadataName, OcdbtStore.manifestName, "zarr.json", ".zarray"]
    if names.contains(where: holds) || holdsFile(OrbaxCheckpoint.aggregateName) { return true }
    guard let folders = try? folders else { return false }
    return folders.contains { name in
      name.hasPrefix(OrbaxCheckpoint.processPrefix)
        || ["zarr.json", ".zarray"].contains { holds("\(name)/\($0)") }
    }
  }

  /// The folders of steps, by number: `10`, or with a name before it, `checkpoint_10`.
  fileprivate var steps: [(number: Int, name: String)] {
    get throws(Diagnostic) {
      var steps: [(number: Int, name: String)] = []
      for name in try folders where !name.contains(unfinishedMark) {
        let digits = name.split(separator: "_", omittingEmptySubsequences: false).last ?? ""
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
          continue
        }
        steps.append((number, name))
      }
      return steps.sorted { $0.number < $1.number }
    }
  }
}
