extension WrittenModule {
  /// `immutabledict`.
  static let immutableDict = WrittenModule(
    name: "immutabledict",
    text: """
      class immutabledict(dict):
        def __setitem__(self, key, value):
          raise TypeError("'immutabledict' object does not support item assignment")

        def __delitem__(self, key):
          raise TypeError("'immutabledict' object does not support item deletion")

        def __hash__(self):
          return hash(frozenset(self.items()))

        def set(self, key, value):
          return immutabledict({**self, key: value})

        def delete(self, key):
          return immutabledict({k: v for k, v in self.items() if k != key})
      """)

  /// `gin`: arguments come from the config, or from their defaults, and not from gin files.
  static let gin = WrittenModule(
    name: "gin",
    text: """
      class _Required:
        def __repr__(self):
          return 'gin.REQUIRED'

      REQUIRED = _Required()

      def configurable(name_or_fn=None, module=None, allowlist=None, denylist=None, **kwargs):
        if callable(name_or_fn):
          return name_or_fn
        return lambda fn_or_cls: fn_or_cls

      def external_configurable(fn_or_cls, name=None, module=None, **kwargs):
        return fn_or_cls

      register = configurable

      def constant(name, value):
        pass
      """)

  /// Python's `random`: its functions exist, since files draw numbers that they use in training
  /// only, but a result that is used is an error, as no two runs share it.
  static let pythonRandom = WrittenModule(
    name: "random",
    text: """
      class _Drawn:
        def _refuse(self, *args):
          raise NotImplementedError(
            "a random number of Python's random is used, which is another one in each run: "
            "use jax.random")
        __bool__ = __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __ne__ = _refuse
        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
        __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __pow__ = _refuse
        __neg__ = __abs__ = __float__ = __int__ = __index__ = __round__ = _refuse
        __str__ = __repr__ = __hash__ = __iter__ = __len__ = __getitem__ = _refuse

      def _draw(*args, **kwargs):
        return _Drawn()

      def seed(*args, **kwargs):
        pass

      random = uniform = randint = randrange = choice = gauss = normalvariate = betavariate = _draw
      """)
}
