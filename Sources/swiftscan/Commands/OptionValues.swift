import ArgumentParser
import ArrayFiles
import Arrays
import FlaxNames
import LiftedScan
import ModelConfig
import ScannedModels

extension RandomKey: ExpressibleByArgument {
  /// A seed, or both words: `HI,LO`.
  public init?(argument: String) {
    if let seed = Int(argument) {
      self.init(seed: seed)
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let high = UInt32(parts[0]), let low = UInt32(parts[1]) else {
      return nil
    }
    self.init(high: high, low: low)
  }
}

/// The raw key `HI,LO` of `--key`.
struct RawKey: ExpressibleByArgument {
  let key: RandomKey

  init?(argument: String) {
    guard argument.contains(","), let key = RandomKey(argument: argument) else { return nil }
    self.key = key
  }
}

/// `NAME=SEED` or `NAME=HI,LO`: the key of a stream.
struct StreamKey: ExpressibleByArgument {
  let stream: String
  let key: RandomKey

  init?(argument: String) {
    guard let (name, value) = splitAtEquals(argument), let key = RandomKey(argument: value) else {
      return nil
    }
    (stream, self.key) = (name, key)
  }
}

/// `NAME=SIZE`: the size that a name stands for.
struct NamedSize: ExpressibleByArgument {
  let name: String
  let size: Int

  init?(argument: String) {
    guard let (name, value) = splitAtEquals(argument), let size = Int(value), size >= 0,
      size <= 1 << 40
    else { return nil }
    (self.name, self.size) = (name, size)
  }
}

extension NamedFile: ExpressibleByArgument {
  /// `FILE`, or `NAME=FILE` for one of several inputs, or `NAME/PART=FILE` for a part of one.
  public init?(argument: String) {
    if let (name, file) = splitAtEquals(argument), Self.isPath(name), !FileSystem.exists(argument) {
      guard !file.isEmpty else { return nil }
      self.init(names: name.split(separator: "/").map(String.init), file: file)
    } else {
      guard !argument.isEmpty else { return nil }
      self.init(file: argument)
    }
  }

  /// Whether the text before `=` can be names of inputs; `./a=b.npy` is a file.
  private static func isPath(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
  }
}

/// `NAME=VALUE`: a field of the model.
struct FieldValue: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let (name, value) = splitAtEquals(argument), !argument.holdsKeptBytes else { return nil }
    (self.name, self.value) = (name, value)
  }
}

/// A filter as configs write it, or names with commas between.
struct FilterValue: ExpressibleByArgument {
  let filter: Filter

  init?(argument: String) {
    let text = ["True": "true", "False": "false"][argument] ?? argument
    let isFlow = text.contains { "[{".contains($0) }
    let parts = isFlow ? [text] : text.split(separator: ",").map(String.init)
    guard let filters = try? parts.map({ try Filter(key: $0) }), !filters.isEmpty else {
      return nil
    }
    filter = filters.reduce(.none) { $0.union($1) }
  }
}

private func splitAtEquals(_ text: String) -> (String, String)? {
  guard let index = text.firstIndex(of: "="), index > text.startIndex else { return nil }
  return (String(text[..<index]), String(text[text.index(after: index)...]))
}
