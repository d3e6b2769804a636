extension Tree {
  /// The named parts of a dict, in the order they were written, or of a node of a class, in the
  /// order they were declared.
  public struct Fields {
    /// Names and values in order; no name twice.
    public private(set) var pairs: [(key: String, value: Tree)] = []
    /// The class of the node; `nil` for a dict.
    public var type: NodeType?
    /// Indices of the names in `pairs`, if there are enough for an index to pay.
    private var places: [String: Int] = [:]

    /// Largest number of names that are searched one by one.
    private static var unindexedCount: Int { 8 }

    /// An empty list of fields.
    public init(type: NodeType? = nil) { self.type = type }

    /// Fields with these names; of two with one name the last holds.
    public init(_ pairs: some Sequence<(String, Tree)>, type: NodeType? = nil) {
      self.init(type: type)
      for (key, value) in pairs { self[key] = value }
    }

    /// The names in order.
    public var keys: [String] { pairs.map(\.key) }

    /// The values in order.
    public var values: [Tree] { pairs.map(\.value) }

    /// The fields in the order in which JAX flattens them: a dict's by sorted name, those of a
    /// node of a class as they were declared.
    public var sorted: [(key: String, value: Tree)] {
      type == nil ? pairs.sorted { $0.key < $1.key } : pairs
    }

    /// The value of a name; assigning `nil` removes it.
    ///
    /// - Complexity: O(1), but O(*n*) to remove a name.
    public subscript(key: String) -> Tree? {
      get { place(of: key).map { pairs[$0].value } }
      set {
        switch (place(of: key), newValue) {
        case (let place?, let value?): pairs[place].value = value
        case (let place?, nil): remove(at: place)
        case (nil, let value?): append(value, key)
        case (nil, nil): break
        }
      }
    }

    /// The value of a name, which is made if it isn't there; can be changed in place.
    public subscript(key: String, default value: @autoclosure () -> Tree) -> Tree {
      get { self[key] ?? value() }
      _modify {
        let place = place(of: key) ?? append(value(), key)
        yield &pairs[place].value
      }
    }

    /// The same names, in the same order and of the same class, with other values.
    ///
    /// - Parameter transform: called in the order of `sorted`.
    public func mapValues<T, E: Error>(
      _ transform: (_ key: String, _ value: Tree) throws(E) -> Tree<T>
    ) throws(E) -> Tree<T>.Fields {
      var result = [Tree<T>](repeating: .none, count: pairs.count)
      for place in flatteningOrder {
        result[place] = try transform(pairs[place].key, pairs[place].value)
      }
      return .init(zip(pairs, result).map { ($0.key, $1) }, places, type)
    }

    /// Fields with distinct names at known indices.
    private init(_ pairs: [(key: String, value: Tree)], _ places: [String: Int], _ type: NodeType?)
    {
      (self.pairs, self.places, self.type) = (pairs, places, type)
    }

    private var flatteningOrder: [Int] {
      type == nil ? pairs.indices.sorted { pairs[$0].key < pairs[$1].key } : Array(pairs.indices)
    }

    private func place(of key: String) -> Int? {
      pairs.count <= Self.unindexedCount
        ? pairs.firstIndex { $0.key == key } : places[key]
    }

    @discardableResult
    private mutating func append(_ value: Tree, _ key: String) -> Int {
      pairs.append((key, value))
      indexPlaces(from: places.count)
      return pairs.count - 1
    }

    private mutating func remove(at place: Int) {
      pairs.remove(at: place)
      places = [:]
      indexPlaces(from: 0)
    }

    /// Indexes the names from one on, if there are enough for an index to pay.
    private mutating func indexPlaces(from first: Int) {
      guard pairs.count > Self.unindexedCount else { return }
      for place in first..<pairs.count { places[pairs[place].key] = place }
    }
  }
}

extension Tree.Fields: Sendable where Leaf: Sendable {}

extension Tree.Fields: Equatable where Leaf: Equatable {
  /// Whether class, names and values are equal; the order of a dict's names doesn't count.
  public static func == (a: Self, b: Self) -> Bool {
    a.type == b.type && a.pairs.count == b.pairs.count
      && a.sorted.elementsEqual(b.sorted) { $0.key == $1.key && $0.value == $1.value }
  }
}

extension Tree {
  /// Changes the fields of a dict in place; any other node is replaced by a new dict first.
  public mutating func changeFields<R, E: Error>(
    _ change: (inout Fields) throws(E) -> R
  ) throws(E) -> R {
    var fields = fields ?? .init()
    // Nothing but `fields` holds them while they are changed, so they aren't copied.
    self = .none
    defer { self = .dict(fields) }
    return try change(&fields)
  }
}
