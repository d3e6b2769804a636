/// The bijectors of `distrax` and of `tensorflow_probability`, and the distributions transformed by
/// them.
enum Bijectors {
  /// The names of `distrax`.
  static let distrax =
    classes + """
      @_record
      class Transformed(_Transformed):
        distribution: object
        bijector: object = struct.field(pytree_node=False)

        def __init__(self, distribution, bijector):
          bijector = _as_bijector(bijector)
          if len(distribution.event_shape) != bijector.event_ndims_in:
            raise ValueError(
              f'The base distribution has event shape {distribution.event_shape}, but the bijector '
              f'expects events to have {bijector.event_ndims_in} dimensions. Perhaps use '
              '`distrax.Block` or `distrax.Independent`?')
          _keep(self, distribution=distribution, bijector=bijector)
      """

  /// The names of `tensorflow_probability`, whose bijectors go over all axes of an event.
  static let tensorFlow =
    classes + """
      @_record
      class TransformedDistribution(_Transformed):
        distribution: object
        bijector: object = struct.field(pytree_node=False)

        def __init__(self, distribution, bijector):
          missing = len(distribution.event_shape) - bijector.event_ndims_in
          if missing > 0:
            bijector = Block(bijector, missing)
          _keep(self, distribution=distribution, bijector=bijector)
      """

  private static let classes = """
    class Bijector:
      event_ndims_in = 0
      is_constant_jacobian = False

      @property
      def event_ndims_out(self):
        return self.event_ndims_in

      def __call__(self, x):
        return self.forward(x)

      def inverse_log_det_jacobian(self, y):
        return -self.forward_log_det_jacobian(self.inverse(y))

      def forward_and_log_det(self, x):
        return self.forward(x), self.forward_log_det_jacobian(x)

      def inverse_and_log_det(self, y):
        x = self.inverse(y)
        return x, -self.forward_log_det_jacobian(x)

    class Tanh(Bijector):
      def forward(self, x):
        return jnp.tanh(x)

      def inverse(self, y):
        return jnp.arctanh(y)

      def forward_log_det_jacobian(self, x):
        return 2 * (jnp.log(2) - x - jax.nn.softplus(-2 * x))

    class Sigmoid(Bijector):
      def forward(self, x):
        return jax.nn.sigmoid(x)

      def inverse(self, y):
        return jnp.log(y) - jnp.log1p(-y)

      def forward_log_det_jacobian(self, x):
        return -jax.nn.softplus(-x) - jax.nn.softplus(x)

    class ScalarAffine(Bijector):
      is_constant_jacobian = True

      def __init__(self, shift, scale=None, log_scale=None):
        if scale is not None and log_scale is not None:
          raise ValueError('Only one of `scale` and `log_scale` can be specified, not both.')
        self.shift = shift
        if log_scale is not None:
          self.scale, self.log_scale = jnp.exp(log_scale), log_scale
          self._inverse_scale = jnp.exp(jnp.negative(log_scale))
        else:
          self.scale = 1.0 if scale is None else scale
          self.log_scale = jnp.log(jnp.abs(self.scale))
          self._inverse_scale = 1.0 / self.scale

      def forward(self, x):
        return self.scale * x + self.shift

      def inverse(self, y):
        return self._inverse_scale * (y - self.shift)

      def forward_log_det_jacobian(self, x):
        return jnp.broadcast_to(self.log_scale, jnp.broadcast_shapes(
          jnp.shape(self.shift), jnp.shape(self.scale), x.shape))

    class Lambda(Bijector):
      def __init__(
          self, forward=None, inverse=None, forward_log_det_jacobian=None,
          inverse_log_det_jacobian=None, event_ndims_in=0, event_ndims_out=None,
          is_constant_jacobian=False):
        self._forward, self._inverse = forward, inverse
        self._log_det, self._inverse_log_det = forward_log_det_jacobian, inverse_log_det_jacobian
        self.event_ndims_in, self.is_constant_jacobian = event_ndims_in, is_constant_jacobian

      def forward(self, x):
        return self._forward(x)

      def inverse(self, y):
        if self._inverse is None:
          raise NotImplementedError('a Lambda needs its inverse here: it is not derived')
        return self._inverse(y)

      def forward_log_det_jacobian(self, x):
        if self._log_det is not None:
          return self._log_det(x)
        if self._inverse_log_det is not None:
          return -self._inverse_log_det(self.forward(x))
        raise NotImplementedError(
          'a Lambda needs forward_log_det_jacobian here: nothing is differentiated')

    def _as_bijector(bijector):
      return bijector if isinstance(bijector, Bijector) else Lambda(bijector)

    class Block(Bijector):
      def __init__(self, bijector, ndims):
        self.bijector, self.ndims = _as_bijector(bijector), ndims
        self.event_ndims_in = ndims + self.bijector.event_ndims_in
        self.is_constant_jacobian = self.bijector.is_constant_jacobian

      def forward(self, x):
        return self.bijector.forward(x)

      def inverse(self, y):
        return self.bijector.inverse(y)

      def forward_log_det_jacobian(self, x):
        log_det = self.bijector.forward_log_det_jacobian(x)
        return jnp.sum(log_det, axis=tuple(range(-self.ndims, 0))) if self.ndims else log_det

    class Inverse(Bijector):
      def __init__(self, bijector):
        self.bijector = _as_bijector(bijector)
        self.event_ndims_in = self.bijector.event_ndims_in
        self.is_constant_jacobian = self.bijector.is_constant_jacobian

      def forward(self, x):
        return self.bijector.inverse(x)

      def inverse(self, y):
        return self.bijector.forward(y)

      def forward_log_det_jacobian(self, x):
        return self.bijector.inverse_log_det_jacobian(x)

    class Chain(Bijector):
      def __init__(self, bijectors):
        self.bijectors = [_as_bijector(b) for b in bijectors]
        self.event_ndims_in = self.bijectors[-1].event_ndims_in
        self.is_constant_jacobian = all(b.is_constant_jacobian for b in self.bijectors)

      def forward(self, x):
        for bijector in reversed(self.bijectors):
          x = bijector.forward(x)
        return x

      def inverse(self, y):
        for bijector in self.bijectors:
          y = bijector.inverse(y)
        return y

      def forward_log_det_jacobian(self, x):
        total = 0.0
        for bijector in reversed(self.bijectors):
          x, log_det = bijector.forward_and_log_det(x)
          total = total + log_det
        return total

    class _Transformed(Distribution):
      @property
      def event_shape(self):
        return self.distribution.event_shape

      @property
      def batch_shape(self):
        return self.distribution.batch_shape

      def _sample_n(self, key, n):
        return self.bijector.forward(self.distribution._sample_n(key, n))

      def sample_and_log_prob(self, *, seed, sample_shape=()):
        x, log_prob = self.distribution.sample_and_log_prob(seed=seed, sample_shape=sample_shape)
        y, log_det = self.bijector.forward_and_log_det(x)
        return y, log_prob - log_det

      def log_prob(self, value):
        x, log_det = self.bijector.inverse_and_log_det(value)
        return self.distribution.log_prob(x) + log_det

      def _of_constant(self, name):
        if not self.bijector.is_constant_jacobian:
          raise NotImplementedError(
            f'`{name}` is not implemented for this transformed distribution, because its '
            "bijector's Jacobian determinant is not known to be constant.")

      def mean(self):
        self._of_constant('mean')
        return self.bijector.forward(self.distribution.mean())

      def mode(self):
        self._of_constant('mode')
        return self.bijector.forward(self.distribution.mode())

      def entropy(self):
        self._of_constant('entropy')
        zeros = jnp.zeros(self.batch_shape + self.event_shape)
        return self.distribution.entropy() + self.bijector.forward_log_det_jacobian(zeros)

    """
}
