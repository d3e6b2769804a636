extension WrittenModule {
  /// `flax.core.frozen_dict`: dicts that don't change.
  static let frozenDict = WrittenModule(
    name: "flax.core.frozen_dict",
    text: """
      class FrozenDict(dict):
        def __setitem__(self, key, value):
          raise ValueError('FrozenDict is immutable.')

        def __delitem__(self, key):
          raise ValueError('FrozenDict is immutable.')

        def __hash__(self):
          return hash(tuple(self.items()))

        def copy(self, add_or_replace={}):
          return FrozenDict({**self, **add_or_replace})

        def pop(self, key):
          return FrozenDict({k: v for k, v in self.items() if k != key}), self[key]

        def unfreeze(self):
          return unfreeze(self)

      def freeze(xs):
        return FrozenDict(xs)

      def unfreeze(x):
        if not isinstance(x, dict):
          return x
        return {key: unfreeze(value) for key, value in x.items()}

      def copy(x, add_or_replace={}):
        return FrozenDict({**x, **add_or_replace})

      def pop(x, key):
        return FrozenDict({k: v for k, v in x.items() if k != key}), x[key]
      """)
}
