# The operator module, and functions as values.
import operator
from operator import add, attrgetter, itemgetter, methodcaller, mul

print(add(1, 2), mul("a", 3), operator.sub(5, 3), operator.truediv(1, 2), operator.floordiv(-7, 2), operator.mod(-7, 3), operator.pow(2, 3), operator.neg(1))
print(operator.eq(1, 1.0), operator.ne(1, 2), operator.lt(1, 2), operator.le(2, 2), operator.gt(1, 2), operator.ge(1, 2), operator.not_([]), operator.truth([0]))
print(operator.and_(6, 3), operator.or_(6, 3), operator.xor(6, 3), operator.invert(5), operator.lshift(1, 4), operator.rshift(16, 2), operator.contains([1], 1), operator.is_(None, None))
rows = [{"k": 2, "n": "b"}, {"k": 1, "n": "a"}]
print(sorted(rows, key=itemgetter("k")), itemgetter(1, 0)("ab"), list(map(itemgetter(0), ["xy", "zw"])), operator.getitem([1, 2], -1))


class P:
    def __init__(self, x):
        self.x = x
        self.inner = self

    def times(self, n, plus=0):
        return self.x * n + plus


print(attrgetter("x")(P(3)), attrgetter("inner.x", "x")(P(4)), methodcaller("times", 3, plus=1)(P(5)), methodcaller("upper")("abc"))
xs = [1]
operator.iadd(xs, [2])
operator.setitem(xs, 0, "set")
print(xs, operator.concat([1], [2]), operator.index(True), operator.countOf([1, 1, 2], 1), operator.matmul is not None)
ops = {"+": operator.add, "-": operator.sub, "max": max, "neg": lambda a, b: -a}
print({name: f(5, 3) for name, f in ops.items()}, [f.__name__ for f in (add, len, P.times)], ops["+"] is operator.add)
from functools import reduce

print(reduce(add, range(5)), reduce(mul, [1, 2, 3, 4]), reduce(operator.or_, [1, 4]), list(map(add, [1, 2], [10, 20])), list(map(mul, "ab", [2, 3])))
pipeline = [str.strip, str.title, lambda s: s + "!", len]
value = "  hello there "
for step in pipeline:
    value = step(value)
    print(repr(value), end=" ")
print()
print([str.upper("a"), list.index([5, 6], 6), dict.get({"a": 1}, "a"), int.bit_length(8), "".join.__name__, str.join("-", "ab")])
