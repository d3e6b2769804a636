/// An iterator: it gives each item once.
open class PyIterator: PyReference, @unchecked Sendable {
  private var produce: () throws -> PyObject?
  private let ownType: PyClass
  private var isExhausted = false

  /// An iterator that is given its items one by one, `nil` at the end.
  public init(_ produce: @escaping () throws -> PyObject? = { nil }) {
    (ownType, self.produce) = (.iterator, produce)
    super.init()
  }

  /// The same of a class of iterators.
  init(_ type: PyClass, _ produce: @escaping () throws -> PyObject? = { nil }) {
    (ownType, self.produce) = (type, produce)
    super.init()
  }

  /// An iterator over items that are there.
  public convenience init(over items: [PyObject]) {
    var rest = items.makeIterator()
    self.init { rest.next() }
  }

  deinit { Chain.free(&produce, replacingWith: { nil }) }

  open override var type: PyClass { ownType }

  /// The next item; `nil` at the end, from then on.
  open func next() throws -> PyObject? {
    guard !isExhausted else { return nil }
    try Work.noteItem()
    do {
      if let item = try produce() { return item }
    } catch let error as PyError where endsAtStopIteration && error.isStopIteration {
      // A function that the items are made with asked another iterator for more than it has.
      return nil
    }
    isExhausted = true
    return nil
  }

  /// Whether a StopIteration from the source of the items ends the iterator.
  var endsAtStopIteration: Bool { true }

  open override func iterator() throws -> PyIterator? { self }

  open override func representation() throws -> String { "<\(type.name) object>" }
}
