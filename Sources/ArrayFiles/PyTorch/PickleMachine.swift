import Arrays
import Diagnostics

/// Reads Python's pickles (protocols 0 to 5) as data: a stack of values, and a memo of those to which
/// the pickle may refer again. It imports nothing and calls nothing.
///
/// The opcodes are described in CPython's `Lib/pickletools.py`.
struct PickleMachine {
  /// Meaning of what a pickle names but doesn't hold.
  struct Meaning {
    /// The value of a persistent identifier.
    var persistent: (PickleValue) throws(Diagnostic) -> PickleValue
    /// The result of a call of the function or class of a name; what it makes is in the arena.
    var call: (_ name: String, _ arguments: [PickleValue], PickleArena) -> PickleValue
  }

  private var bytes: PickleBytes
  private let meaning: Meaning
  private let arena: PickleArena
  private var stack: [PickleValue] = []
  /// Heights of the stack at the marks.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  /// Largest numbers of values; real pickles stay far below.
  private static let (maximumStackCount, maximumMemoCount) = (1 << 20, 1 << 22)
  private static let (maximumContainerCount, maximumOpcodeCount) = (1 << 22, 1 << 24)

  /// Takes one pickle from `bytes`.
  ///
  /// - Parameter arena: owns the lists, tuples and dicts in the value, which are empty after it.
  /// - Throws: without a path.
  static func value(
    from bytes: inout PickleBytes, _ meaning: Meaning, in arena: PickleArena
  ) throws(Diagnostic) -> PickleValue {
    var machine = PickleMachine(bytes: bytes, meaning: meaning, arena: arena)
    for count in 0... {
      let code = try machine.bytes.next()
      if code == UInt8(ascii: ".") { break }
      guard let operation = Self.operations[code] else {
        throw Self.malformed("an unknown opcode, \(code)", at: machine.bytes.position - 1)
      }
      try operation(&machine)
      guard machine.stack.count <= maximumStackCount, machine.memo.count <= maximumMemoCount,
        arena.count <= maximumContainerCount, count <= maximumOpcodeCount
      else {
        throw Self.malformed("more values than memory is for", at: machine.bytes.position)
      }
    }
    bytes = machine.bytes
    return try machine.pop()
  }

  private init(bytes: PickleBytes, meaning: Meaning, arena: PickleArena) {
    (self.bytes, self.meaning, self.arena) = (bytes, meaning, arena)
  }

  /// A pickle that makes no sense.
  static func malformed(_ reason: String, at position: Int) -> Diagnostic {
    Diagnostic(
      "its pickle can't be read: \(reason) (byte \(position))", hint: "write or copy it again")
  }

  // MARK: Stack

  private mutating func push(_ value: PickleValue) { stack.append(value) }

  private mutating func pop() throws(Diagnostic) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw Self.malformed("a value is missing", at: bytes.position)
    }
    return value
  }

  private mutating func pop(_ count: Int) throws(Diagnostic) -> [PickleValue] {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop()) }
    return values.reversed()
  }

  /// The values above the last mark.
  private mutating func popToMark() throws(Diagnostic) -> [PickleValue] {
    guard let height = marks.popLast() else {
      throw Self.malformed("a mark is missing", at: bytes.position)
    }
    defer { stack.removeSubrange(height...) }
    return Array(stack[height...])
  }

  private var top: PickleValue {
    get throws(Diagnostic) {
      guard stack.count > marks.last ?? 0, let value = stack.last else {
        throw Self.malformed("a value is missing", at: bytes.position)
      }
      return value
    }
  }

  private mutating func remember(_ index: Int) throws(Diagnostic) { memo[index] = try top }

  private mutating func recall(_ index: Int) throws(Diagnostic) {
    guard let value = memo[index] else {
      throw Self.malformed("it refers to a value that isn't there", at: bytes.position)
    }
    push(value)
  }

  // MARK: Containers

  private mutating func pushTuple(_ items: [PickleValue]) { push(.tuple(arena.list(items))) }

  private mutating func add(_ values: [PickleValue]) throws(Diagnostic) {
    switch try top {
    case .list(let list): list.items += values
    case .other: break
    default: throw Self.malformed("it appends to what is no list", at: bytes.position)
    }
  }

  private mutating func set(_ values: [PickleValue]) throws(Diagnostic) {
    guard values.count.isMultiple(of: 2) else {
      throw Self.malformed("a key without a value", at: bytes.position)
    }
    switch try top {
    case .dict(let dict): dict.add(alternating: values)
    case .other: break
    default: throw Self.malformed("it adds keys to what is no dict", at: bytes.position)
    }
  }

  // MARK: Objects

  private mutating func call(_ name: String?, _ arguments: [PickleValue]) {
    push(name.map { meaning.call($0, arguments, arena) } ?? .other("the result of a call"))
  }

  /// Sets the state of the object on top. An `OrderedDict` may have attributes, such as the metadata
  /// of a state dict; they hold no arrays.
  private mutating func build() throws(Diagnostic) {
    _ = try pop()
    _ = try top
  }

  private mutating func pushGlobal(_ module: String, _ name: String) {
    push(.global("\(module).\(name)"))
  }
}

// MARK: Opcodes

extension PickleMachine {
  private typealias Operation = @Sendable (inout PickleMachine) throws(Diagnostic) -> Void

  private static let operations: [UInt8: Operation] = {
    let tables = [stackOperations, numbers, texts, containers, objects]
    return tables.reduce(into: [:]) { all, table in
      for (letter, operation) in table { all[letter] = operation }
    }
  }()

  private static let stackOperations: [UInt8: Operation] = [
    0x80: { (m) throws(Diagnostic) in _ = try m.bytes.next() },  // PROTO
    0x95: { (m) throws(Diagnostic) in _ = try m.bytes.run(8) },  // FRAME
    UInt8(ascii: "("): { (m) throws(Diagnostic) in m.marks.append(m.stack.count) },
    UInt8(ascii: "0"): { (m) throws(Diagnostic) in _ = try m.pop() },
    UInt8(ascii: "1"): { (m) throws(Diagnostic) in _ = try m.popToMark() },
    UInt8(ascii: "2"): { (m) throws(Diagnostic) in m.push(try m.top) },
    UInt8(ascii: "p"): { (m) throws(Diagnostic) in try m.remember(try m.bytes.decimal()) },
    UInt8(ascii: "q"): { (m) throws(Diagnostic) in try m.remember(try m.bytes.count(1)) },
    UInt8(ascii: "r"): { (m) throws(Diagnostic) in try m.remember(try m.bytes.count(4)) },
    0x94: { (m) throws(Diagnostic) in try m.remember(m.memo.count) },  // MEMOIZE
    UInt8(ascii: "g"): { (m) throws(Diagnostic) in try m.recall(try m.bytes.decimal()) },
    UInt8(ascii: "h"): { (m) throws(Diagnostic) in try m.recall(try m.bytes.count(1)) },
    UInt8(ascii: "j"): { (m) throws(Diagnostic) in try m.recall(try m.bytes.count(4)) },
  ]

  private static let numbers: [UInt8: Operation] = [
    UInt8(ascii: "N"): { (m) throws(Diagnostic) in m.push(.none) },
    0x88: { (m) throws(Diagnostic) in m.push(.boolean(true)) },
    0x89: { (m) throws(Diagnostic) in m.push(.boolean(false)) },
    UInt8(ascii: "K"): { (m) throws(Diagnostic) in m.push(.integer(try m.bytes.count(1))) },
    UInt8(ascii: "M"): { (m) throws(Diagnostic) in m.push(.integer(try m.bytes.count(2))) },
    UInt8(ascii: "J"): { (m) throws(Diagnostic) in
      m.push(.integer(Int(Int32(truncatingIfNeeded: try m.bytes.count(4)))))
    },
    0x8a: { (m) throws(Diagnostic) in m.push(try m.bytes.long(byteCount: try m.bytes.count(1))) },
    0x8b: { (m) throws(Diagnostic) in m.push(try m.bytes.long(byteCount: try m.bytes.count(4))) },
    UInt8(ascii: "I"): { (m) throws(Diagnostic) in m.push(try m.bytes.integerLine()) },
    UInt8(ascii: "L"): { (m) throws(Diagnostic) in m.push(try m.bytes.integerLine()) },
    UInt8(ascii: "G"): { (m) throws(Diagnostic) in m.push(.float(try m.bytes.double())) },
    UInt8(ascii: "F"): { (m) throws(Diagnostic) in
      let line = try m.bytes.line()
      m.push(Double(line).map { .float($0) } ?? .other("a number"))
    },
  ]

  private static let texts: [UInt8: Operation] = [
    UInt8(ascii: "X"): { (m) throws(Diagnostic) in m.push(.text(try m.bytes.text(lengthSize: 4))) },
    0x8c: { (m) throws(Diagnostic) in m.push(.text(try m.bytes.text(lengthSize: 1))) },
    0x8d: { (m) throws(Diagnostic) in m.push(.text(try m.bytes.text(lengthSize: 8))) },
    UInt8(ascii: "T"): { (m) throws(Diagnostic) in m.push(.text(try m.bytes.text(lengthSize: 4))) },
    UInt8(ascii: "U"): { (m) throws(Diagnostic) in m.push(.text(try m.bytes.text(lengthSize: 1))) },
    UInt8(ascii: "V"): { (m) throws(Diagnostic) in m.push(.text(try m.bytes.line())) },
    UInt8(ascii: "S"): { (m) throws(Diagnostic) in
      m.push(.text(String(try m.bytes.line().dropFirst().dropLast())))
    },
    UInt8(ascii: "B"): { (m) throws(Diagnostic) in try m.pushBytes(lengthSize: 4) },
    UInt8(ascii: "C"): { (m) throws(Diagnostic) in try m.pushBytes(lengthSize: 1) },
    0x8e: { (m) throws(Diagnostic) in try m.pushBytes(lengthSize: 8) },
    0x96: { (m) throws(Diagnostic) in try m.pushBytes(lengthSize: 8) },
  ]

  private mutating func pushBytes(lengthSize: Int) throws(Diagnostic) {
    _ = try bytes.run(try bytes.count(lengthSize))
    push(.other("bytes"))
  }

  private static let containers: [UInt8: Operation] = [
    UInt8(ascii: "]"): { (m) throws(Diagnostic) in m.push(.list(m.arena.list())) },
    UInt8(ascii: "a"): { (m) throws(Diagnostic) in try m.add(try m.pop(1)) },
    UInt8(ascii: "e"): { (m) throws(Diagnostic) in try m.add(try m.popToMark()) },
    UInt8(ascii: "l"): { (m) throws(Diagnostic) in m.push(.list(m.arena.list(try m.popToMark()))) },
    UInt8(ascii: ")"): { (m) throws(Diagnostic) in m.pushTuple([]) },
    UInt8(ascii: "t"): { (m) throws(Diagnostic) in m.pushTuple(try m.popToMark()) },
    0x85: { (m) throws(Diagnostic) in m.pushTuple(try m.pop(1)) },
    0x86: { (m) throws(Diagnostic) in m.pushTuple(try m.pop(2)) },
    0x87: { (m) throws(Diagnostic) in m.pushTuple(try m.pop(3)) },
    UInt8(ascii: "}"): { (m) throws(Diagnostic) in m.push(.dict(m.arena.dict())) },
    UInt8(ascii: "d"): { (m) throws(Diagnostic) in
      let values = try m.popToMark()
      m.push(.dict(m.arena.dict()))
      try m.set(values)
    },
    UInt8(ascii: "s"): { (m) throws(Diagnostic) in try m.set(try m.pop(2)) },
    UInt8(ascii: "u"): { (m) throws(Diagnostic) in try m.set(try m.popToMark()) },
    0x8f: { (m) throws(Diagnostic) in m.push(.other("a set")) },
    0x90: { (m) throws(Diagnostic) in _ = try m.popToMark() },
    0x91: { (m) throws(Diagnostic) in
      _ = try m.popToMark()
      m.push(.other("a set"))
    },
  ]

  private static let objects: [UInt8: Operation] = [
    UInt8(ascii: "c"): { (m) throws(Diagnostic) in
      m.pushGlobal(try m.bytes.line(), try m.bytes.line())
    },
    0x93: { (m) throws(Diagnostic) in
      let names = try m.pop(2).compactMap(\.text)
      guard names.count == 2 else { throw malformed("a name is no text", at: m.bytes.position) }
      m.pushGlobal(names[0], names[1])
    },
    UInt8(ascii: "R"): { (m) throws(Diagnostic) in
      let call = try m.pop(2)
      m.call(call[0].global, call[1].tuple ?? [])
    },
    0x81: { (m) throws(Diagnostic) in
      let call = try m.pop(2)
      m.call(call[0].global, call[1].tuple ?? [])
    },
    0x92: { (m) throws(Diagnostic) in
      let call = try m.pop(3)
      m.call(call[0].global, call[1].tuple ?? [])
    },
    UInt8(ascii: "i"): { (m) throws(Diagnostic) in
      let name = "\(try m.bytes.line()).\(try m.bytes.line())"
      m.call(name, try m.popToMark())
    },
    UInt8(ascii: "o"): { (m) throws(Diagnostic) in
      let call = try m.popToMark()
      m.call(call.first?.global, Array(call.dropFirst()))
    },
    UInt8(ascii: "b"): { (m) throws(Diagnostic) in try m.build() },
    UInt8(ascii: "P"): { (m) throws(Diagnostic) in
      m.push(try m.meaning.persistent(.text(try m.bytes.line())))
    },
    UInt8(ascii: "Q"): { (m) throws(Diagnostic) in
      m.push(try m.meaning.persistent(try m.pop()))
    },
  ]
}
