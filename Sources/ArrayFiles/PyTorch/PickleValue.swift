/// A value of Python in a pickle. Nothing of it is ever run: an object of a class or a call of a
/// function that isn't known is its name only.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case text(String)
  case tuple(PickleList)
  case list(PickleList)
  case dict(PickleDict)
  /// The name of a class or function: `collections.OrderedDict`.
  case global(String)
  /// A storage, of which tensors are made.
  case storage(TorchStorage)
  case tensor(TorchTensor)
  /// A value that holds no arrays, such as bytes or an object of a foreign class; described in words.
  case other(String)
}

/// The lists, tuples and dicts of a pickle. They are emptied with it: one may be in itself, or in
/// another one a million deep, which would be freed by as many calls in each other.
final class PickleArena {
  private var lists: [PickleList] = []
  private var dicts: [PickleDict] = []

  /// Number of lists, tuples and dicts.
  var count: Int { lists.count + dicts.count }

  /// A new list.
  func list(_ items: [PickleValue] = []) -> PickleList {
    let list = PickleList(items)
    lists.append(list)
    return list
  }

  /// A new dict.
  func dict() -> PickleDict {
    let dict = PickleDict()
    dicts.append(dict)
    return dict
  }

  deinit {
    for list in lists { list.items = [] }
    for dict in dicts { dict.items = [] }
  }
}

/// A tuple, or a list, to which a pickle may refer again and append.
final class PickleList {
  var items: [PickleValue]

  fileprivate init(_ items: [PickleValue]) { self.items = items }
}

/// A dict, to which a pickle may refer again and add.
final class PickleDict {
  var items: [(key: PickleValue, value: PickleValue)] = []

  fileprivate init() {}

  /// Adds keys and values, given by turns.
  func add(alternating values: [PickleValue]) {
    for index in stride(from: 0, to: values.count - 1, by: 2) {
      items.append((values[index], values[index + 1]))
    }
  }

  /// The value of a key that is text; the last one, if it is set several times.
  subscript(name: String) -> PickleValue? {
    items.last { if case .text(name) = $0.key { true } else { false } }?.value
  }
}

extension PickleValue {
  /// The integer.
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The text.
  var text: String? { if case .text(let value) = self { value } else { nil } }

  /// The name of a class or function.
  var global: String? { if case .global(let name) = self { name } else { nil } }

  /// The values of a tuple.
  var tuple: [PickleValue]? { if case .tuple(let list) = self { list.items } else { nil } }

  /// The integers of a tuple of nothing else.
  var integers: [Int]? {
    guard let tuple else { return nil }
    let integers = tuple.compactMap(\.integer)
    return integers.count == tuple.count ? integers : nil
  }
}
