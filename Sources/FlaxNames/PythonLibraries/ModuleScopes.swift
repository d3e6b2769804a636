extension WrittenModule {
  /// Parts of `flax.linen` that call functions of a module on scopes of their own, and interceptors
  /// of methods.
  static let moduleScopes = WrittenModule(
    name: "flax.linen._scopes",
    text: """
      import contextlib
      import functools
      from typing import Any

      from flax import linen as nn

      class CompactNameScope(nn.Module):
        fn: Any
        module_fn: Any

        @nn.compact
        def __call__(self, *args, **kwargs):
          return self.fn(self.module_fn(), *args, **kwargs)

      def compact_name_scope(fun):
        @functools.wraps(fun)
        def scoped(self, *args, **kwargs):
          make = lambda: CompactNameScope(fun, lambda: self)
          return self._named_part(fun.__name__, make)(*args, **kwargs)
        return nn.nowrap(scoped)

      @contextlib.contextmanager
      def intercept_methods(interceptor):
        stack = nn.module._context
        stack.push_interceptor(interceptor)
        try:
          yield
        finally:
          stack.pop_interceptor()

      def wrap_method_once(fun):
        return fun

      def _conv_dimension_numbers(input_shape):
        from jax._src.lax.convolution import ConvDimensionNumbers
        n = len(input_shape)
        spatial = tuple(range(1, n - 1))
        data = (0, n - 1, *spatial)
        return ConvDimensionNumbers(data, (n - 1, n - 2, *range(n - 2)), data)

      def named_call(class_fn, force=True):
        return class_fn

      def apply(fn, module, mutable=False, capture_intermediates=False):
        def apply_fn(variables, *args, rngs=None, **kwargs):
          return module.apply(
            variables, *args, rngs=rngs, method=lambda m, *a: fn(m, *a, **kwargs),
            mutable=mutable, capture_intermediates=capture_intermediates)
        return apply_fn

      def init_with_output(
          fn, module, mutable=nn.DenyList('intermediates'), capture_intermediates=False):
        def init_fn(rngs, *args, **kwargs):
          return module.init_with_output(
            rngs, *args, method=lambda m, *a: fn(m, *a, **kwargs), mutable=mutable,
            capture_intermediates=capture_intermediates)
        return init_fn

      def init(fn, module, mutable=nn.DenyList('intermediates'), capture_intermediates=False):
        init_fn = init_with_output(fn, module, mutable, capture_intermediates)
        return lambda *args, **kwargs: init_fn(*args, **kwargs)[1]
      """)
}

extension FunctionTable {
  /// The rows of `flax.linen` whose functions are in `flax.linen._scopes`.
  mutating func addModuleScopes() {
    let mutable = "mutable=DenyList(deny='intermediates'), capture_intermediates=False"
    for (name, signature, summary) in [
      (
        "apply", "(fn, module, mutable=False, capture_intermediates=False)",
        "A function of variables that calls a function of a module."
      ),
      (
        "init", "(fn, module, \(mutable))",
        "A function of random streams that makes the variables a function of a module needs."
      ),
      (
        "init_with_output", "(fn, module, \(mutable))",
        "As init, with what the function returns."
      ),
      ("named_call", "(class_fn, force=True)", "The method itself: its name is for profiles."),
      (
        "compact_name_scope", "(fun)", "Marks a method that makes submodules below its own name."
      ),
      (
        "intercept_methods", "(interceptor)",
        "While it lasts, a function stands between each method and who calls it."
      ),
    ] {
      add(name, signature, summary) { _ in .none }
    }
  }

  /// The written modules that names of `flax.linen` are in.
  static let writtenNames: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "apply", "init", "init_with_output", "named_call", "compact_name_scope", "intercept_methods",
    ].map { ($0, "_scopes") }
      + ["wrap_method_once", "_conv_dimension_numbers"].map { ($0, "_scopes") }
      + ["_canonicalize_axes", "_abs_sq", "_compute_stats", "_normalize", "_l2_normalize"].map {
        ($0, "_statistics")
      })
}
