import Arrays

extension Primitive {
  /// The name it is printed by: the one in `jax.lax`.
  public var name: String {
    switch self {
    case .unary(let operation): operation.rawValue
    case .binary(let operation): operation.rawValue
    case .compare(let comparison): comparison.rawValue
    case .select: "select"
    case .convert: "convert_element_type"
    case .bitcast: "bitcast_convert_type"
    case .broadcast: "broadcast_in_dim"
    case .reshape: "reshape"
    case .transpose: "transpose"
    case .slice: "slice"
    case .reverse: "rev"
    case .pad: "pad"
    case .concatenate: "concatenate"
    case .gather: "gather"
    case .dynamicSlice: "dynamic_slice"
    case .dynamicUpdateSlice: "dynamic_update_slice"
    case .sort: "sort"
    case .conv: "conv_general_dilated"
    case .reduceWindow(let reduction, _): "reduce_window_\(reduction.rawValue)"
    case .iota: "iota"
    case .reduce(let reduction, _): "reduce_\(reduction.rawValue)"
    case .argReduce(let isMaximum, _): isMaximum ? "argmax" : "argmin"
    case .cumulative(let reduction, _, _): "cum\(reduction.rawValue)"
    case .dot: "dot_general"
    case .threefry2x32: "threefry2x32"
    case .qr: "qr"
    case .decompose(.eigh): "eigh"
    case .decompose(.eig): "eig"
    case .decompose(.svd): "svd"
    case .decompose(.qr): "qr"
    case .decompose(.lu): "lu"
    case .scan: "scan"
    case .whileLoop: "while"
    case .cond: "cond"
    }
  }

  /// The static parameters as they are printed: `axis=0 shape=(2, 3)`; bodies apart.
  var parameters: String {
    switch self {
    case .convert(let dtype, _), .bitcast(let dtype): "dtype=\(dtype)"
    case .broadcast(let shape, let dimensions): "shape=\(shape) dimensions=\(dimensions)"
    case .reshape(let shape): "shape=\(shape)"
    case .transpose(let permutation): "permutation=\(permutation)"
    case .slice(let starts, let limits, let strides):
      "start=\(starts) limit=\(limits)"
        + (strides.allSatisfy { $0 == 1 } ? "" : " strides=\(strides)")
    case .reverse(let axes), .reduce(_, let axes): "axes=\(axes)"
    case .pad(let low, let high): "low=\(low) high=\(high)"
    case .concatenate(let axis), .argReduce(_, let axis): "axis=\(axis)"
    case .iota(let dtype, let shape, let axis): "dtype=\(dtype) shape=\(shape) axis=\(axis)"
    case .cumulative(_, let axis, let isReversed):
      "axis=\(axis)" + (isReversed ? " reverse=true" : "")
    case .dot(let dimensions): dimensions.description
    case .gather(let axis, let batchCount, let outOfBounds):
      "axis=\(axis)\(batchCount == 0 ? "" : " batch=\(batchCount)") mode=\(outOfBounds)"
    case .dynamicSlice(let sizes): "sizes=\(sizes)"
    case .decompose(.svd(let isFull)), .decompose(.qr(let isFull)): "full_matrices=\(isFull)"
    case .sort(let axis, let keyCount): "axis=\(axis) keys=\(keyCount)"
    case .conv(let convolution): convolution.description
    case .reduceWindow(_, let window): window.description
    case .scan(let scan):
      "length=\(scan.length) reverse=\(scan.isReversed) constants=\(scan.constantCount)"
        + " carry=\(scan.carryCount)" + (scan.sequences.map { " \($0)" } ?? "")
    case .whileLoop(let loop): "constants=\(loop.constantCount)"
    case .unary, .binary, .compare, .select, .dynamicUpdateSlice, .threefry2x32, .qr,
      .cond, .decompose(.eigh), .decompose(.eig), .decompose(.lu):
      ""
    }
  }
}

extension DotDimensions: CustomStringConvertible {
  /// `contract=[1]:[0]`, and the batch axes when there are any.
  public var description: String {
    let batch = leftBatch.isEmpty ? "" : " batch=\(leftBatch):\(rightBatch)"
    return "contract=\(leftContracting):\(rightContracting)\(batch)"
  }
}

extension Program: CustomStringConvertible {
  /// The program as text, the same for equal programs: letters for variables in the order they
  /// are bound, one equation a line, the bodies of loops and choices indented below it.
  public var description: String { text().lines.joined(separator: "\n") }

  /// Scheme of the variables' names in printed programs.
  public enum VariableNaming: Sendable {
    /// By letters in the order in which they are bound.
    case inOrder
    /// By letters that a variable keeps in programs that are rewritten from this one.
    case byId
  }

  /// The program as lines of text.
  public func text(naming: VariableNaming = .inOrder) -> ProgramText {
    var names: [Int: String] = [:]
    func bind(_ variables: [Variable]) -> String {
      variables.map { variable in
        let name = letters(naming == .byId ? variable.id : names.count)
        names[variable.id] = name
        return "\(name):\(variable.type)"
      }.joined(separator: " ")
    }
    func use(_ atoms: [Atom]) -> String {
      atoms.map { $0.variable.map { names[$0.id] ?? "?" } ?? constantText($0) }
        .joined(separator: " ")
    }
    let head = "{ lambda \(bind(inputs)) . let"
    let equationLines = equations.map { equation in
      let operands = use(equation.inputs)
      let parameters = equation.primitive.parameters
      let results = bind(equation.outputs)
      let operation =
        equation.primitive.name + (parameters.isEmpty ? "" : "[\(parameters)]")
      let line = "\(results) = \(operation)" + (operands.isEmpty ? "" : " \(operands)")
      let body = equation.primitive.bodies.flatMap { $0.text(naming: naming).lines }
      return [line] + body.map { "  " + $0 }
    }
    return ProgramText(
      head: head, equations: equationLines, foot: "  in (\(use(outputs))) }", names: names)
  }
}

/// A program as text, line by line.
public struct ProgramText: Sendable {
  /// First part of a printed loop or program, with its parameters.
  public let head: String
  /// Lines of each equation: its own and, for a loop, those of its body.
  public let equations: [[String]]
  /// Last part, with its results.
  public let foot: String
  /// Printed names of variables, by id.
  public let names: [Int: String]

  /// All lines.
  public var lines: [String] { [head] + equations.joined().map { "    " + $0 } + [foot] }
}

/// `a` … `z`, `aa`, `ab`, …
private func letters(_ index: Int) -> String {
  let letter = String(UnicodeScalar(UInt8(97 + index % 26)))
  return index < 26 ? letter : letters(index / 26 - 1) + letter
}

/// A scalar by its value, a larger array by its type.
private func constantText(_ atom: Atom) -> String {
  guard case .constant(let array, _) = atom else { return "?" }
  return array.shape == .scalar ? "\(array.scalarText):\(atom.type)" : "<\(atom.type)>"
}

extension NDArray {
  /// The first element as text.
  var scalarText: String {
    switch dtype {
    case .bool: "\(elements(as: Bool.self)[0])"
    case .uint64: "\(elements(as: UInt64.self)[0])"
    case .complex64, .complex128: "complex"
    case let dtype where dtype.isFloating: floatText
    default: "\(converted(to: .int64).elements(as: Int64.self)[0])"
    }
  }

  private var floatText: String {
    dtype == .float64
      ? "\(elements(as: Double.self)[0])"
      : "\(converted(to: .float32).elements(as: Float.self)[0])"
  }
}
