import Arrays

/// A class of modules: the constructor in module code.
public struct ModuleType {
  /// The class's name.
  public let name: String
  /// The names of its fields; `nil` if they aren't known before a module is made.
  public var fieldNames: [String]? { listFields() }
  /// Whether the class has a method of that name, as far as known without a module.
  public let hasMethod: (String) -> Bool
  /// The object of the language that it is written in, if it is of one.
  public var origin: (any ForeignObject)?
  private let listFields: () -> [String]?
  private let make: (Arguments) throws -> any Module
  private let adopt: (any Module) -> (any Module)?

  /// A class whose modules are made from the values of their fields.
  ///
  /// - Parameters:
  ///   - hasMethod: whether there is a method of this name.
  ///   - adopt: makes a module of the class of the fields of another one, for the class's methods
  ///     to be called on that.
  public init(
    _ name: String, fieldNames: @autoclosure @escaping () -> [String]? = nil,
    hasMethod: @escaping (String) -> Bool = { _ in true },
    adopt: @escaping (any Module) -> (any Module)? = { _ in nil },
    make: @escaping (Arguments) throws -> any Module
  ) {
    (self.name, listFields, self.hasMethod) = (name, fieldNames, hasMethod)
    (self.adopt, self.make) = (adopt, make)
  }

  /// A module with these fields.
  public func callAsFunction(_ fields: Arguments) throws -> any Module { try make(fields) }

  /// A class of the same name whose modules are transformed.
  public func mapping(
    name: String, _ transform: @escaping (any Module) throws -> any Module
  ) -> ModuleType {
    ModuleType(
      name, fieldNames: listFields(), hasMethod: hasMethod,
      adopt: { [adopt] in try? adopt($0).map(transform) }
    ) { try transform(make($0)) }
  }

  /// The class whose modules have some fields already.
  public func presetting(_ given: Arguments) -> ModuleType {
    ModuleType(name, fieldNames: listFields(), hasMethod: hasMethod, adopt: adopt) { arguments in
      let own = given.keywords.filter { field in
        !arguments.keywords.contains { $0.name == field.name }
      }
      return try make(
        Arguments(
          given.positional + arguments.positional, keywords: own + arguments.keywords))
    }
  }

  /// View of `module` that has the class's methods: of a lifted module, itself or the one that it
  /// lifts.
  public func view(of module: any Module) -> (any Module)? {
    module.views.first { $0.typeName == name } ?? adopt(module)
  }
}

/// A module in the hands of module code: not yet bound to a scope, or bound.
public final class ModuleReference {
  /// The module.
  public let module: any Module
  /// The name it was given; `nil` for one that is named by its type or its place.
  public let name: String?
  /// The module on its scope, once it has one.
  public private(set) var bound: BoundModule?

  /// A module that has no scope yet: in `setup`, until it is assigned to an attribute.
  public init(_ module: any Module, name: String? = nil, bound: BoundModule? = nil) {
    self.module = module
    self.name = name
    self.bound = bound
  }

  /// Gives the module its scope.
  public func bind(to bound: BoundModule) { self.bound = bound }
}

extension Tree where Leaf == Object {
  /// The scopes of the modules and variables in this value.
  var scopes: [Scope] {
    leaves.flatMap { object -> [Scope] in
      switch object {
      case .module(let reference):
        (reference.bound.map { [$0.scope] } ?? []) + reference.module.fieldScopes
      case .variable(let variable): [variable.scope]
      default: []
      }
    }
  }

  /// The value with its modules and variables on other scopes.
  func moved(by inner: (Scope) throws -> Scope) throws -> Tree<Object> {
    try map { object in
      switch object {
      case .module(let reference):
        let module = try reference.module.mappingFields { try $0.moved(by: inner) }
        return .module(
          ModuleReference(
            module, name: reference.name,
            bound: try reference.bound.map { BoundModule(module, scope: try inner($0.scope)) }))
      case .variable(let variable):
        return .variable(
          VariableReference(
            scope: try inner(variable.scope), collection: variable.collection,
            name: variable.name))
      default: return object
      }
    }
  }
}
