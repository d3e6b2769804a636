import LiftedScan

extension FunctionTable {
  /// Tests of complex numbers, by their parts.
  mutating func addComplexTests(_ namespace: Namespace) {
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

  /// Functions of each complex number, by formulas of their parts.
  mutating func addComplexElementwiseFormulas(_ namespace: Namespace) {
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
}
