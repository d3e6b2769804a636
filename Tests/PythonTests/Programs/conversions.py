# Conversions among types, type and isinstance, built-in functions.
print(list("ab"), list((1, 2)), list({"k": 1}), list(range(3)), tuple([1]), set([1]), dict([(1, 2)]), dict(a=1), list({1: 2}.items()), tuple("ab"), list(), tuple(), dict(), str(), int(), float(), bool(), set())
print(int("7") + float("1.5"), str(1) + str(2.0), bool("0"), int(bool([1])), float(int("3")), list(map(int, "123")), [int(c) for c in "45"], complex(int("1")), tuple(map(str, (1, None))))
print(type([]) is list, type({}).__name__, type(None).__name__, type(print).__name__, type(lambda: 0).__name__, type(range(1)).__name__, type(type).__name__, type(1j) == complex, type(...).__name__, type(NotImplemented).__name__, type(x for x in []).__name__, type({}.keys()).__name__, type(zip()).__name__, type(slice(1)).__name__)
print(isinstance([], (list, tuple)), isinstance({}, list), isinstance(1, int | str), isinstance("a", str | None), issubclass(bool, int), isinstance(int, type), isinstance(print, object), isinstance(None, type(None)), callable(int), callable("a"))
print(abs(-3.5), divmod(17, 5), pow(2, 3), round(2.567, 1), sum([[1], [2]], []), sum((0.5, 1)), min([2, 1]), max("a", "b"), len({1, 2}), len(""), any([0, 1]), all([]), bin(5), hex(10), oct(8), hash("a") == hash("a"), id([]) == 0)
print(enumerate([]).__class__.__name__, list(enumerate("ab", 1)), list(zip("ab", [1, 2])), list(reversed([1, 2])), sorted((3, 1)), list(filter(None, [0, 1])), list(map(len, ["a", "bb"])), [*map(max, [1, 5], [4, 2])], next(iter([9])), list(iter("ab")))
for bad in (lambda: sum(["a", "b"]), lambda: sum("ab", ""), lambda: len(5), lambda: list(5), lambda: dict([1]), lambda: int([1]), lambda: tuple(None), lambda: iter(3), lambda: next([1]), lambda: {}.x, lambda: (1).x, lambda: [].push(1), lambda: None + 1, lambda: [1] + (2,), lambda: "a" in 5, lambda: 5 in "a", lambda: -"a", lambda: [] < 1, lambda: {} < {}, lambda: range(1.5), lambda: range(0, 5, 0), lambda: isinstance(1, 5), lambda: abs("a"), lambda: reversed({1}), lambda: round("a"), lambda: [].append(), lambda: {}[1:2], lambda: (1, 2)["a"], lambda: 3[0], lambda: None[0], lambda: 5(), lambda: len(), lambda: [1, 2].index(5), lambda: (1,).index(2), lambda: [].pop(), lambda: {}.popitem(), lambda: [1].remove(2)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
print([1, 2.0, "s", None, True, (1,), {"a": {1}}, [[]], 1j, ..., b"b", frozenset(), range(3), int, ()], repr([]), repr("a"), str("a"), repr(None), [str, len])
print(eval_ := {"int": int, "float": float}["int"]("5"), list(zip(*[("a", 1), ("b", 2)])), dict(zip(*[["a", "b"], [1, 2]])), [list(t) for t in {(1, 2): 0}], list({**{}}), [*{}], getattr("abc", "upper")(), vars(type("T", (), {"x": 1}))["x"])
print(object() == object(), type("Made", (), {"value": 5, "get": lambda self: self.value})().get(), type(5)(7.9), (lambda: type(lambda: 0))().__name__, (1).__class__.__name__, "a".__len__(), [1].__contains__(1), (3).__eq__(3), {}.__class__ is dict)
