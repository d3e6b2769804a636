extension WrittenModule {
  /// Modules that don't change the results of a model: logging, and checks of annotations.
  static let quiet: [WrittenModule] =
    ["logging", "absl.logging"].map { WrittenModule(name: $0, text: logging) } + [
      WrittenModule(
        name: "jaxtyping",
        text: """
          import jax

          Array = jax.Array

          def jaxtyped(fn=None, *, typechecker=None):
            return (lambda fn: fn) if fn is None else fn
          """),
      WrittenModule(name: "beartype", text: "def beartype(obj):\n  return obj"),
      WrittenModule(name: "typeguard", text: "def typechecked(obj):\n  return obj"),
    ]

  private static let logging = """
    DEBUG, INFO, WARNING, ERROR, FATAL = 10, 20, 30, 40, 50

    def _ignore(*args, **kwargs):
      pass

    debug = info = warning = warn = error = exception = critical = fatal = _ignore
    log = vlog = log_first_n = log_every_n = basicConfig = set_verbosity = _ignore

    class Logger:
      def __init__(self, name='root', level=0):
        self.name = name

    for _name in ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'log',
                  'setLevel']:
      setattr(Logger, _name, staticmethod(_ignore))

    def getLogger(name='root'):
      return Logger(name)
    """
}
