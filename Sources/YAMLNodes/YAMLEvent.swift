/// One step of a YAML file's structure, copied out of libyaml.
struct YAMLEvent {
  /// What the step is.
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(anchor: String)
    case scalar(text: String, style: YAMLNode.Style, properties: Properties)
    case sequenceStart(Properties)
    case mappingStart(Properties)
    /// The end of a list or a map.
    case collectionEnd
  }

  /// What may stand before a node: `&anchor !!tag`.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  var kind: Kind
  /// Where the step starts.
  var mark: SourceText.Mark
}
