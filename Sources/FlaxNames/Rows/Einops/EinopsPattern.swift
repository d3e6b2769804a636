import Arrays
import Diagnostics

/// A side of a pattern of `einops`: a group of axes for each axis of an array.
struct EinopsSide {
  /// An axis of a pattern.
  enum Axis: Hashable {
    case named(String)
    /// A number other than 1; each is an axis of its own.
    case anonymous(size: Int, place: Int)
    /// All axes that the pattern doesn't name.
    case ellipsis

    var text: String {
      switch self {
      case .named(let name): name
      case .anonymous(let size, _): "\(size)"
      case .ellipsis: "..."
      }
    }
  }

  private(set) var groups: [[Axis]] = []
  /// Whether an ellipsis is in parentheses.
  private(set) var hasGroupedEllipsis = false

  /// All axes, in order.
  var axes: [Axis] { groups.flatMap { $0 } }
  var hasEllipsis: Bool { axes.contains(.ellipsis) }

  /// - Parameter takesUnderscore: whether `_` stands for any axis.
  /// - Throws: when this is no pattern.
  init(_ text: Substring, takesUnderscore: Bool = false) throws {
    var open: [Axis]?
    for word in try Self.words(text) {
      switch word {
      case "(":
        guard open == nil else { throw Diagnostic("parentheses inside parentheses") }
        open = []
      case ")":
        guard let group = open else { throw Diagnostic("parentheses don't match") }
        groups.append(group)
        open = nil
      case "1":
        if open == nil { groups.append([]) }
      default:
        let axis = try Self.axis(word, place: axes.count + (open?.count ?? 0), takesUnderscore)
        let isRepeated = (axes + (open ?? [])).contains(axis) && axis != .named("_")
        guard !isRepeated else { throw Diagnostic("the axis '\(axis.text)' is there twice") }
        if axis == .ellipsis { hasGroupedEllipsis = open != nil }
        if open == nil { groups.append([axis]) } else { open?.append(axis) }
      }
    }
    guard open == nil else { throw Diagnostic("parentheses don't match") }
  }

  private static func words(_ text: Substring) throws -> [String] {
    var (words, current) = ([String](), "")
    func isWord(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_" || character == "."
    }
    for character in text {
      if isWord(character) {
        current.append(character)
        continue
      }
      if !current.isEmpty { words.append(current) }
      current = ""
      if character == "(" || character == ")" {
        words.append(String(character))
      } else if character != " " {
        throw Diagnostic("unknown character '\(character)'")
      }
    }
    return current.isEmpty ? words : words + [current]
  }

  private static func axis(_ word: String, place: Int, _ takesUnderscore: Bool) throws -> Axis {
    if word == "..." { return .ellipsis }
    if let size = Int(word), size > 0, size <= Shape.maximumElementCount {
      return .anonymous(size: size, place: place)
    }
    let isName = !(word.first?.isNumber ?? true) && !word.contains(".")
    guard isName, word == "_" ? takesUnderscore : word.first != "_" && word.last != "_" else {
      throw Diagnostic("'\(word)' is no name of an axis")
    }
    return .named(word)
  }

  /// With names for the axes that an ellipsis stands for.
  func expanded(_ count: Int) -> EinopsSide {
    let names = (0..<count).map { Axis.named("...\($0)") }
    var result = self
    result.groups = groups.flatMap { group -> [[Axis]] in
      if group == [.ellipsis], !hasGroupedEllipsis { return names.map { [$0] } }
      return [group.flatMap { $0 == .ellipsis ? names : [$0] }]
    }
    return result
  }

  /// Size of each axis in an array of the shape, given the known ones.
  ///
  /// - Throws: when the shape doesn't fit.
  func sizes(in shape: Shape, known: [Axis: Int]) throws -> [Axis: Int] {
    guard groups.count == shape.rank else {
      throw Diagnostic("the pattern has \(groups.count) axes", got: "an array of shape \(shape)")
    }
    var sizes = known
    for (group, size) in zip(groups, shape.sizes) {
      var product = 1
      var unknown: [Axis] = []
      for axis in group {
        if case .anonymous(let size, _) = axis { sizes[axis] = size }
        guard let size = sizes[axis] else {
          unknown.append(axis)
          continue
        }
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        guard !overflow else { throw Diagnostic("an axis of the pattern is too large") }
        product = next
      }
      let text = group.map(\.text).joined(separator: " ")
      guard unknown.count <= 1 else {
        throw Diagnostic(
          "the sizes of '\(text)' aren't known", hint: "give all but one of them by name")
      }
      guard let axis = unknown.first else {
        guard product == size else {
          throw Diagnostic("'\(text)' has another size", expected: "\(product)", got: "\(size)")
        }
        continue
      }
      guard product > 0, size % product == 0 else {
        throw Diagnostic("an axis of size \(size) doesn't divide into '\(text)' by \(product)")
      }
      sizes[axis] = size / product
    }
    return sizes
  }
}
