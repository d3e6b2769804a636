extension PyModule {
  /// The names of `string`.
  static let stringValues: [String: PyObject] = [
    "ascii_lowercase": .string("abcdefghijklmnopqrstuvwxyz"),
    "ascii_uppercase": .string("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "ascii_letters": .string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "digits": .string("0123456789"), "hexdigits": .string("0123456789abcdefABCDEF"),
    "octdigits": .string("01234567"),
    "punctuation": .string("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "whitespace": .string(" \t\n\r\u{0b}\u{0c}"),
  ]
}
