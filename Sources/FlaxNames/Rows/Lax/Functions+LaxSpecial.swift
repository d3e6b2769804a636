import LiftedScan

extension FunctionTable {
  /// Special functions of `jax.lax` beyond the gamma function's own.
  mutating func addLaxSpecial(_ namespace: Namespace) {
    addBessel(namespace)
    addIncompleteGamma(namespace)
    addIncompleteBeta(namespace)
    addZeta(namespace)
  }

  /// Chebyshev series (Moshier's Cephes library).
  private mutating func addBessel(_ namespace: Namespace) {
    let series = """
      def series(t, coefficients):
        b0 = b1 = b2 = jnp.zeros_like(t)
        for c in coefficients:
          b0, b1, b2 = t * b0 - b1 + c, b0, b1
        return 0.5 * (b0 - b2)
      x = jnp.asarray(x) * 1.0
      size = jnp.abs(x)
      near = series(jnp.minimum(size, 8.0) / 2 - 2, A)
      far = series(32 / jnp.maximum(size, 8.0) - 2, B) / jnp.sqrt(jnp.maximum(size, 8.0))

      """
    add(
      "bessel_i0e", "(x)", "The modified Bessel function of order 0, times exp(-|x|).",
      in: namespace,
      python: """
        A = (-1.30002500998624804e-8, 6.04699502254191895e-8, -2.67079385394061173e-7,
             1.11738753912010372e-6, -4.41673835845875056e-6, 1.64484480707288971e-5,
             -5.75419501008210370e-5, 1.88502885095841656e-4, -5.76375574538582366e-4,
             1.63947561694133580e-3, -4.32430999505057594e-3, 1.05464603945949983e-2,
             -2.37374148058994688e-2, 4.93052842396707085e-2, -9.49010970480476444e-2,
             1.71620901522208775e-1, -3.04682672343198399e-1, 6.76795274409476085e-1)
        B = (3.39623202570838635e-9, 2.26666899049817806e-8, 2.04891858946906374e-7,
             2.89137052083475648e-6, 6.88975834691682398e-5, 3.36911647825569409e-3,
             8.04490411014108832e-1)

        """ + series + "return jnp.where(size <= 8.0, near, far)")
    add(
      "bessel_i1e", "(x)", "The modified Bessel function of order 1, times exp(-|x|).",
      in: namespace,
      python: """
        A = (9.38153738649577178e-9, -4.44505912879632808e-8, 2.00329475355213526e-7,
             -8.56872026469545474e-7, 3.47025130813767848e-6, -1.32731636560394358e-5,
             4.78156510755005423e-5, -1.61760815825896746e-4, 5.12285956168575773e-4,
             -1.51357245063125315e-3, 4.15642294431288816e-3, -1.05640848946261982e-2,
             2.47264490306265168e-2, -5.29459812080949914e-2, 1.02643658689847095e-1,
             -1.76416518357834055e-1, 2.52587186443633655e-1)
        B = (-3.83538038596423702e-9, -2.63146884688951951e-8, -2.51223623787020893e-7,
             -3.88256480887769039e-6, -1.10588938762623716e-4, -9.76109749136146841e-3,
             7.78576235018280120e-1)

        """ + series + "return jnp.sign(x) * jnp.where(size <= 8.0, near * size, far)")
  }

  /// A series for small arguments, and a continued fraction for large ones (Cephes).
  private mutating func addIncompleteGamma(_ namespace: Namespace) {
    let parts = """
      a, x = jnp.broadcast_arrays(jnp.asarray(a) * 1.0, jnp.asarray(x) * 1.0)
      isbad = (x < 0) | (a <= 0) | jnp.isnan(x) | jnp.isnan(a)
      isfar = (x > 1) & (x > a)
      iszero = x == 0
      sa = jnp.where(isbad, 1.0, a)
      sx = jnp.where(isbad | iszero | jnp.isinf(x), 0.5, x)
      scale = jnp.exp(sa * jnp.log(sx) - sx - lax.lgamma(sa))
      nx = jnp.where(isfar, 0.5, sx)
      def grow(c):
        r, term, total = c
        r = r + 1
        term = term * nx / r
        return r, term, total + term
      one = jnp.ones_like(sa)
      near = lax.while_loop(lambda c: jnp.any(c[1] > c[2] * 5.9604645e-08), grow, (sa, one, one))
      near = near[2] * scale / sa
      fx = jnp.where(isfar, sx, 2.0)
      fa = jnp.where(isfar, sa, 1.0)
      def refine(c):
        k, y, z, p2, q2, p1, q1, answer, error = c
        k, y, z = k + 1, y + 1, z + 2
        p, q = p1 * z - p2 * y * k, q1 * z - q2 * y * k
        ratio = jnp.where(q != 0, p / jnp.where(q != 0, q, 1.0), answer)
        error = jnp.where(q != 0, jnp.abs((answer - ratio) / ratio), 1.0)
        shrink = jnp.where(jnp.abs(p) > 1.6777216e7, 5.9604645e-08, 1.0)
        new = (k, y, z, p1 * shrink, q1 * shrink, p * shrink, q * shrink, ratio, error)
        return tuple(jnp.where(c[8] > 5.9604645e-08, a, b) for a, b in zip(new, c))
      y = 1 - fa
      z = fx + y + 1
      start = (jnp.zeros_like(fx), y, z, one, fx, fx + 1, z * fx, (fx + 1) / (z * fx), one)
      going = lambda c: jnp.any((c[8] > 5.9604645e-08) & (c[0] < 2000))
      far = lax.while_loop(going, refine, start)[7] * scale

      """
    add(
      "igamma", "(a, x)", "The regularized lower incomplete gamma function.", in: namespace,
      python: parts + """
        result = jnp.where(isfar, 1 - far, near)
        result = jnp.where(iszero, 0.0, jnp.where(jnp.isinf(x), 1.0, result))
        return jnp.where(isbad, jnp.nan, result)
        """)
    add(
      "igammac", "(a, x)", "The regularized upper incomplete gamma function.", in: namespace,
      python: parts + """
        result = jnp.where(isfar, far, 1 - near)
        result = jnp.where(iszero, 1.0, jnp.where(jnp.isinf(x), 0.0, result))
        return jnp.where(isbad, jnp.nan, result)
        """)
  }

  /// A continued fraction by Lentz' algorithm, of whichever end is nearer.
  private mutating func addIncompleteBeta(_ namespace: Namespace) {
    add(
      "betainc", "(a, b, x)", "The regularized incomplete beta function.", in: namespace,
      python: """
        a, b, x = jnp.broadcast_arrays(jnp.asarray(a) * 1.0, jnp.asarray(b) * 1.0,
                                       jnp.asarray(x) * 1.0)
        isbad = ~((a > 0) & (b > 0) & (x >= 0) & (x <= 1))
        isend = (x <= 0) | (x >= 1)
        sx = jnp.where(isbad | isend, 0.5, x)
        a, b = jnp.where(isbad, 1.0, a), jnp.where(isbad, 1.0, b)
        isfar = sx > (a + 1) / (a + b + 2)
        p, q = jnp.where(isfar, b, a), jnp.where(isfar, a, b)
        t = jnp.where(isfar, 1 - sx, sx)
        log = lax.lgamma(a + b) - lax.lgamma(a) - lax.lgamma(b)
        front = jnp.exp(log + a * jnp.log(sx) + b * jnp.log1p(-sx)) / p
        tiny = 1e-30
        safe = lambda v: jnp.where(jnp.abs(v) < tiny, tiny, v)
        def step(state):
          m, c, d, h, delta = state
          even = m * (q - m) * t / ((p + 2 * m - 1) * (p + 2 * m))
          d = 1 / safe(1 + even * d)
          c = safe(1 + even / c)
          h = h * d * c
          odd = -(p + m) * (p + q + m) * t / ((p + 2 * m) * (p + 2 * m + 1))
          d = 1 / safe(1 + odd * d)
          c = safe(1 + odd / c)
          return m + 1, c, d, h * d * c, jnp.abs(d * c - 1)
        one = jnp.ones_like(t)
        d = 1 / safe(1 - (p + q) * t / (p + 1))
        going = lambda state: jnp.any((state[4] > 1.2e-07) & (state[0] < 600))
        h = lax.while_loop(going, step, (one, one, d, d, one))[3]
        value = front * h
        value = jnp.where(isfar, 1 - value, value)
        value = jnp.where(isend, jnp.where(x <= 0, 0.0, 1.0), value)
        return jnp.where(isbad, jnp.nan, value)
        """)
  }

  /// The sum of Euler and Maclaurin.
  private mutating func addZeta(_ namespace: Namespace) {
    add(
      "zeta", "(x, q)", "The Hurwitz zeta function.", in: namespace,
      python: """
        x, q = jnp.broadcast_arrays(jnp.asarray(x) * 1.0, jnp.asarray(q) * 1.0)
        w, total = q, q ** -x
        for _ in range(9):
          w = w + 1
          total = total + w ** -x
        power = w ** -x
        total = total + power * w / (x - 1) - 0.5 * power
        factor, k = jnp.ones_like(x), 0.0
        for d in (12.0, -720.0, 30240.0, -1209600.0, 47900160.0, -1.8924375803183791606e9,
                  7.47242496e10, -2.950130727918164224e12, 1.1646782814350067249e14,
                  -4.5979787224074726105e15, 1.8152105401943546773e17,
                  -7.1661652561756670113e18):
          factor, power = factor * (x + k), power / w
          total = total + factor * power / d
          factor, power = factor * (x + k + 1), power / w
          k = k + 2
        total = jnp.where((q <= 0) & (q == jnp.floor(q)), jnp.inf, total)
        total = jnp.where((q <= 0) & (q != jnp.floor(q)) & (x != jnp.floor(x)), jnp.nan, total)
        return jnp.where(x == 1, jnp.inf, jnp.where(x < 1, jnp.nan, total))
        """)
    add(
      "polygamma", "(m, x)", "The m-th derivative of the digamma function.", in: namespace,
      python: """
        m, x = jnp.broadcast_arrays(jnp.asarray(m) * 1.0, jnp.asarray(x) * 1.0)
        sign = jnp.where(m % 2 == 0, -1.0, 1.0)
        higher = sign * jnp.exp(lax.lgamma(m + 1)) * lax.zeta(m + 1, x)
        value = jnp.where(m == 0, lax.digamma(x), higher)
        return jnp.where((m < 0) | (m != jnp.floor(m)), jnp.nan, value)
        """)
  }
}
