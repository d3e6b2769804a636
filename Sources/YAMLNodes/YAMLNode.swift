import Diagnostics

/// A value in a YAML file, with the place it was written at. Aliases are already resolved.
public struct YAMLNode: Sendable {
  /// Notation of a scalar: plain, in quotes, or as a block.
  public enum Style: Hashable, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// Content of a node.
  public enum Value: Sendable {
    /// A scalar's text; readers (`asInt`, …) decide on its type.
    case scalar(text: String, style: Style)
    case sequence([YAMLNode])
    /// Entries in the order of the file. Keys are scalars and no two are equal.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// The standard tags a scalar may have.
  public enum Tag: String, Sendable {
    case string = "tag:yaml.org,2002:str"
    case integer = "tag:yaml.org,2002:int"
    case float = "tag:yaml.org,2002:float"
    case boolean = "tag:yaml.org,2002:bool"
    case null = "tag:yaml.org,2002:null"
  }

  /// Content of the node.
  public var value: Value
  /// The tag it was given (`!!str 5`), if any.
  public var tag: Tag?
  /// Start of the node in the text.
  let mark: SourceText.Mark
  /// The file it is in.
  let source: SourceText

  init(_ value: Value, tag: Tag? = nil, mark: SourceText.Mark, source: SourceText) {
    self.value = value
    self.tag = tag
    self.mark = mark
    self.source = source
  }

  /// Location of the node's start. For an aliased node, that of its anchor.
  public var location: SourceLocation { source.location(mark) }

  /// The text of a scalar as it stands, whatever it means; `nil` for lists and maps.
  public var text: String? {
    if case .scalar(let text, _) = value { text } else { nil }
  }
}
