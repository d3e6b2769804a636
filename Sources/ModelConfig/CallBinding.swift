import Arrays
import Diagnostics
import FlaxNames
import LiftedScan
import ProgramIR

/// The inputs a user gives, put in the places of a method's arguments.
///
/// Inputs go by the arguments' names; `carry` also means a scan's first argument, and `xs` the
/// first one after it that has no input of its own name.
public struct CallBinding {
  /// The types of the arguments, for a trace.
  public private(set) var arguments: [(name: String?, value: Tree<ModuleCall.Part>)] = []
  /// Index of the method's parameter that each argument is for.
  private var argumentPlaces: [Int] = []
  /// Given arrays, by parameter.
  private var arrays: [Int: Tree<NDArray>] = [:]
  /// Fills of the arrays that aren't given, by parameter.
  private var fills: [Int: InputFill] = [:]
  /// Fill of arrays without one of their own; `nil` if such arrays must be given.
  private let usualFill: InputFill?
  private let names: [String]
  private let carryPlace: Int?
  /// Index of the first keyword-only parameter.
  private let firstKeyword: Int
  private let inputNames: [Int: String]
  /// The cell's own initial carry, if none is given.
  package private(set) var initialCarry: Value?

  /// Binds `given` arrays, and declared inputs without arrays, to the arguments of a method.
  ///
  /// - Parameters:
  ///   - given: the arrays by the names of inputs.
  ///   - sizes: sizes known by name.
  ///   - fills: what inputs are filled with of which only the type is known, by name.
  ///   - missing: what stands for other declared inputs that aren't given.
  /// - Throws: for inputs the method doesn't have, that don't fit their declaration, or are missing.
  public init(
    _ description: ModelDescription, method: String, given: [(name: String, value: Tree<NDArray>)],
    fills: [String: InputFill] = [:], sizes: NamedSizes, missing: MissingInputs
  ) throws {
    let call = try description.method(method)
    let declared = DeclaredInputs(
      types: description.inputs(of: method), locations: description.inputLocations)
    (names, firstKeyword) = Self.names(of: call, declared)
    usualFill = missing == .defaults ? nil : .zeros
    carryPlace = call.carry?.place
    let takesCarry = call.carry?.isThreaded ?? false
    let places = try Self.places(
      of: declared.names,
      and: (given.map(\.name) + fills.keys.sorted()).filter { !declared.names.contains($0) },
      names, takesCarry, carryPlace, declared.locations)
    self.fills = Dictionary(fills.map { (places[$0] ?? 0, $1) }) { first, _ in first }
    inputNames = Dictionary(places.map { ($1, $0) }) { first, _ in first }
    var sizes = sizes
    var types = try fit(given, to: declared, call, places, &sizes)
    let values = try staticArguments(of: description, types)
    // A net that takes no carry first makes it itself.
    let canMakeCarry = !takesCarry || description.module.method("initialize_carry") != nil
    let madeCarry = canMakeCarry && !(takesCarry && missing == .zeros) ? carryPlace : nil
    try resolve(
      declared.types.filter { name, _ in
        let place = places[name] ?? 0
        if self.fills[place] != nil { return true }
        return arrays[place] == nil && place != madeCarry && values[place] == nil
          && !(missing == .defaults && call.hasDefault(names[place]))
      }, of: declared, call, places, missing, &sizes, &types)
    for (name, place) in places.sorted(by: { $0.key < $1.key })
    where self.fills[place] != nil && types[place] == nil && place != madeCarry {
      throw Diagnostic(
        "the shape of the input '\(name)' isn't known", code: .usage,
        hint: "declare it under inputs: in the config, or pass a file")
    }
    try place(types, values, description.module, call)
    if let carry = initialCarry, let name = inputNames[0], let type = declared.type(of: name) {
      try Self.check(
        carry, against: type, name, call.carry?.partNames, &sizes, declared.locations[name])
    }
  }

  /// The inputs that a config declares for a method.
  private struct DeclaredInputs {
    let types: [(name: String, type: Tree<InputType>)]
    let locations: [String: SourceLocation]

    var names: [String] { types.map(\.name) }

    func type(of name: String) -> Tree<InputType>? { types.first { $0.name == name }?.type }
  }

  /// The names of the arguments, and the position of the first that is taken by name only.
  ///
  /// Inputs of other names are arguments of `**kwargs`, or else those of `*args`, in order.
  private static func names(of call: Method, _ declared: DeclaredInputs) -> ([String], Int) {
    let ordinary = call.parameters.filter { !$0.isKeywordOnly }.map(\.name)
    let keywords = call.parameters.filter(\.isKeywordOnly).map(\.name)
    let further = declared.names.filter { !(ordinary + keywords).contains($0) }
    if call.takesFurtherKeywords { return (ordinary + keywords + further, ordinary.count) }
    if call.takesFurtherPositional {
      return (ordinary + further + keywords, ordinary.count + further.count)
    }
    return (ordinary + keywords, ordinary.count)
  }

  /// Takes the arrays that are given, in the structures that are declared.
  ///
  /// - Returns: their types, by parameter.
  private mutating func fit(
    _ given: [(name: String, value: Tree<NDArray>)], to declared: DeclaredInputs, _ call: Method,
    _ places: [String: Int], _ sizes: inout NamedSizes
  ) throws -> [Int: Tree<ArrayType>] {
    let partNames = call.carry?.partNames
    var types: [Int: Tree<ArrayType>] = [:]
    for (name, tree) in given {
      let place = places[name] ?? 0
      let type = declared.type(of: name)
      let fitted =
        try type.map { try Self.fit(tree, to: $0, name: name, sizes: &sizes) }
        ?? tree.tuplesForNumbers
      // What is declared as a map stays one.
      let isCarry = place == carryPlace && (type == nil || partNames != nil)
      let array = isCarry ? try Self.carry(fitted, named: partNames, input: name) : fitted
      arrays[place] = array
      types[place] = array.map { ArrayType(of: $0) }
    }
    return types
  }

  /// Finds the types of declared inputs that no arrays are given for.
  private func resolve(
    _ absent: [(name: String, type: Tree<InputType>)], of declared: DeclaredInputs,
    _ call: Method, _ places: [String: Int], _ missing: MissingInputs,
    _ sizes: inout NamedSizes, _ types: inout [Int: Tree<ArrayType>]
  ) throws {
    let neededNames = absent.flatMap(\.type.leaves).flatMap(\.names)
    for (name, type) in absent {
      let place = places[name] ?? 0
      guard missing != .defaults || type.leaves.isEmpty || fills[place] != nil else {
        throw Self.missing(name, place, call.carry?.isThreaded ?? false, isDeclared: true)
      }
      let resolved = try type.map { type throws(Diagnostic) in
        do throws(Diagnostic) {
          return try sizes.resolve(type, input: name, names: neededNames)
        } catch {
          throw error.located(at: declared.locations[name])
        }
      }
      let partNames = place == carryPlace ? call.carry?.partNames : nil
      types[place] = partNames == nil ? resolved : resolved.tuple(named: partNames)
    }
  }

  /// The settings that are arguments, by the index of their parameter.
  private func staticArguments(
    of description: ModelDescription, _ types: [Int: Tree<ArrayType>]
  ) throws -> [Int: Value] {
    var values: [Int: Value] = [:]
    for (name, value) in description.arguments {
      guard let place = names.firstIndex(of: name) else {
        throw Diagnostic(
          "the model has no field and no argument '\(name)' to set", code: .usage,
          hint: Self.hint(for: name, of: description, names))
      }
      guard types[place] == nil else {
        throw Diagnostic("'\(name)' is set and also given as an input", code: .usage)
      }
      values[place] = value
    }
    return values
  }

  /// Suggestion for a name that can't be set: a path that ends with the name, or a similar name.
  private static func hint(
    for name: String, of description: ModelDescription, _ names: [String]
  ) -> String {
    let known = Set(description.fieldNames + names)
    if closestMatch(to: name, among: known) == nil,
      let path = description.settablePaths.first(where: { $0.hasSuffix(".\(name)") })
    {
      return "did you mean '\(path)'?"
    }
    return suggestion(for: name, among: known)
  }

  /// The types of the arrays among the arguments, by parameter.
  public var argumentTypes: [(name: String, type: Tree<ArrayType>)] {
    zip(argumentPlaces, arguments).compactMap { place, argument in
      let type = argument.value.flatMap { part -> Tree<ArrayType> in
        if case .array(let type) = part { .leaf(type) } else { .none }
      }
      return type.leaves.isEmpty ? nil : (names[place], type)
    }
  }

  /// The array that a traced program reads for a part of an argument: the given one, or its fill.
  ///
  /// - Throws: when it isn't given.
  public func array(_ argument: Int, _ path: TreePath) throws -> GivenArray {
    let place = argumentPlaces[argument]
    let name = path.text(root: inputNames[place] ?? names[place])
    if let array = arrays[place]?.part(at: path)?.leaf { return .array(array) }
    if let fill = fills[place] ?? usualFill,
      case .leaf(.array(let type)) = arguments[argument].value.part(at: path)
    {
      return .fill(fill, type, input: name)
    }
    throw Diagnostic(
      "the result depends on the values of the input '\(name)', which isn't given",
      hint: "pass --input \(inputNames[place] ?? names[place])=….npy")
  }

  /// The array of an input.
  public enum GivenArray {
    /// The array that is given.
    case array(NDArray)
    /// An array of that type, filled with numbers.
    case fill(InputFill, ArrayType, input: String)
  }

  /// An array of an argument.
  package struct ArrayArgument {
    /// The position of the argument.
    package let argument: Int
    /// The name of the argument.
    package let name: String
    /// The place of the array in the argument.
    package let path: TreePath
    package let type: ArrayType
    /// Whether the argument is the carry.
    package let isCarry: Bool
  }

  /// The arrays of all arguments, in order.
  package var arrayArguments: [ArrayArgument] {
    arguments.indices.flatMap { argument in
      let place = argumentPlaces[argument]
      return arguments[argument].value.leavesWithPaths.compactMap { path, part -> ArrayArgument? in
        guard case .array(let type) = part else { return nil }
        return ArrayArgument(
          argument: argument, name: inputNames[place] ?? names[place], path: path, type: type,
          isCarry: place == carryPlace)
      }
    }
  }

  // MARK: Places

  private static func places(
    of declared: [String], and undeclared: [String], _ names: [String], _ takesCarry: Bool,
    _ carryPlace: Int?, _ locations: [String: SourceLocation]
  ) throws -> [String: Int] {
    var places: [String: Int] = [:]
    for input in declared { places[input] = names.firstIndex(of: input) }
    for input in declared + undeclared where places[input] == nil {
      if let index = names.firstIndex(of: input) {
        if let other = places.first(where: { $0.value == index })?.key {
          throw Diagnostic(
            "the input '\(input)' is called '\(other)' in the config", code: .usage,
            hint: "pass --input \(other)=FILE")
        }
        places[input] = index
        continue
      }
      let free = names.indices.filter { !places.values.contains($0) }
      switch input {
      case "carry" where carryPlace.map(free.contains) ?? false: places[input] = carryPlace
      case "xs": places[input] = free.first { $0 > 0 || !takesCarry }
      default: break
      }
      guard places[input] != nil else {
        throw Diagnostic(
          "the model has no argument for the input '\(input)'",
          code: undeclared.contains(input) ? .usage : .badData,
          path: undeclared.contains(input) ? nil : "inputs.\(input)",
          expected: names.isEmpty
            ? "none"
            : names.joined(separator: ", ")
              + (takesCarry ? " (carry is the first, xs the one after)" : ""),
          location: locations[input])
      }
    }
    return places
  }

  /// Arguments in order: inputs of known type, the cell's initial carry, `None` for a missing
  /// argument before a given one and for the xs of a scan that has none.
  private mutating func place(
    _ types: [Int: Tree<ArrayType>], _ values: [Int: Value], _ module: any Module,
    _ method: Method
  ) throws {
    let takesCarry = method.carry?.isThreaded ?? false
    var isByName = false
    let lastGiven = max(types.keys.max() ?? 0, values.keys.max() ?? 0)
    func append(_ value: Tree<ModuleCall.Part>, at place: Int) {
      arguments.append((isByName ? names[place] : nil, value))
      argumentPlaces.append(place)
    }
    for (index, name) in names.enumerated() {
      // What has a default may have to be named; a lifted loop takes nothing by name.
      if method.takesKeywords, method.hasDefault(name) { isByName = true }
      if index >= firstKeyword { isByName = true }
      if let type = types[index] {
        append(type.map { .array($0) }, at: index)
      } else if let value = values[index] {
        append(value.map { .value(.leaf($0)) }, at: index)
      } else if index == 0, takesCarry, let input = types[1] {
        guard let carry = try module.initialCarry(method, input: input) else {
          throw Self.missing(inputNames[0] ?? name, 0, true)
        }
        if fills[index] != nil {
          append(try carry.tensors("carry").map { .array($0.type.strong) }, at: index)
        } else {
          initialCarry = carry
          append(carry.map { .value(.leaf($0)) }, at: index)
        }
      } else if method.hasDefault(name) {
        isByName = true
      } else if index >= firstKeyword
        || (index > lastGiven && !(index == 1 && takesCarry))
      {
        throw Diagnostic(
          "the model needs the argument '\(name)'", code: .usage,
          hint: "pass --set \(name)=…, or --input \(name)=FILE.npy, or give it a default:"
            + " \(name)=None")
      } else if index == 0, takesCarry, module.method("initialize_carry") != nil {
        // The carry would be made for the first input, so it is that which isn't there.
        throw Self.missing(inputNames[1] ?? "xs", 1, takesCarry)
      } else if index == 0 {
        throw Self.missing(inputNames[0] ?? name, 0, takesCarry)
      } else {
        append(.none, at: index)
      }
    }
  }

  private static func missing(
    _ name: String, _ place: Int, _ takesCarry: Bool, isDeclared: Bool = false
  ) -> Diagnostic {
    let pass =
      place == 0 && takesCarry ? "pass --carry FILE.npy" : "pass --input \(name)=FILE.npy"
    return Diagnostic(
      "the model needs the input '\(name)'",
      hint: isDeclared ? pass : "declare it under inputs: in the config, and \(pass)")
  }

  // MARK: Fitting

  /// A carry of named parts, as a tuple of the parts.
  private static func carry(
    _ tree: Tree<NDArray>, named names: [String]?, input: String
  ) throws -> Tree<NDArray> {
    guard let names else { return tree.tuple(named: nil) }
    let keys = tree.fields?.keys ?? []
    guard
      tree.leaf != nil
        || !keys.isEmpty && keys.count < names.count && keys.allSatisfy(names.contains)
    else { return tree.tuple(named: names) }
    throw Diagnostic(
      "the carry has other parts than the model's", path: input,
      expected: names.joined(separator: ", "),
      got: keys.isEmpty ? tree.kindName : keys.joined(separator: ", "),
      hint: "pass all of them: "
        + names.map { "--\(input == "carry" ? "carry " : "input \(input)/")\($0)=\($0).npy" }
        .joined(separator: " "))
  }

  /// Checks the carry that the cell makes against its declaration.
  private static func check(
    _ carry: Value, against type: Tree<InputType>, _ name: String, _ carryNames: [String]?,
    _ sizes: inout NamedSizes, _ location: SourceLocation?
  ) throws {
    let made = try carry.tensors("carry").map(\.type)
    let declared = type.tuple(named: carryNames)
    do {
      guard made.leaves.count == declared.leaves.count else {
        throw Diagnostic(
          "the carry has other parts than the config declares", path: name,
          expected: "\(declared.leaves.count)", got: "\(made.leaves.count)")
      }
      for ((path, actual), expected) in zip(made.leavesWithPaths, declared.leaves) {
        try sizes.learn(actual.strong, from: expected, input: path.text(root: name))
      }
    } catch var error as Diagnostic {
      error.problem =
        "the first carry that the cell makes isn't as it is declared: \(error.problem)"
      error.hint = "declare the carry that the cell makes, or pass one with --carry"
      throw error.located(at: location)
    }
  }

  /// The arrays of a file in the structure that is declared, each of the declared type.
  private static func fit(
    _ tree: Tree<NDArray>, to type: Tree<InputType>, name: String, sizes: inout NamedSizes
  ) throws -> Tree<NDArray> {
    switch (type, tree) {
    case (.leaf(let type), .leaf(let array)):
      try sizes.learn(ArrayType(of: array), from: type, input: name)
      return tree
    case (.tuple(let types), _):
      guard let parts = tree.numberedParts, parts.count == types.count else { break }
      return .tuple(
        try zip(parts, types).enumerated().map { index, pair in
          try fit(pair.0, to: pair.1, name: "\(name)[\(index)]", sizes: &sizes)
        })
    case (.dict(let types), .dict(let parts)):
      guard types.keys.sorted() == parts.keys.sorted() else { break }
      return .dict(
        .init(
          try types.pairs.compactMap { key, type in
            try parts[key].map {
              (key, try fit($0, to: type, name: "\(name).\(key)", sizes: &sizes))
            }
          }))
    default: break
    }
    throw Diagnostic(
      "the input has another structure than the config declares", path: name,
      expected: type.kindName, got: tree.kindName)
  }
}
