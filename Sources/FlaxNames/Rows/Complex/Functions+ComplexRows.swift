import LiftedScan

extension FunctionTable {
  /// All of `jax.numpy`.
  static func wholeJnp(_ namespace: Namespace) -> FunctionTable {
    var table = FunctionTable.jnp(namespace)
    table.addWindows(namespace)
    table.addPolynomials(namespace)
    table.addBits(namespace)
    table.addSets(namespace)
    table.addCounting(namespace)
    table.addMissingAware(namespace)
    table.addArrayRows(namespace)
    table.addComplexRows(namespace)
    return table
  }

  /// Further functions that take complex arrays, by formulas of their parts.
  mutating func addComplexRows(_ namespace: Namespace) {
    addPartwise()
    addComplexTests(namespace)
    addComplexElementwise(namespace)
    addComplexReductions(namespace)
    addComplexConvolutions(namespace)
  }

  /// Adds the functions that act on the real and the imaginary part alike, with the indices of the
  /// arguments that are joined.
  private mutating func addPartwise() {
    let functions: [(String, [Int])] =
      [
        "rot90", "rollaxis", "hsplit", "vsplit", "dsplit", "unstack", "atleast_3d", "resize",
        "delete", "compress", "extract", "cumulative_sum", "reduce_sum", "collapse", "diagflat",
        "gather", "index_take", "broadcast_to_rank", "unstack",
      ].map { ($0, []) }
      + [
        ("dstack", [0]), ("column_stack", [0]), ("block", [0]), ("insert", [0, 2]),
        ("fill_diagonal", [0, 1]), ("select_n", [1, 2, 3, 4]), ("choose", [1]),
        ("put", [0, 2]), ("place", [0, 2]), ("scatter", [0, 2]), ("scatter_add", [0, 2]),
      ]
    for (name, places) in functions {
      wrap(name) { function, arguments in
        let real = try function(arguments.part(\.real, of: places))
        return try real.withImaginaryParts(function(arguments.part(\.imaginary, of: places)))
      }
    }
  }

  private mutating func addComplexTests(_ namespace: Namespace) {
    let rows: [(String, String)] = [
      ("isnan", "jnp.isnan(x.real) | jnp.isnan(x.imag)"),
      ("isinf", "jnp.isinf(x.real) | jnp.isinf(x.imag)"),
      ("isfinite", "jnp.isfinite(x.real) & jnp.isfinite(x.imag)"),
      ("is_finite", "jnp.isfinite(x.real) & jnp.isfinite(x.imag)"),
      ("logical_not", "(x.real == 0) & (x.imag == 0)"),
    ]
    for (name, expression) in rows {
      wrap(name, "(x)", in: namespace, python: "return \(expression)")
    }
    let isEqual = "(jnp.real(x) == jnp.real(y)) & (jnp.imag(x) == jnp.imag(y))"
    let isTrue = "((jnp.real(V) != 0) | (jnp.imag(V) != 0))"
    let (left, right) = (
      isTrue.replacing("V", with: "x"), isTrue.replacing("V", with: "y")
    )
    for (name, expression) in [
      ("equal", isEqual), ("eq", isEqual), ("not_equal", "~(\(isEqual))"),
      ("ne", "~(\(isEqual))"), ("logical_and", "\(left) & \(right)"),
      ("logical_or", "\(left) | \(right)"), ("logical_xor", "\(left) ^ \(right)"),
    ] {
      wrap(name, "(x, y)", in: namespace, python: "return \(expression)")
    }
    wrap(
      "isclose", "(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)", in: namespace,
      python: """
        isnear = jnp.abs(a - b) <= atol + rtol * jnp.abs(b)
        isfinite = jnp.isfinite(a) & jnp.isfinite(b)
        result = jnp.where(isfinite, isnear, jnp.equal(a, b))
        return result | (jnp.isnan(a) & jnp.isnan(b)) if equal_nan else result
        """)
    wrap(
      "allclose", "(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)", in: namespace,
      python: "return jnp.all(jnp.isclose(a, b, rtol, atol, equal_nan))")
    wrap(
      "array_equal", "(a1, a2, equal_nan=False)", in: namespace,
      python: """
        if jnp.shape(jnp.real(a1)) != jnp.shape(jnp.real(a2)):
          return jnp.asarray(False)
        result = jnp.equal(a1, a2)
        return jnp.all(result | (jnp.isnan(a1) & jnp.isnan(a2)) if equal_nan else result)
        """)
    for name in ["any", "all"] {
      wrap(
        name, "(a, axis=None, out=None, keepdims=False, *, where=None)", in: namespace,
        python: "return jnp.\(name)(a.real, axis, None, keepdims,"
          + " where=where)")
    }
    wrap(
      "count_nonzero", "(a, axis=None, keepdims=False)", in: namespace,
      python: "return jnp.count_nonzero((a.real != 0) | (a.imag != 0), axis, keepdims)")
    wrap(
      "nonzero", "(a, *, size=None, fill_value=None)", in: namespace,
      python: "return jnp.nonzero((a.real != 0) | (a.imag != 0), size=size,"
        + " fill_value=fill_value)")
    add(
      "iscomplex", "(x)", "Whether each number has an imaginary part.", in: namespace,
      python: "return jnp.not_equal(jnp.imag(x), 0)")
    add(
      "isreal", "(x)", "Whether each number has no imaginary part.", in: namespace,
      python: "return jnp.equal(jnp.imag(x), 0)")
  }

  private mutating func addComplexElementwise(_ namespace: Namespace) {
    let turned = "lax.complex(-x.imag, x.real)"
    let asinh = "jnp.log(z + jnp.sqrt(z * z + 1))"
    let atanh = "(jnp.log1p(z) - jnp.log1p(-z)) / 2"
    func over(_ formula: String, _ argument: String) -> String {
      "z = \(argument)\nw = \(formula)\nreturn "
    }
    let rows: [([String], String)] = [
      (["log2"], "return jnp.log(x) / 0.6931471805599453"),
      (["log10"], "return jnp.log(x) / 2.302585092994046"),
      (["exp2"], "return jnp.exp(x * 0.6931471805599453)"),
      (
        ["log1p"],
        "return lax.complex(0.5 * jnp.log1p(x.real * (2 + x.real) + x.imag ** 2),"
          + " jnp.arctan2(x.imag, 1 + x.real))"
      ),
      (
        ["expm1"],
        "return lax.complex(jnp.expm1(x.real) * jnp.cos(x.imag)"
          + " - 2 * jnp.sin(x.imag / 2) ** 2, jnp.exp(x.real) * jnp.sin(x.imag))"
      ),
      (["tan"], "w = jnp.tanh(\(turned))\nreturn lax.complex(w.imag, -w.real)"),
      (["arcsinh", "asinh"], over(asinh, "x") + "w"),
      (["arcsin", "asin"], over(asinh, turned) + "lax.complex(w.imag, -w.real)"),
      (
        ["arccos", "acos"],
        over(asinh, turned) + "lax.complex(1.5707963267948966 - w.imag, w.real)"
      ),
      (["arctanh", "atanh"], over(atanh, "x") + "w"),
      (["arctan", "atan"], over(atanh, turned) + "lax.complex(w.imag, -w.real)"),
      (["arccosh", "acosh"], "return jnp.log(x + jnp.sqrt(x + 1) * jnp.sqrt(x - 1))"),
      (
        ["sign"],
        "size = jnp.abs(x)\nreturn x * jnp.where(size == 0, 0.0, 1 / jnp.where(size == 0, 1.0,"
          + " size))"
      ),
      (["rsqrt"], "return 1 / jnp.sqrt(x)"),
      (["logistic", "sigmoid"], "return 1 / (1 + jnp.exp(-x))"),
      (["silu", "swish"], "return x / (1 + jnp.exp(-x))"),
      (["sinc"], "z = x * 3.141592653589793\nreturn jnp.where(jnp.equal(x, 0), 1, jnp.sin(z) / z)"),
      (["rint"], "return lax.complex(jnp.rint(x.real), jnp.rint(x.imag))"),
    ]
    for (names, text) in rows {
      for name in names { wrap(name, "(x, accuracy=None)", in: namespace, python: text) }
    }
    for name in ["round", "around"] {
      wrap(
        name, "(a, decimals=0, out=None)", in: namespace,
        python: "return lax.complex(jnp.round(a.real, decimals), jnp.round(a.imag, decimals))")
    }
    wrap(
      "nan_to_num", "(x, copy=True, nan=0.0, posinf=None, neginf=None)", in: namespace,
      python: """
        part = lambda p: jnp.nan_to_num(p, copy, nan, posinf, neginf)
        return lax.complex(part(x.real), part(x.imag))
        """)
    wrap("integer_pow", "(x, y)", in: namespace, python: "return x ** y")
    wrap("float_power", "(x, y, /)", in: namespace, python: "return x ** y")
    wrap(
      "polyval", "(p, x, *, unroll=16)", in: namespace,
      python: """
        result = jnp.zeros_like(x)
        for k in range(p.shape[0]):
          result = result * x + p[k]
        return result
        """)
    wrap(
      "convert_element_type", "(operand, new_dtype)", in: namespace,
      python: "return jnp.astype(operand, new_dtype)")
    wrap(
      "angle", "(z, deg=False)", in: namespace,
      python: """
        angle = jnp.arctan2(z.imag, z.real)
        return jnp.degrees(angle) if deg else angle
        """)
  }

  private mutating func addComplexReductions(_ namespace: Namespace) {
    // Halves are multiplied until one row is left.
    let product = """
      rest = tuple(k for k in range(z.ndim) if k not in axes)
      z = jnp.transpose(z, axes + rest).reshape((-1,) + tuple(z.shape[k] for k in rest))
      if z.shape[0] == 0:
        z = jnp.ones((1,) + z.shape[1:], jnp.complex64)
      while z.shape[0] > 1:
        half = z.shape[0] // 2
        z = jnp.concatenate([z[:half] * z[half:2 * half], z[2 * half:]])

      """
    wrap(
      "prod",
      "(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None,"
        + " promote_integers=True)", in: namespace,
      python: """
        z = a if where is None else jnp.where(where, a, 1)
        axes = tuple(range(a.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
        axes = tuple(k % a.ndim for k in axes)

        """ + product + """
          z = z[0] if initial is None else z[0] * initial
          return jnp.expand_dims(z, axes) if keepdims else z
          """)
    wrap(
      "reduce_prod", "(operand, axes)", in: namespace,
      python: "return jnp.prod(operand, tuple(axes))")
    for (names, signature, start) in [
      (
        ["cumprod", "cumulative_prod"], "(a, axis=None, dtype=None, out=None)",
        "z = a.ravel() if axis is None else jnp.moveaxis(a, axis, 0)\nreverse = False"
      ),
      (
        ["lax.cumprod"], "(a, axis=0, reverse=False)", "z = jnp.moveaxis(a, axis, 0)"
      ),
    ] {
      for name in names {
        let own = name.replacing("lax.", with: "")
        guard (name == own) == (self["cumlogsumexp"] == nil) else { continue }
        wrap(
          own, signature, in: namespace,
          python: start + """

            z = jnp.flip(z, 0) if reverse else z
            step = 1
            while step < z.shape[0]:
              z = jnp.concatenate([z[:step], z[step:] * z[:-step]])
              step = step * 2
            z = jnp.flip(z, 0) if reverse else z
            return z if axis is None else jnp.moveaxis(z, 0, axis)
            """)
      }
    }
    wrap(
      "var",
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None,"
        + " correction=None)", in: namespace,
      python: """
        centre = jnp.mean(a, axis, keepdims=True, where=where) if mean is None else mean
        d = a - centre
        squares = d.real ** 2 + d.imag ** 2
        free = ddof if correction is None else correction
        count = jnp.sum(jnp.ones_like(squares), axis, keepdims=keepdims, where=where) - free
        return jnp.sum(squares, axis, keepdims=keepdims, where=where) / count
        """)
    wrap(
      "std",
      "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None,"
        + " correction=None)", in: namespace,
      python: "return jnp.sqrt(jnp.var(a, axis, None, None, ddof, keepdims, where=where,"
        + " mean=mean, correction=correction))")
    for (name, neutral) in [("nansum", 0), ("nanprod", 1), ("nancumsum", 0), ("nancumprod", 1)] {
      wrap(
        name, "(a, axis=None, **settings)", in: namespace,
        python: "return jnp.\(name.dropFirst(3))(jnp.where(jnp.isnan(a), \(neutral), a), axis,"
          + " **settings)")
    }
    wrap(
      "nanmean", "(a, axis=None, dtype=None, out=None, keepdims=False)", in: namespace,
      python: "return jnp.mean(a, axis, keepdims=keepdims, where=~jnp.isnan(a))")
    wrap(
      "average", "(a, axis=None, weights=None, returned=False, keepdims=False)", in: namespace,
      python: """
        if returned:
          raise ValueError('average of complex numbers returns no sum of weights')
        if weights is None:
          return jnp.mean(a, axis, keepdims=keepdims)
        part = lambda p: jnp.average(p, axis, weights, keepdims=keepdims)
        return lax.complex(part(a.real), part(a.imag))
        """)
    wrap(
      "interp", "(x, xp, fp, left=None, right=None, period=None)", in: namespace,
      python: """
        take = lambda part, end: None if end is None else part(end)
        re = jnp.interp(x, xp, jnp.real(fp), take(jnp.real, left), take(jnp.real, right))
        im = jnp.interp(x, xp, jnp.imag(fp), take(jnp.imag, left), take(jnp.imag, right))
        return lax.complex(re, im)
        """)
    wrap(
      "cov", "(m, y=None, rowvar=True, bias=False, ddof=None)", in: namespace,
      python: """
        z = m[None] if m.ndim < 2 else m if rowvar else m.T
        if y is not None:
          z = jnp.concatenate([z, y[None] if y.ndim < 2 else y if rowvar else y.T])
        free = (0 if bias else 1) if ddof is None else ddof
        d = z - jnp.mean(z, 1, keepdims=True)
        return jnp.squeeze(jnp.dot(d, jnp.conj(d.T)) / (z.shape[1] - free))
        """)
    wrap(
      "cross", "(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)", in: namespace,
      python: """
        part = lambda u, v: jnp.cross(u, v, axisa, axisb, axisc, axis)
        re = part(jnp.real(a), jnp.real(b)) - part(jnp.imag(a), jnp.imag(b))
        im = part(jnp.real(a), jnp.imag(b)) + part(jnp.imag(a), jnp.real(b))
        return lax.complex(re, im)
        """)
    for (name, call) in [
      ("sort", "lax.sort((z.real, z.imag), dimension=axis, num_keys=2)"),
      (
        "argsort",
        "lax.sort((z.real, z.imag, lax.broadcasted_iota(jnp.int32, z.shape, axis % z.ndim)),"
          + " dimension=axis, num_keys=2)"
      ),
    ] {
      wrap(
        name, "(a, axis=-1, *, kind=None, order=None, stable=True, descending=False)",
        in: namespace,
        python: """
          z = a.ravel() if axis is None else a
          axis = 0 if axis is None else axis
          parts = \(call)
          result = parts[2] if len(parts) > 2 else lax.complex(parts[0], parts[1])
          return jnp.flip(result, axis) if descending else result
          """)
    }
    add(
      "sort_complex", "(a)", "Sorted by the real, then by the imaginary part, as complex numbers.",
      in: namespace,
      python: "return jnp.sort(lax.complex(jnp.real(a).astype(jnp.float32),"
        + " jnp.imag(a).astype(jnp.float32)), axis=0)")
    for (name, extreme) in [("max", "max"), ("amax", "max"), ("min", "min"), ("amin", "min")] {
      wrap(
        name, "(a, axis=None, out=None, keepdims=False, initial=None, where=None)", in: namespace,
        python: """
          if initial is not None or where is not None:
            raise ValueError('\(name) of complex numbers takes neither initial nor where')
          if isinstance(axis, tuple):
            for k in sorted(k % a.ndim for k in axis)[::-1]:
              a = jnp.\(extreme)(a, k, keepdims=keepdims)
            return a
          z = a.ravel() if axis is None else a
          ordered = jnp.sort(z, axis=0 if axis is None else axis)
          at = \(extreme == "max" ? "-1" : "0")
          result = jnp.take(ordered, at, axis=0 if axis is None else axis)
          if not keepdims:
            return result
          return jnp.reshape(result, (1,) * a.ndim) if axis is None else jnp.expand_dims(result, axis)
          """)
    }
  }

  private mutating func addComplexConvolutions(_ namespace: Namespace) {
    let rest = "precision=None, preferred_element_type=None"
    for (name, signature, call) in [
      (
        "conv_general_dilated",
        "(lhs, rhs, window_strides, padding, lhs_dilation=None, rhs_dilation=None,"
          + " dimension_numbers=None, feature_group_count=1, batch_group_count=1, \(rest))",
        "window_strides, padding, lhs_dilation, rhs_dilation, dimension_numbers,"
          + " feature_group_count, batch_group_count"
      ),
      ("conv", "(lhs, rhs, window_strides, padding, \(rest))", "window_strides, padding"),
      (
        "conv_with_general_padding",
        "(lhs, rhs, window_strides, padding, lhs_dilation, rhs_dilation, \(rest))",
        "window_strides, padding, lhs_dilation, rhs_dilation"
      ),
      (
        "conv_transpose",
        "(lhs, rhs, strides, padding, rhs_dilation=None, dimension_numbers=None,"
          + " transpose_kernel=False, \(rest))",
        "strides, padding, rhs_dilation, dimension_numbers, transpose_kernel"
      ),
    ] {
      wrap(
        name, signature, in: namespace,
        python: """
          part = lambda u, v: lax.\(name)(u, v, \(call))
          re = part(jnp.real(lhs), jnp.real(rhs)) - part(jnp.imag(lhs), jnp.imag(rhs))
          im = part(jnp.real(lhs), jnp.imag(rhs)) + part(jnp.imag(lhs), jnp.real(rhs))
          return lax.complex(re, im)
          """)
    }
  }
}
