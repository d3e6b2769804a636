extension WrittenModule {
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
