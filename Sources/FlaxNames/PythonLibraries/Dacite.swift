extension WrittenModule {
  /// `dacite`: dataclasses made of dicts, whose values are taken as they are.
  static let dacite = WrittenModule(
    name: "dacite",
    text: """
      import dataclasses

      class _Exceptions:
        class DaciteError(Exception):
          pass

        class UnexpectedDataError(DaciteError):
          pass

        class MissingValueError(DaciteError):
          pass

      exceptions = _Exceptions
      DaciteError = _Exceptions.DaciteError
      UnexpectedDataError = _Exceptions.UnexpectedDataError
      MissingValueError = _Exceptions.MissingValueError

      @dataclasses.dataclass
      class Config:
        strict: bool = False
        strict_unions_match: bool = False
        check_types: bool = True

      def from_dict(data_class, data, config=None):
        fields = {field.name: field for field in dataclasses.fields(data_class) if field.init}
        unexpected = [name for name in data if name not in fields]
        if unexpected and config is not None and config.strict:
          raise UnexpectedDataError(f'can not match {unexpected} to any data class field')
        values = {}
        for name, value in data.items():
          if name not in fields:
            continue
          kind = fields[name].type
          if isinstance(value, dict) and dataclasses.is_dataclass(kind):
            value = from_dict(kind, value, config)
          values[name] = value
        for name, field in fields.items():
          if (name not in values and field.default is dataclasses.MISSING
              and field.default_factory is dataclasses.MISSING):
            raise MissingValueError(f'missing value for field "{name}"')
        return data_class(**values)
      """)
}
