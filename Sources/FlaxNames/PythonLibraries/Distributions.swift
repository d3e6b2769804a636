extension WrittenModule {
  /// `distrax`, and the distributions of `tensorflow_probability`: records of their parameters.
  static let distributions: [WrittenModule] =
    [
      WrittenModule(
        name: "distrax", text: distributionClasses + distraxNames + "\n\n" + Bijectors.distrax),
      WrittenModule(
        name: "tensorflow_probability.substrates.jax.distributions",
        text: distributionClasses + tensorFlowNames + "\n\n" + Bijectors.tensorFlow),
      WrittenModule(
        name: "tensorflow_probability.substrates.jax.bijectors",
        text: "from tensorflow_probability.substrates.jax.distributions import Tanh, Sigmoid, Chain"
      ),
      WrittenModule(
        name: "tensorflow_probability.distributions",
        text: "from tensorflow_probability.substrates.jax.distributions import *"),
    ]

  private static let distributionClasses = """
    import math
    import jax
    import jax.numpy as jnp
    from flax import struct

    _half_log2pi = 0.5 * math.log(2 * math.pi)

    def _record(cls):
      return struct.dataclass(cls, init=False, eq=False)

    def _keep(self, **fields):
      for name, value in fields.items():
        object.__setattr__(self, name, value)

    class Distribution:
      def sample(self, sample_shape=(), seed=None):
        if isinstance(sample_shape, int):
          sample_shape = (sample_shape,)
        n = math.prod(sample_shape)
        draws = self._sample_n(seed, n)
        return jnp.reshape(draws, tuple(sample_shape) + draws.shape[1:])

      def sample_and_log_prob(self, *, seed, sample_shape=()):
        draws = self.sample(seed=seed, sample_shape=sample_shape)
        return draws, self.log_prob(draws)

      def prob(self, value):
        return jnp.exp(self.log_prob(value))

      def stddev(self):
        return jnp.sqrt(self.variance())

    class _Discrete(Distribution):
      def __new__(cls, *args, **kwargs):
        # A class of the user's with an `__init__` of its own calls this one's when it likes.
        return cls._made(*args, **kwargs) if cls.__init__ is _Discrete.__init__ else (
          object.__new__(cls))

      def __init__(self, logits=None, probs=None, dtype=int):
        if type(self).__init__ is not _Discrete.__init__:
          made = type(self)._made(logits, probs, dtype)
          for name in ('logits', 'probs', '_dtype', '_parameter'):
            object.__setattr__(self, name, getattr(made, name))

      @classmethod
      def _made(cls, logits=None, probs=None, dtype=int):
        if (logits is None) == (probs is None):
          raise ValueError('One and exactly one of `logits` and `probs` should be `None`')
        if probs is None:
          self = object.__new__(cls._of_logits)
          object.__setattr__(self, 'logits', cls._normalized_logits(jnp.asarray(logits)))
        else:
          self = object.__new__(cls._of_probs)
          object.__setattr__(self, 'probs', cls._normalized_probs(jnp.asarray(probs)))
        object.__setattr__(self, '_dtype', dtype)
        return self

      @property
      def event_shape(self):
        return ()

      def logits_parameter(self):
        return self.logits

      def probs_parameter(self):
        return self.probs

    class Categorical(_Discrete):
      _normalized_logits = staticmethod(lambda x: _normalized_logits(x))
      _normalized_probs = staticmethod(lambda x: _normalized_probs(x))

      @property
      def batch_shape(self):
        return self.logits.shape[:-1]

      @property
      def num_categories(self):
        return self.logits.shape[-1]

      def _sample_n(self, key, n):
        draws = jax.random.categorical(
            key, self.logits, axis=-1, shape=(n,) + self.logits.shape[:-1]).astype(self._dtype)
        probs = self.probs
        valid = jnp.all(jnp.isfinite(probs), axis=-1) & jnp.all(probs >= 0, axis=-1)
        return jnp.where(valid, draws, jnp.ones_like(draws) * -1)

      def log_prob(self, value):
        hot = jax.nn.one_hot(value, self.num_categories, dtype=self.logits.dtype)
        outside = (value < 0) | (value > self.num_categories - 1)
        terms = jnp.where(hot == 0, 0.0, self.logits * hot)
        return jnp.where(outside, -jnp.inf, jnp.sum(terms, axis=-1))

      def entropy(self):
        log_probs = jax.nn.log_softmax(self.logits)
        p = jnp.exp(log_probs)
        return -jnp.sum(jnp.where(p == 0, 0.0, log_probs) * p, axis=-1)

      def mode(self):
        return jnp.argmax(self._parameter(), axis=-1).astype(self._dtype)

      def kl_divergence(self, other):
        a = jax.nn.log_softmax(self.logits, axis=-1)
        b = jax.nn.log_softmax(other.logits, axis=-1)
        p = jnp.exp(a)
        return jnp.sum(jnp.where(p == 0, 0.0, a - b) * p, axis=-1)

    @_record
    class _CategoricalOfLogits(Categorical):
      logits: object
      _dtype: object = struct.field(pytree_node=False)

      @property
      def probs(self):
        return jax.nn.softmax(self.logits, axis=-1)

      def _parameter(self):
        return self.logits

    @_record
    class _CategoricalOfProbs(Categorical):
      probs: object
      _dtype: object = struct.field(pytree_node=False)

      @property
      def logits(self):
        return jnp.log(self.probs)

      def _parameter(self):
        return self.probs

    Categorical._of_logits = _CategoricalOfLogits
    Categorical._of_probs = _CategoricalOfProbs

    class OneHotCategorical(Categorical):
      @property
      def event_shape(self):
        return (self.num_categories,)

      def _hot(self, index):
        return jax.nn.one_hot(index, self.num_categories).astype(self._dtype)

      def _sample_n(self, key, n):
        draws = self._hot(jax.random.categorical(
            key, self.logits, axis=-1, shape=(n,) + self.logits.shape[:-1]))
        probs = self.probs
        valid = jnp.isfinite(probs).all(-1, keepdims=True) & (probs >= 0).all(-1, keepdims=True)
        return jnp.where(valid, draws, jnp.ones_like(draws) * -1)

      def log_prob(self, value):
        return jnp.sum(jnp.where(value == 0, 0.0, self.logits) * value, axis=-1)

      def prob(self, value):
        return jnp.sum(jnp.where(value == 0, 0.0, self.probs) * value, axis=-1)

      def mode(self):
        return self._hot(jnp.argmax(self._parameter(), axis=-1))

    @_record
    class _OneHotOfLogits(OneHotCategorical):
      logits: object
      _dtype: object = struct.field(pytree_node=False)
      probs = _CategoricalOfLogits.probs
      _parameter = _CategoricalOfLogits._parameter

    @_record
    class _OneHotOfProbs(OneHotCategorical):
      probs: object
      _dtype: object = struct.field(pytree_node=False)
      logits = _CategoricalOfProbs.logits
      _parameter = _CategoricalOfProbs._parameter

    OneHotCategorical._of_logits = _OneHotOfLogits
    OneHotCategorical._of_probs = _OneHotOfProbs

    class Bernoulli(_Discrete):
      _normalized_logits = staticmethod(lambda x: x)
      _normalized_probs = staticmethod(lambda x: x)

      @property
      def batch_shape(self):
        return self.probs.shape

      def log_prob(self, value):
        return (value * -jax.nn.softplus(-self.logits)
                + (1 - value) * -jax.nn.softplus(self.logits))

      def entropy(self):
        p = self.probs
        return p * jax.nn.softplus(-self.logits) + (1 - p) * jax.nn.softplus(self.logits)

      def mean(self):
        return self.probs

      def mode(self):
        return (self.probs > 0.5).astype(self._dtype)

    @_record
    class _BernoulliOfLogits(Bernoulli):
      logits: object
      _dtype: object = struct.field(pytree_node=False)

      @property
      def probs(self):
        return jax.nn.sigmoid(self.logits)

      def _parameter(self):
        return self.logits

    @_record
    class _BernoulliOfProbs(Bernoulli):
      probs: object
      _dtype: object = struct.field(pytree_node=False)

      @property
      def logits(self):
        return jnp.log(self.probs) - jnp.log(1 - self.probs)

      def _parameter(self):
        return self.probs

    Bernoulli._of_logits = _BernoulliOfLogits
    Bernoulli._of_probs = _BernoulliOfProbs

    @_record
    class Deterministic(Distribution):
      loc: object

      def __init__(self, loc):
        _keep(self, loc=jnp.asarray(loc))

      @property
      def event_shape(self):
        return ()

      @property
      def batch_shape(self):
        return self.loc.shape

      def mean(self):
        return self.loc

      def mode(self):
        return self.loc

      def _sample_n(self, key, n):
        return jnp.repeat(self.loc[None], n, axis=0)

    @_record
    class Normal(Distribution):
      loc: object
      scale: object

      def __init__(self, loc, scale):
        loc, scale = jnp.broadcast_arrays(_as_float(loc), _as_float(scale))
        _keep(self, loc=loc, scale=scale)

      @property
      def event_shape(self):
        return ()

      @property
      def batch_shape(self):
        return self.loc.shape

      def _sample_n(self, key, n):
        dtype = jnp.result_type(self.loc, self.scale)
        return self.scale * jax.random.normal(key, (n,) + self.batch_shape, dtype) + self.loc

      def log_prob(self, value):
        z = (value - self.loc) / self.scale
        return -0.5 * jnp.square(z) - (_half_log2pi + jnp.log(self.scale))

      def entropy(self):
        return 0.5 + (_half_log2pi + jnp.log(self.scale))

      def mean(self):
        return self.loc

      def variance(self):
        return jnp.square(self.scale)

      def stddev(self):
        return self.scale

      def mode(self):
        return self.loc

      def median(self):
        return self.loc

      def cdf(self, value):
        return jax.scipy.special.ndtr((value - self.loc) / self.scale)

      def log_cdf(self, value):
        return jax.scipy.special.log_ndtr((value - self.loc) / self.scale)

      def kl_divergence(self, other):
        return _normal_kl(self.loc, self.scale, other.loc, other.scale)

    @_record
    class Uniform(Distribution):
      low: object
      high: object

      def __init__(self, low=0.0, high=1.0):
        low, high = jnp.broadcast_arrays(_as_float(low), _as_float(high))
        _keep(self, low=low, high=high)

      @property
      def event_shape(self):
        return ()

      @property
      def batch_shape(self):
        return self.low.shape

      @property
      def range(self):
        return self.high - self.low

      def _sample_n(self, key, n):
        draws = jax.random.uniform(key, (n,) + self.batch_shape, self.low.dtype)
        return self.low + jnp.expand_dims(self.range, range(draws.ndim - self.low.ndim)) * draws

      def log_prob(self, value):
        inside = (value >= self.low) & (value <= self.high)
        return jnp.log(jnp.where(inside, 1.0 / self.range, 0.0))

      def entropy(self):
        return jnp.log(self.range)

      def mean(self):
        return (self.low + self.high) / 2.0

      def median(self):
        return self.mean()

      def variance(self):
        return jnp.square(self.range) / 12.0

    def _normal_kl(a, s, b, t):
      ratio = jnp.square(s / t)
      return 0.5 * (jnp.square((a - b) / t) + ratio - 1.0 - jnp.log(ratio))

    class _MultivariateNormal(Distribution):
      @property
      def event_shape(self):
        return self.loc.shape[-1:]

      def mean(self):
        return self.loc

      def mode(self):
        return self.loc

      def median(self):
        return self.loc

    @_record
    class MultivariateNormalDiag(_MultivariateNormal):
      loc: object
      scale_diag: object

      def __init__(self, loc=None, scale_diag=None):
        if loc is None and scale_diag is None:
          raise ValueError('At least one of `loc` and `scale_diag` must be specified.')
        if scale_diag is None:
          loc = _as_float(loc)
          scale_diag = jnp.ones(loc.shape[-1:], loc.dtype)
        scale_diag = _as_float(scale_diag)
        loc = jnp.zeros(scale_diag.shape[-1:], scale_diag.dtype) if loc is None else _as_float(loc)
        if loc.ndim == 0 or scale_diag.ndim == 0:
          raise ValueError('`loc` and `scale_diag` must have at least one dimension.')
        if loc.shape[-1] != scale_diag.shape[-1]:
          raise ValueError(
              'The last dimension of `loc` and `scale_diag` must coincide, but got shapes '
              f'{loc.shape} and {scale_diag.shape}.')
        loc, scale_diag = jnp.broadcast_arrays(loc, scale_diag)
        _keep(self, loc=loc, scale_diag=scale_diag)

      @property
      def batch_shape(self):
        return self.loc.shape[:-1]

      def _sample_n(self, key, n):
        dtype = jnp.result_type(self.loc, self.scale_diag)
        shape = (n,) + self.batch_shape + self.event_shape
        return self.scale_diag * jax.random.normal(key, shape, dtype) + self.loc

      def log_prob(self, value):
        z = (value - self.loc) / self.scale_diag
        base = jnp.sum(-0.5 * jnp.square(z) - _half_log2pi, axis=-1)
        return base - jnp.sum(jnp.log(jnp.abs(self.scale_diag)), axis=-1)

      def entropy(self):
        return jnp.sum(0.5 + _half_log2pi + jnp.log(jnp.abs(self.scale_diag)), axis=-1)

      def variance(self):
        return jnp.square(self.scale_diag)

      def stddev(self):
        return jnp.abs(self.scale_diag)

      def kl_divergence(self, other):
        kl = _normal_kl(
            self.loc, jnp.abs(self.scale_diag), other.loc, jnp.abs(other.scale_diag))
        return jnp.sum(kl, axis=-1)

    @_record
    class MultivariateNormalTri(_MultivariateNormal):
      loc: object
      scale_tri: object

      def __init__(self, loc=None, scale_tri=None, is_lower=True):
        if loc is None and scale_tri is None:
          raise ValueError('At least one of `loc` and `scale_tri` must be specified.')
        if loc is None:
          loc = jnp.zeros(scale_tri.shape[-1:], scale_tri.dtype)
        if scale_tri is None:
          scale_tri = jnp.eye(loc.shape[-1], dtype=loc.dtype)
        loc = jnp.asarray(loc)
        triangle = jnp.tril(scale_tri) if is_lower else jnp.triu(scale_tri)
        batch = jnp.broadcast_shapes(loc.shape[:-1], triangle.shape[:-2])
        _keep(self, loc=jnp.broadcast_to(loc, batch + loc.shape[-1:]),
              scale_tri=jnp.broadcast_to(triangle, batch + triangle.shape[-2:]))

      @property
      def batch_shape(self):
        return self.loc.shape[:-1]

      def covariance(self):
        return self.scale_tri @ jnp.swapaxes(self.scale_tri, -1, -2)

    @_record
    class Independent(Distribution):
      distribution: object
      _ndims: object = struct.field(pytree_node=False)

      def __init__(self, distribution, reinterpreted_batch_ndims=None):
        ndims = reinterpreted_batch_ndims
        if ndims is None:
          ndims = max(len(distribution.batch_shape) - 1, 0)
        _keep(self, distribution=distribution, _ndims=ndims)

      @property
      def event_shape(self):
        batch = self.distribution.batch_shape
        return batch[len(batch) - self._ndims:] + self.distribution.event_shape

      @property
      def batch_shape(self):
        batch = self.distribution.batch_shape
        return batch[:len(batch) - self._ndims]

      def _sum(self, x):
        return jnp.sum(x, axis=tuple(range(-self._ndims, 0)))

      def _sample_n(self, key, n):
        return self.distribution._sample_n(key, n)

      def log_prob(self, value):
        return self._sum(self.distribution.log_prob(value))

      def entropy(self):
        return self._sum(self.distribution.entropy())

      def mean(self):
        return self.distribution.mean()

      def mode(self):
        return self.distribution.mode()

      def variance(self):
        return self.distribution.variance()

    @_record
    class MixtureSameFamily(Distribution):
      mixture_distribution: object
      components_distribution: object

      def __init__(self, mixture_distribution, components_distribution):
        _keep(self, mixture_distribution=mixture_distribution,
              components_distribution=components_distribution)

      @property
      def event_shape(self):
        return self.components_distribution.event_shape

      @property
      def batch_shape(self):
        return self.components_distribution.batch_shape[:-1]

      def log_prob(self, value):
        value = jnp.asarray(value)
        place = value.ndim - len(self.event_shape)
        inner = self.components_distribution.log_prob(jnp.expand_dims(value, place))
        weights = jax.nn.log_softmax(self.mixture_distribution.logits, axis=-1)
        return jax.scipy.special.logsumexp(inner + weights, axis=-1)

    def _as_float(x):
      x = jnp.asarray(x)
      return x if jnp.issubdtype(x.dtype, jnp.floating) else x.astype(jnp.float32)

    """

  private static let distraxNames = """
    def _normalized_logits(logits):
      return jax.nn.log_softmax(logits, axis=-1)

    def _normalized_probs(probs):
      return probs / probs.sum(axis=-1, keepdims=True)

    def Softmax(logits, temperature=1.0, dtype=int):
      return Categorical(logits=jnp.asarray(logits) / temperature, dtype=dtype)

    def Greedy(preferences, dtype=int):
      return Categorical(probs=_best(preferences), dtype=dtype)

    def EpsilonGreedy(preferences, epsilon, dtype=int):
      preferences = jnp.asarray(preferences)
      even = jnp.ones_like(preferences) / preferences.shape[-1]
      return Categorical(probs=(1.0 - epsilon) * _best(preferences) + epsilon * even, dtype=dtype)

    def _best(preferences):
      preferences = jnp.asarray(preferences)
      best = (preferences == jnp.max(preferences, axis=-1, keepdims=True)).astype(jnp.float32)
      return best / best.sum(axis=-1, keepdims=True)
    """

  private static let tensorFlowNames = """
    def _normalized_logits(logits):
      return logits

    def _normalized_probs(probs):
      return probs
    """
}
