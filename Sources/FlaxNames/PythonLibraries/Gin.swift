extension WrittenModule {
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
}
