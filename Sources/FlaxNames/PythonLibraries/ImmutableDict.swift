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
}
