extension WrittenModule {
  /// `flax.struct`: dataclasses that are pytrees.
  static let flaxStruct = WrittenModule(
    name: "flax.struct",
    text: """
      import dataclasses

      def field(pytree_node=True, *, metadata=None, **kwargs):
        return dataclasses.field(
            metadata={**(metadata or {}), 'pytree_node': pytree_node}, **kwargs)

      def _replace(self, **updates):
        return dataclasses.replace(self, **updates)

      def dataclass(clz=None, **kwargs):
        if clz is None:
          return lambda cls: dataclass(cls, **kwargs)
        if '_flax_dataclass' in clz.__dict__:
          return clz
        made = dataclasses.dataclass(**{'frozen': True, **kwargs})(clz)
        made._flax_dataclass = True
        if not hasattr(made, 'replace'):
          made.replace = _replace
        return made

      class PyTreeNode:
        def __init_subclass__(cls, **kwargs):
          dataclass(cls, **kwargs)
      """)

  /// `flax.traverse_util`: dicts in dicts, and as dicts of paths.
  static let flaxTraverseUtil = WrittenModule(
    name: "flax.traverse_util",
    text: """
      class _EmptyNode:
        pass

      empty_node = _EmptyNode()

      def flatten_dict(xs, keep_empty_nodes=False, is_leaf=None, sep=None):
        assert isinstance(xs, dict), f'expected a dict, got {type(xs)}'

        def key_of(path):
          return path if sep is None else sep.join(path)

        def flatten(x, path):
          if not isinstance(x, dict) or (is_leaf and is_leaf(path, x)):
            return {key_of(path): x}
          result = {}
          for key, value in x.items():
            result.update(flatten(value, path + (key,)))
          if keep_empty_nodes and not x:
            if path == ():
              return {}
            return {key_of(path): empty_node}
          return result

        return flatten(xs, ())

      def unflatten_dict(xs, sep=None):
        result = {}
        for path, value in xs.items():
          if sep is not None:
            path = path.split(sep)
          if value is empty_node:
            value = {}
          cursor = result
          for key in path[:-1]:
            cursor = cursor.setdefault(key, {})
          cursor[path[-1]] = value
        return result

      def path_aware_map(f, nested_dict):
        flat = flatten_dict(nested_dict, keep_empty_nodes=True)
        return unflatten_dict(
            {k: v if v is empty_node else f(k, v) for k, v in flat.items()})
      """)
}
