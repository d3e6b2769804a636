extension NumPyFunction {
  /// Functions whose arguments are sizes, bounds and the like, and no arrays.
  static let makers: Set = [
    "zeros", "ones", "empty", "eye", "identity", "tri", "indices", "full", "arange", "linspace",
    "logspace", "geomspace", "hanning", "hamming", "blackman", "bartlett", "kaiser", "meshgrid",
    "broadcast_shapes", "dtype", "finfo", "iinfo", "issubdtype", "promote_types", "result_type",
    "tril_indices", "triu_indices", "diag_indices", "unravel_index", "ravel_multi_index", "ix_",
    "einsum", "can_cast", "mask_indices", "apply_along_axis", "vectorize", "select", "piecewise",
    "isscalar", "iterable", "block",
  ]

  /// Functions of several arrays in a list.
  static let takesSequence: Set = [
    "concatenate", "concat", "stack", "vstack", "hstack", "dstack", "column_stack",
    "linalg.multi_dot",
  ]

  /// Number of arguments that are arrays, of functions where it isn't the first one only.
  static let arrayCounts: [String: Int] = {
    var counts: [String: Int] = [:]
    for name in promoting { counts[name] = 2 }
    for name in [
      "take", "take_along_axis", "searchsorted", "digitize", "isin", "allclose", "isclose",
      "array_equal", "array_equiv", "polyval", "compress", "extract", "linalg.solve", "average",
      "setdiff1d", "union1d", "intersect1d", "setxor1d", "ldexp", "left_shift", "right_shift",
    ] {
      counts[name] = 2
    }
    for name in ["where", "clip", "interp"] { counts[name] = 3 }
    return counts
  }()

  /// Functions whose array arguments are computed in one dtype.
  static let promoting: Set = [
    "add", "subtract", "multiply", "divide", "true_divide", "floor_divide", "mod", "remainder",
    "fmod", "power", "pow", "float_power", "maximum", "minimum", "fmax", "fmin", "arctan2", "atan2",
    "hypot", "logaddexp", "logaddexp2", "equal", "not_equal", "less", "less_equal", "greater",
    "greater_equal", "bitwise_and", "bitwise_or", "bitwise_xor", "dot", "matmul", "inner", "outer",
    "vdot", "kron", "cross", "convolve", "correlate", "append", "copysign", "heaviside", "divmod",
    "gcd", "lcm", "clip", "interp", "tensordot", "nextafter",
  ]

  /// Functions that compute in floats: in 64 bits, of integers.
  static let inexact: Set = [
    "sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan",
    "arcsin", "arccos", "arctan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "arcsinh",
    "arccosh", "arctanh", "asinh", "acosh", "atanh", "arctan2", "atan2", "hypot", "divide",
    "true_divide", "mean", "average", "std", "var", "median", "percentile", "quantile", "nanmean",
    "nanstd", "nanvar", "nanmedian", "nanpercentile", "nanquantile", "interp", "logaddexp",
    "logaddexp2", "rad2deg", "deg2rad", "degrees", "radians", "sinc", "corrcoef", "cov",
    "float_power", "gradient", "i0", "copysign", "heaviside", "nextafter",
  ]

  /// Functions that sum integers up in 64 bits.
  static let wide: Set = ["sum", "prod", "cumsum", "cumprod", "trace", "nansum", "nanprod"]

  /// Functions that give places, which are of 64 bits.
  static let indices: Set = [
    "argmax", "argmin", "argsort", "argwhere", "nonzero", "flatnonzero", "searchsorted", "digitize",
    "count_nonzero", "unravel_index", "ravel_multi_index", "lexsort", "where", "bincount",
    "nanargmax", "nanargmin", "indices", "tril_indices", "triu_indices", "diag_indices",
    "histogram", "unique", "argpartition", "meshgrid", "arange", "ndim", "size",
  ]

  /// Functions that move elements, and of which NumPy makes views.
  static let moving: Set = [
    "reshape", "ravel", "transpose", "permute_dims", "matrix_transpose", "swapaxes", "moveaxis",
    "rollaxis", "squeeze", "expand_dims", "diagonal", "flip", "fliplr", "flipud", "rot90", "split",
    "array_split", "hsplit", "vsplit", "dsplit", "atleast_1d", "atleast_2d", "atleast_3d",
    "broadcast_to", "unstack",
  ]

  /// Functions that give one of Python's truth values.
  static let answers: Set = ["allclose", "array_equal", "array_equiv"]

  /// Functions that are written in Python, in terms of others.
  static let written: Set = [
    "mean", "average", "var", "std", "median", "percentile", "quantile", "round", "around",
    "interp", "unique",
    "bincount", "gradient", "ndindex", "ndenumerate",
  ]

  /// Functions whose results are read-only views in NumPy.
  static let readOnly: Set = ["diagonal", "broadcast_to"]
}
