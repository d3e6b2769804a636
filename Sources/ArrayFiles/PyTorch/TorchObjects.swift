import Arrays
import Diagnostics

/// Meaning of the few names that a state dict of PyTorch needs. A call of anything else is a value
/// without arrays, by name.
enum TorchObjects {
  /// The meaning for a pickle of a checkpoint.
  static var meaning: PickleMachine.Meaning {
    PickleMachine.Meaning(
      persistent: { (id) throws(Diagnostic) in storage(id) },
      call: call)
  }

  /// The storage of a persistent identifier: `("storage", type, key, location, count)`, and in old
  /// files a view.
  private static func storage(_ id: PickleValue) -> PickleValue {
    guard let parts = id.tuple, parts.count >= 5, parts[0].text == "storage",
      let type = parts[1].global, let key = parts[2].text, let count = parts[4].integer, count >= 0
    else { return .other("a persistent object") }
    if parts.count > 5, case .tuple = parts[5] {
      return .other("a view of a storage, as PyTorch wrote them before 0.4")
    }
    let name = type.split(separator: ".").last.map(String.init) ?? type
    return .storage(
      TorchStorage(
        key: key, elementType: name == "UntypedStorage" ? nil : TorchElementType(name: name),
        count: count))
  }

  private static func call(
    _ name: String, _ arguments: [PickleValue], _ arena: PickleArena
  ) -> PickleValue {
    switch name {
    case "collections.OrderedDict": orderedDict(arguments, arena)
    case "torch._utils._rebuild_tensor": tensor(arguments)
    case "torch._utils._rebuild_tensor_v2": tensor(arguments, viewFlags: 6)
    case "torch._utils._rebuild_tensor_v3": tensor(arguments, dtype: 6, viewFlags: 7)
    case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
      arguments.first ?? .other("a parameter without data")
    case "torch.Size": arguments.first ?? .tuple(arena.list())
    case "torch._tensor._rebuild_from_type_v2": derivedTensor(arguments, arena)
    default: .other("what \(name) makes")
    }
  }

  /// A dict, of the list of pairs that old pickles have.
  private static func orderedDict(
    _ arguments: [PickleValue], _ arena: PickleArena
  ) -> PickleValue {
    let dict = arena.dict()
    if case .list(let list)? = arguments.first {
      for item in list.items {
        switch item {
        case .tuple(let pair), .list(let pair): dict.add(alternating: pair.items)
        default: return .other("an OrderedDict that isn't made of pairs")
        }
      }
    }
    return .dict(dict)
  }

  /// A tensor: `(storage, offset, sizes, strides, …)`.
  ///
  /// - Parameters:
  ///   - dtype: place of the dtype, which the storage doesn't tell.
  ///   - viewFlags: place of the dict that says whether the elements are yet to be conjugated or
  ///     negated.
  private static func tensor(
    _ arguments: [PickleValue], dtype: Int? = nil, viewFlags: Int? = nil
  ) -> PickleValue {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      let offset = arguments[1].integer, let sizes = arguments[2].integers,
      let strides = arguments[3].integers
    else { return .other("a tensor without a storage of its own") }
    if let viewFlags, viewFlags < arguments.count, case .dict(let flags) = arguments[viewFlags],
      flags.items.contains(where: { if case .boolean(false) = $0.value { false } else { true } })
    {
      return .other("a tensor that is a conjugate or negative view: save tensor.resolve_conj()")
    }
    var type = storage.elementType
    if let dtype {
      guard dtype < arguments.count, let name = arguments[dtype].global,
        let last = name.split(separator: ".").last
      else { return .other("a tensor without a dtype") }
      type = TorchElementType(name: String(last))
    }
    guard let type else { return .other("a tensor without a dtype") }
    return .tensor(
      TorchTensor(
        storage: storage, offset: offset, sizes: sizes, strides: strides, elementType: type))
  }

  /// A tensor of a class of its own, `(function, class, arguments, state)`: one of PyTorch's own
  /// classes holds the elements alone.
  private static func derivedTensor(
    _ arguments: [PickleValue], _ arena: PickleArena
  ) -> PickleValue {
    guard arguments.count >= 3, let function = arguments[0].global, let type = arguments[1].global,
      ["torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Parameter"].contains(type),
      function.hasPrefix("torch._utils._rebuild_"), let inner = arguments[2].tuple
    else { return .other("a tensor of a class that isn't known here") }
    return call(function, inner, arena)
  }
}
