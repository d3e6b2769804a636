extension PyModule {
  /// The names of `abc`.
  static let abcValues: [String: PyObject] = [
    "ABCMeta": .object(PyMetaclass()),
    "ABC": .object(PyClass.abstractBase),
    "abstractmethod": .function("abstractmethod", "(funcobj)") { call in
      (call[0].reference as? PyFunction)?.attributes["__isabstractmethod__"] = .bool(true)
      return call[0]
    },
    "abstractproperty": .object(PyClass.property),
    "abstractclassmethod": .object(PyClass.classMethod),
    "abstractstaticmethod": .object(PyClass.staticMethod),
  ]
}
