/// A parsing event of libyaml, copied out of its parser.
struct YAMLEvent {
  /// Kind of the event.
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(anchor: String)
    case scalar(text: String, style: YAMLNode.Style, properties: Properties)
    case sequenceStart(Properties)
    case mappingStart(Properties)
    /// The end of a list or a map.
    case collectionEnd
  }

  /// Properties in front of a node: `&anchor !!tag`.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  var kind: Kind
  /// Start of the event in the text.
  var mark: SourceText.Mark
}
