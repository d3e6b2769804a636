extension WrittenModule {
  /// Functions of `numpy` whose results differ from those of `jax.numpy`, or have sizes that depend
  /// on values, which are known in NumPy.
  static let numPy = WrittenModule(
    name: "numpy._written",
    text: """
      import itertools
      import math
      import numpy as np

      def _floats(a):
        a = np.asarray(a)
        return a if np.issubdtype(a.dtype, np.floating) else a.astype(np.float64)

      def _axes(a, axis):
        if axis is None:
          return tuple(range(a.ndim))
        return tuple(k % a.ndim for k in (axis if isinstance(axis, tuple) else (axis,)))

      def ndindex(*shape):
        shape = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
        return itertools.product(*[range(n) for n in shape])

      def ndenumerate(arr):
        arr = np.asarray(arr)
        return ((index, arr[index]) for index in ndindex(arr.shape))

      def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
        if out is not None or where is not None:
          raise NotImplementedError("mean can't be given 'out' or 'where'")
        a = _floats(a) if dtype is None else np.asarray(a).astype(dtype)
        axes = _axes(a, axis)
        total = np.sum(a, axis=axes, keepdims=keepdims)
        return (total / math.prod(a.shape[k] for k in axes)).astype(a.dtype)

      def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
        if weights is None or returned:
          if returned:
            raise NotImplementedError("average can't be given 'returned'")
          return mean(a, axis, keepdims=keepdims)
        a, weights = _floats(a), np.asarray(weights)
        if weights.shape != a.shape:
          shape = [1] * a.ndim
          shape[axis] = a.shape[axis]
          weights = weights.reshape(shape)
        total = np.sum(a * weights, axis=axis, keepdims=keepdims)
        return total / np.sum(weights * np.ones(a.shape), axis=axis, keepdims=keepdims)

      def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
        if out is not None:
          raise NotImplementedError("var can't be given 'out'")
        a = _floats(a)
        if dtype is not None:
          a = a.astype(dtype)
        axes = _axes(a, axis)
        count = math.prod(a.shape[k] for k in axes)
        centred = a - np.sum(a, axis=axes, keepdims=True) / count
        return np.sum(centred * centred, axis=axes, keepdims=keepdims) / (count - ddof)

      def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
        return np.sqrt(var(a, axis, dtype, out, ddof, keepdims))

      def round(a, decimals=0, out=None):
        if out is not None:
          raise NotImplementedError("round can't be given 'out'")
        a = np.asarray(a)
        if not np.issubdtype(a.dtype, np.floating):
          if decimals >= 0:
            return a.copy()
          factor = 10 ** -decimals
          return (np.rint(a / factor) * factor).astype(a.dtype)
        if decimals == 0:
          return np.rint(a)
        factor = a.dtype.type(10.0 ** abs(decimals))
        return np.rint(a * factor) / factor if decimals > 0 else np.rint(a / factor) * factor

      around = round

      def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear',
                   keepdims=False):
        if method != 'linear':
          raise NotImplementedError("quantiles are interpolated by method='linear' only")
        a, q = _floats(a), np.asarray(q, np.float64)
        axes = _axes(a, axis)
        rest = [k for k in range(a.ndim) if k not in axes]
        rows = np.transpose(a, rest + list(axes)).reshape([a.shape[k] for k in rest] + [-1])
        rows = np.sort(rows, axis=-1)
        n = rows.shape[-1]
        parts = []
        for p in q.reshape(-1).tolist():
          place = p * (n - 1)
          low = min(max(int(math.floor(place)), 0), n - 1)
          high = min(low + 1, n - 1)
          t = place - low
          x, y = rows[..., low], rows[..., high]
          parts.append(x + (y - x) * t if t < 0.5 else y - (y - x) * (1 - t))
        result = np.stack([np.asarray(part) for part in parts])
        if keepdims:
          result = result.reshape(
            [len(parts)] + [1 if k in axes else a.shape[k] for k in range(a.ndim)])
        return result.reshape(q.shape + result.shape[1:])

      def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear',
                     keepdims=False):
        return quantile(a, np.asarray(q) / 100, axis, method=method, keepdims=keepdims)

      def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
        return quantile(a, 0.5, axis, keepdims=keepdims)

      def interp(x, xp, fp, left=None, right=None, period=None):
        if period is not None:
          raise NotImplementedError("interp can't be given 'period'")
        x, xp, fp = (np.asarray(v, np.float64) for v in (x, xp, fp))
        k = np.clip(np.searchsorted(xp, x, side='right') - 1, 0, len(xp) - 2)
        slopes = (fp[1:] - fp[:-1]) / (xp[1:] - xp[:-1])
        y = slopes[k] * (x - xp[k]) + fp[k]
        y = np.where(x >= xp[-1], fp[-1] if right is None else right, y)
        y = np.where(x == xp[-1], fp[-1], y)
        return np.where(x < xp[0], fp[0] if left is None else left, y)

      def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None):
        if axis is not None:
          raise NotImplementedError("unique goes over all elements: axis=None")
        ar = np.asarray(ar)
        flat = ar.reshape(-1)
        order = np.argsort(flat)
        ranked = flat[order]
        starts = np.concatenate([np.ones(min(1, flat.size), bool), ranked[1:] != ranked[:-1]])
        results = [ranked[starts]]
        if return_index:
          results.append(order[starts])
        if return_inverse:
          inverse = np.zeros(flat.size, np.int64)
          inverse[order] = np.cumsum(starts) - 1
          results.append(inverse.reshape(ar.shape))
        if return_counts:
          places = np.concatenate([np.nonzero(starts)[0], [flat.size]])
          results.append(places[1:] - places[:-1])
        return results[0] if len(results) == 1 else tuple(results)

      def bincount(x, weights=None, minlength=0):
        x = np.asarray(x)
        count = max(int(x.max()) + 1 if x.size else 0, minlength)
        bins = [0 if weights is None else 0.0] * count
        weights = [1] * x.size if weights is None else np.asarray(weights).tolist()
        for place, weight in zip(x.tolist(), weights):
          bins[place] += weight
        return np.array(bins, np.int64 if all(isinstance(b, int) for b in bins) else np.float64)

      def gradient(f, *varargs, axis=None, edge_order=1):
        f = _floats(f)
        if len(varargs) > 1 or edge_order != 1 or (varargs and np.ndim(varargs[0])):
          raise NotImplementedError('gradient takes one distance between all points')
        step = varargs[0] if varargs else 1.0
        results = []
        for k in _axes(f, axis):
          moved = np.moveaxis(f, k, 0)
          if moved.shape[0] < 2:
            raise ValueError(
              'Shape of array too small to calculate a numerical gradient, at least '
              '(edge_order + 1) elements are required.')
          inner = (moved[2:] - moved[:-2]) / (2.0 * step)
          ends = [(moved[1:2] - moved[:1]) / step, (moved[-1:] - moved[-2:-1]) / step]
          results.append(np.moveaxis(np.concatenate([ends[0], inner, ends[1]]), 0, k))
        return results[0] if len(results) == 1 else tuple(results)
      """)
}
