/// The first byte of a stored value: what follows.
///
/// Numbers of elements, fields, bytes and texts are variable-length integers.
enum BinaryKind: UInt8 {
  /// `nil`.
  case none
  case no, yes
  /// An integer, its sign in the lowest bit.
  case integer
  /// The eight bytes of a double.
  case number
  /// The number of a text in the table of texts.
  case text
  /// A count, and so many bytes.
  case bytes
  /// A count, and so many integers.
  case integers
  /// A count, and so many values.
  case list
  /// A count, and so many pairs of the number of a text and a value.
  case fields
}
