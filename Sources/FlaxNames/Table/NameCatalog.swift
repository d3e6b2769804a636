import Diagnostics
import LiftedScan
import Python

/// A name that bodies and configs know, with its documentation.
public struct KnownName: Hashable, Sendable {
  /// Kind of a named thing: function, module and so on.
  public enum Kind: String, Sendable {
    /// A function, or a method of an array.
    case function
    /// A type of modules.
    case module
    /// A constant.
    case value
    /// A known name without support.
    case refused
  }

  /// The name with its library: `jnp.argsort`.
  public let path: String
  /// Kind of the named thing.
  public let kind: Kind
  /// Parameters, or fields, as Python writes them; `nil` where none are recorded.
  public let signature: String?
  /// Description of the name, in a line.
  public let summary: String
  /// Aliases, with their libraries.
  public let aliases: [String]

  /// The name without its library.
  fileprivate var bareName: String { path.split(separator: ".").last.map(String.init) ?? path }

  /// The name with its parameters.
  public var call: String { path + (signature ?? "") }
}

/// All names that bodies and configs know.
public struct NameCatalog {
  /// The names in the order of libraries, then of letters.
  public let names: [KnownName]
  private let namespace = Namespace()

  /// The catalog of all libraries.
  public init() {
    let namespace = namespace
    names =
      Self.pythonNames(namespace)
      + Library.allCases.flatMap { library -> [KnownName] in
        guard let prefix = library.displayPrefix else { return [] }
        let rows = namespace.names(in: library).rows
        let groups = Dictionary(grouping: rows.values.map(\.name)) { rows[$0]?.original ?? $0 }
        return rows.values.sorted { $0.name < $1.name }.map { row in
          let others = groups[row.original ?? row.name, default: []].filter { $0 != row.name }
          return KnownName(row, prefix: prefix, aliases: others.sorted())
        }
      }
  }

  /// Python's built-in names.
  private static func pythonNames(_ namespace: Namespace) -> [KnownName] {
    Builtins.values(namespace.interpreter).sorted { $0.key < $1.key }.map { name, object in
      let function = object.reference as? PyBuiltin
      return KnownName(
        path: name, kind: function == nil ? .value : .function,
        signature: function?.signature.description, summary: "", aliases: [])
    }
  }

  /// The names that begin with `prefix`: a library, or the beginning of a name.
  ///
  /// - Throws: when there is none.
  public func names(beginning prefix: String) throws -> [KnownName] {
    let path = usualPath(prefix)
    let found = names.filter { $0.path == path || $0.path.hasPrefix(path) }
    if let exact = found.first(where: { $0.path == path }) { return [exact] }
    let inLibrary = found.filter { $0.path.hasPrefix(path + ".") }
    if !inLibrary.isEmpty { return inLibrary }
    if !found.isEmpty { return found }
    let bare = names.filter { $0.bareName == path }
    guard bare.isEmpty else { return bare }
    throw Diagnostic("no such name", code: .usage, path: prefix, hint: hint(for: path))
  }

  private func hint(for path: String) -> String? {
    let parts = path.split(separator: ".").map(String.init)
    do {
      if let first = parts.first, let start = namespace.bareName(first) {
        _ = try parts.dropFirst().reduce(start) { try Py.attribute($1, of: $0) }
      }
    } catch let error as Diagnostic {
      if let hint = error.hint { return hint }
    } catch {}
    let candidates = parts.count > 1 ? names.map(\.path) : names.map(\.bareName)
    return closestMatch(to: path, among: candidates).map { "did you mean '\($0)'?" }
  }

  /// A path with the prefix that names are listed by: `jnp.sum` of `jax.numpy.sum`.
  private func usualPath(_ path: String) -> String {
    var best: (length: Int, path: String)?
    for library in Library.allCases {
      guard let usual = library.usualPrefix else { continue }
      for prefix in library.prefixes where path == prefix || path.hasPrefix(prefix + ".") {
        guard prefix.count > best?.length ?? 0 else { continue }
        let rest = path.dropFirst(prefix.count)
        if !rest.isEmpty, namespace.names(in: library)[String(rest.dropFirst())] == nil {
          continue
        }
        best = (prefix.count, usual + rest)
      }
    }
    return best?.path ?? path
  }
}

extension KnownName {
  fileprivate init(_ row: FunctionTable.Row, prefix: String, aliases: [String]) {
    func full(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }
    path = full(row.name)
    signature = row.signature?.parsed().signature.description
    summary = row.summary
    self.aliases = aliases.map(full)
    switch row.value {
    case _ where row.isRefused: kind = .refused
    case .leaf(.moduleType): kind = .module
    case .leaf(.function) where row.signature != nil || prefix.isEmpty: kind = .function
    default: kind = .value
    }
  }
}

extension Library {
  /// The prefix its names are listed by; `nil` for a library that has the names of another.
  var displayPrefix: String? {
    switch self {
    case .numpy, .numpyLinalg, .numpyFourier: nil
    case .arrays: "Array"
    case .initializers: "nn.initializers"
    case .flax: "flax.core"
    case .random: "jax.random"
    default: prefixes.first
    }
  }

  /// The prefix that the same names are listed by.
  fileprivate var usualPrefix: String? {
    switch self {
    case .numpy: Library.jnp.displayPrefix
    case .numpyLinalg: Library.linalg.displayPrefix
    case .numpyFourier: Library.fourier.displayPrefix
    default: displayPrefix
    }
  }
}
