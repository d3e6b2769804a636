extension WrittenModule {
  /// `ml_collections`: dicts whose items are attributes.
  static let configDict = WrittenModule(
    name: "ml_collections",
    text: """
      def _wrapped(value, cls):
        if isinstance(value, dict):
          return cls(value)
        return value

      class ConfigDict:
        def __init__(self, initial_dictionary=None, type_safe=True,
                     convert_dict=True, **kwargs):
          object.__setattr__(self, '_fields', {})
          object.__setattr__(self, '_locked', False)
          items = initial_dictionary.items() if initial_dictionary else ()
          for key, value in items:
            self._fields[key] = _wrapped(value, type(self)) if convert_dict else value

        def __getattr__(self, name):
          if name in self._fields:
            return self._fields[name]
          raise AttributeError(f"'{name}'")

        def __setattr__(self, name, value):
          self[name] = value

        def __delattr__(self, name):
          del self[name]

        def __getitem__(self, key):
          return self._fields[key]

        def __setitem__(self, key, value):
          if self._locked and key not in self._fields:
            raise AttributeError(f'Key "{key}" does not exist and cannot be added since the '
                                 'config is locked.')
          self._fields[key] = _wrapped(value, type(self))

        def __delitem__(self, key):
          del self._fields[key]

        def __contains__(self, key):
          return key in self._fields

        def __iter__(self):
          return iter(self._fields)

        def __len__(self):
          return len(self._fields)

        def __eq__(self, other):
          return type(self) is type(other) and self._fields == other._fields

        def __repr__(self):
          return repr(self.to_dict())

        def get(self, key, default=None):
          return self._fields.get(key, default)

        def get_ref(self, key):
          return self._fields[key]

        def pop(self, key, *default):
          return self._fields.pop(key, *default)

        def setdefault(self, key, default=None):
          if key not in self._fields:
            self[key] = default
          return self._fields[key]

        def keys(self):
          return list(self._fields.keys())

        def values(self):
          return list(self._fields.values())

        def items(self):
          return list(self._fields.items())

        def update(self, *other, **kwargs):
          for source in (*other, kwargs):
            for key, value in source.items():
              inner = self._fields.get(key)
              if isinstance(inner, ConfigDict) and isinstance(value, (dict, ConfigDict)):
                inner.update(value)
              else:
                self[key] = value

        def to_dict(self):
          return {k: v.to_dict() if isinstance(v, ConfigDict) else v
                  for k, v in self._fields.items()}

        def copy_and_resolve_references(self):
          return type(self)(self.to_dict())

        def lock(self):
          object.__setattr__(self, '_locked', True)
          for value in self._fields.values():
            if isinstance(value, ConfigDict):
              value.lock()
          return self

        def unlock(self):
          object.__setattr__(self, '_locked', False)
          for value in self._fields.values():
            if isinstance(value, ConfigDict):
              value.unlock()
          return self

        @property
        def is_locked(self):
          return self._locked

      class FrozenConfigDict(ConfigDict):
        def __setitem__(self, key, value):
          raise AttributeError('FrozenConfigDict is immutable. Cannot set "' + str(key) + '".')

        def __delitem__(self, key):
          raise AttributeError('FrozenConfigDict is immutable. Cannot delete "' + str(key) + '".')

      def placeholder(field_type, required=False):
        return None
      """)

  /// The module of `ml_collections` that defines them.
  static let configDictFile = WrittenModule(
    name: "ml_collections.config_dict",
    text: """
      from ml_collections import ConfigDict, FrozenConfigDict, placeholder

      def create(**kwargs):
        return ConfigDict(kwargs)
      """)
}
