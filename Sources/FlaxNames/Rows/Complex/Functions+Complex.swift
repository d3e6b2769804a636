import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import Python

extension FunctionTable {
  /// Adds complex arguments to functions, each by its rule from real ones. Functions without a rule
  /// take real arrays only.
  mutating func addComplex() {
    addComplexElementwise()
    for (name, places) in Self.partwise {
      wrap(name) { function, arguments in
        let real = try function(arguments.part(\.real, of: places))
        return try real.withImaginaryParts(function(arguments.part(\.imaginary, of: places)))
      }
    }
    for name in Self.multilinear { wrap(name) { try Self.expanded($0, $1) } }
    for (name, first, second) in [("vdot", "a", "b"), ("vecdot", "x1", "x2")] {
      wrap(name) { function, arguments in
        let values = try arguments.matched(to: [first, second, "axis"], of: name)
        guard let a = values[0], let b = values[1] else {
          throw Diagnostic("\(name) needs two arrays")
        }
        let conjugate = try ComplexTensor(a).conjugate().value
        return try Self.expanded(
          function,
          Arguments([conjugate, b], keywords: values[2].map { [("axis", $0)] } ?? []))
      }
    }
    for name in Self.creation { wrapCreation(name) }
    add("iscomplexobj", "(x)", "Whether the dtype is complex.") {
      .bool($0["x"]?.holdsComplex ?? false)
    }
    add("isrealobj", "(x)", "Whether the dtype is real.") {
      .bool(!($0["x"]?.holdsComplex ?? false))
    }
  }

  /// Functions that act on the real and the imaginary part alike, and the indices of the arguments
  /// that are joined: real ones among them get an imaginary part of zeros.
  private static let partwise: [(String, [Int])] =
    [
      "reshape", "transpose", "swapaxes", "moveaxis", "expand_dims", "squeeze", "broadcast_to",
      "repeat", "tile", "flip", "fliplr", "flipud", "roll", "take", "take_along_axis", "diag",
      "diagonal", "trace", "sum", "mean", "cumsum", "ravel", "split", "array_split", "tril", "triu",
      "zeros_like", "matrix_transpose", "permute_dims", "atleast_1d", "atleast_2d", "diff",
      "dynamic_slice", "dynamic_slice_in_dim", "dynamic_index_in_dim", "slice", "slice_in_dim",
      "index_in_dim", "rev", "broadcast", "broadcast_in_dim", "copy", "positive", "negative", "neg",
      "stop_gradient", "flatten", "pad",
    ].map { ($0, []) }
    + [
      ("stack", [0]), ("concatenate", [0]), ("concat", [0]), ("hstack", [0]), ("vstack", [0]),
      ("append", [0, 1]), ("where", [1, 2]), ("select", [1, 2]),
      ("dynamic_update_slice", [0, 1]), ("dynamic_update_slice_in_dim", [0, 1]),
      ("dynamic_update_index_in_dim", [0, 1]),
    ]

  /// Functions that are linear in each argument.
  private static let multilinear = [
    "matmul", "dot", "einsum", "outer", "tensordot", "inner", "kron", "convolve",
    "dot_general", "batch_matmul",
  ]

  /// Functions that make complex arrays if `dtype` says so.
  private static let creation = [
    "zeros", "ones", "empty", "full", "zeros_like", "ones_like", "full_like", "array", "asarray",
    "eye", "identity", "arange", "linspace", "astype",
  ]

  private mutating func addComplexElementwise() {
    let complex: [(String, (ComplexTensor) throws -> ComplexTensor)] = [
      ("conj", { try $0.conjugate() }), ("conjugate", { try $0.conjugate() }),
      ("exp", { try $0.exponential() }), ("log", { try $0.logarithm() }),
      ("sqrt", { try $0.squareRoot() }), ("square", { try $0.squared() }),
      ("reciprocal", { try $0.power(-1) }), ("sin", { try $0.sine() }),
      ("cos", { try $0.cosine() }), ("sinh", { try $0.hyperbolicSine() }),
      ("cosh", { try $0.hyperbolicCosine() }),
      ("tanh", { try $0.hyperbolicTangent() }),
    ]
    for (name, body) in complex {
      wrap(name) { try body(ComplexTensor($1.firstValue(of: $0.name))).value }
    }
    let real: [(String, (ComplexTensor) throws -> Tensor)] = [
      ("real", { $0.real }), ("imag", { $0.imaginary }), ("angle", { try $0.angle() }),
      ("abs", { try $0.magnitude() }), ("absolute", { try $0.magnitude() }),
    ]
    add("imag", "(val, /)", "Imaginary part.") {
      .tensor(try .full(like: $0.tensor("val"), Tensor(0)))
    }
    add(
      "angle", "(z, deg=False)", "Angle of complex numbers, in radians or degrees."
    ) { .tensor(try ComplexTensor($0.tensor("z")).angle()) }
    for (name, body) in real {
      wrap(name) { .tensor(try body(ComplexTensor($1.firstValue(of: $0.name)))) }
    }
    let operations: [(String, BinaryOperator)] = [
      ("add", .add), ("subtract", .subtract), ("sub", .subtract), ("multiply", .multiply),
      ("mul", .multiply), ("divide", .divide), ("true_divide", .divide), ("div", .divide),
      ("power", .power), ("pow", .power),
    ]
    for (name, operation) in operations {
      wrap(name) { function, arguments in
        guard arguments.positional.count == 2, arguments.keywords.isEmpty else {
          throw Diagnostic("\(function.name) takes two complex arrays")
        }
        return try Evaluator.complex(operation, arguments.positional[0], arguments.positional[1])
      }
    }
    add("complex", "(x, y)", "Complex numbers of real and imaginary parts.") { parameters in
      try ComplexTensor(
        parameters.tensor("x"), parameters["y"]?.tensor("imaginary part") ?? Tensor(0.0)
      ).value
    }
  }

  /// Adds a version of a function for calls with a complex array among the arguments.
  mutating func wrap(
    _ name: String, _ body: @escaping (Function, Arguments) throws -> Value
  ) {
    guard case .leaf(.function(let function)) = self[name] else { return }
    replace(name) { arguments in
      try arguments.holdComplex ? body(function, arguments) : function(arguments)
    }
  }

  /// Adds a version of a function for calls with a complex dtype.
  private mutating func wrapCreation(_ name: String) {
    guard case .leaf(.function(let function)) = self[name] else { return }
    replace(name) { arguments in
      guard arguments.askForComplex || arguments.holdComplex else { return try function(arguments) }
      // A real dtype leaves the real part, as in JAX.
      if name == "astype", !arguments.askForComplex { return try function(arguments.part(\.real)) }
      let real = try function(arguments.withRealDType.part(\.real, of: [0, 1]))
      guard arguments.holdComplex, name != "ones_like" else {
        return try ComplexTensor(real.tensor()).value
      }
      return try real.withImaginaryParts(
        function(arguments.withRealDType.part(\.imaginary, of: name == "astype" ? [] : [0])))
    }
  }

  /// A function that is linear in each argument, of the parts of all complex ones.
  private static func expanded(_ function: Function, _ arguments: Arguments) throws -> Value {
    let places = arguments.positional.indices.filter { arguments.positional[$0].isComplex }
    guard (1...4).contains(places.count),
      !arguments.keywords.contains(where: { $0.value.isComplex })
    else { throw Diagnostic("\(function.name) takes at most four complex arrays, by position") }
    var sums: [Tensor?] = [nil, nil]
    for choice in 0..<(1 << places.count) {
      var term = arguments
      for (bit, place) in places.enumerated() {
        guard let parts = term.positional[place].complexParts else { continue }
        term.positional[place] = choice >> bit & 1 == 1 ? parts.imaginary : parts.real
      }
      // Each imaginary part brings a factor i.
      let power = choice.nonzeroBitCount
      var value = try function(term).tensor("result of \(function.name)")
      if power % 4 >= 2 { value = try -value }
      sums[power % 2] = try sums[power % 2].map { try $0 + value } ?? value
    }
    guard let real = sums[0], let imaginary = sums[1] else { return .none }
    return try ComplexTensor(real, imaginary).value
  }
}

extension Arguments {
  fileprivate var all: [Value] { positional + keywords.map(\.value) }

  /// Whether an argument holds a complex array.
  var holdComplex: Bool { all.contains(where: \.holdsComplex) }

  /// Whether an argument is a complex dtype.
  fileprivate var askForComplex: Bool { all.contains(where: \.isComplexDType) }

  fileprivate func firstValue(of name: String) throws -> Value {
    guard let value = all.first else { throw Diagnostic("\(name) needs an array") }
    return value
  }

  /// Real or imaginary part of each complex array; real arrays among the joined arguments, and in
  /// lists there, count as complex.
  func part(
    _ part: KeyPath<ComplexTensor, Tensor>, of places: [Int] = []
  ) throws -> Arguments {
    func taken(_ value: Value, isJoined: Bool) throws -> Value {
      if value.isComplex { return .tensor(try ComplexTensor(value)[keyPath: part]) }
      if let parts = value.elements, value.holdsComplex {
        return .list(try parts.map { try taken($0, isJoined: isJoined) })
      }
      guard isJoined, part == \.imaginary, case .leaf(let object) = value,
        object.asTensor != nil
      else { return value }
      return .tensor(try ComplexTensor(value).imaginary)
    }
    return Arguments(
      try positional.enumerated().map { place, value in
        try taken(value, isJoined: places.contains(place))
      },
      keywords: try keywords.map {
        // What is put beside or added to an array is real unless it is complex.
        ($0.name, try taken($0.value, isJoined: Self.beside.contains($0.name)))
      })
  }

  private static let beside: Set = [
    "fill_value", "constant_values", "initial", "to_end", "to_begin",
  ]

  /// With float32 in place of a complex dtype.
  fileprivate var withRealDType: Arguments {
    func real(_ value: Value) -> Value { value.isComplexDType ? .leaf(.dtype(.float32)) : value }
    return Arguments(
      positional.map(real), keywords: keywords.map { ($0.name, real($0.value)) })
  }
}

extension Tree where Leaf == Object {
  /// `jnp.complex64`, or its name.
  fileprivate var isComplexDType: Bool {
    switch self {
    case .leaf(.dtype(let dtype)): dtype.isComplex
    case .leaf(.string(let name)): name == "complex64" || name == "complex128"
    default: false
    }
  }
}
