/// Description of a module's method: parameters, carry and kind.
public struct Method {
  /// The parameters after the module, in order.
  public var parameters: [Parameter]
  /// Whether the method takes any number of further arguments by position (`*args`).
  public var takesFurtherPositional = false
  /// Whether the method takes any number of further arguments by name (`**kwargs`).
  public var takesFurtherKeywords = false
  /// Whether arguments can be passed by name.
  public var takesKeywords = true
  /// Whether the method may make submodules and variables inline (`nn.compact`).
  public var isCompact = true
  /// Whether the method is the module's, with access to the module's parts and scope, and not
  /// merely a function beside it (`nn.nowrap`).
  public var isWrapped = true
  /// Whether the method is read like a field, without a call (`@property`).
  public var isProperty = false
  /// The carry that the method takes and may return, if any.
  public var carry: Carry?
  /// The scans and vmaps that it is lifted by, the outermost first.
  public var loops: [ScanSettings] = []
  /// The streams of random numbers that its lifts name.
  public var streamNames: Set<String> = []

  /// A parameter of a method.
  public struct Parameter: Hashable, Sendable {
    /// Name of the parameter.
    public var name: String
    /// Whether its argument may be left out.
    public var hasDefault: Bool
    /// Whether the parameter takes its argument by name only.
    public var isKeywordOnly: Bool

    /// A parameter of this name.
    public init(_ name: String, hasDefault: Bool = false, isKeywordOnly: Bool = false) {
      (self.name, self.hasDefault, self.isKeywordOnly) = (name, hasDefault, isKeywordOnly)
    }
  }

  /// A carry as an argument and a result.
  public struct Carry: Hashable, Sendable {
    /// The position of the parameter that takes the first carry.
    public var place: Int
    /// Whether the result is a tuple of the last carry and the outputs.
    public var isReturned: Bool
    /// The names of its parts, if it is a tuple of named ones: `c` and `h`.
    public var partNames: [String]?

    /// A carry in this place.
    public init(place: Int, isReturned: Bool, partNames: [String]? = nil) {
      (self.place, self.isReturned, self.partNames) = (place, isReturned, partNames)
    }

    /// Whether the carry is the first argument and the first part of the result, as in cells and
    /// scans.
    public var isThreaded: Bool { place == 0 && isReturned }
  }

  /// A compact method with these parameters. One called `initial_carry` takes the carry.
  public init(_ parameters: [Parameter]) {
    self.parameters = parameters
    carry = parameters.firstIndex { $0.name == "initial_carry" }
      .map { Carry(place: $0, isReturned: false) }
  }

  /// A compact method with parameters as Python writes them: `x, mask=None, *, rng=None`.
  public init(_ signature: String) {
    var isKeywordOnly = false
    var parameters: [Parameter] = []
    for text in signature.split(separator: ",") {
      let sides = text.split(separator: "=")
      let name = sides.first.map { $0.filter { $0 != " " } } ?? ""
      if name == "*" {
        isKeywordOnly = true
      } else {
        parameters.append(
          Parameter(name, hasDefault: sides.count > 1, isKeywordOnly: isKeywordOnly))
      }
    }
    self.init(parameters)
  }

  /// The names of the parameters, in order.
  public var parameterNames: [String] { parameters.map(\.name) }

  /// Whether a parameter may be left out.
  public func hasDefault(_ name: String) -> Bool {
    parameters.contains { $0.name == name && $0.hasDefault }
  }
}
