# Descriptors, abstract classes, subclasses of dict and list, generators, sets, hashes, calls, match, enums, tuples.
class D:
    def __init__(self): self.v = {}
    def __set_name__(self, owner, name): self.n = name
    def __get__(self, obj, t=None):
        if obj is None: return self
        return self.v.get(id(obj), 0)
    def __set__(self, obj, val): self.v[id(obj)] = val
class A:
    x = D()
    __slots__ = ()
a = A()
a.x = 5
print(a.x, type(A.x).__name__, A.__dict__['x'].n)
print(type(a), A, A.__mro__, (1).__class__, [].__len__(), list.append.__name__)
from abc import ABC, abstractmethod
class B(ABC):
    @abstractmethod
    def f(self): ...
class C(B):
    def f(self): return 1
try: B()
except TypeError as e: print(e)
print(C().f())
class M(dict):
    def __missing__(self, k): return k * 2
    def __setitem__(self, k, v): super().__setitem__(k, v + 1)
m = M(a=1); m['b'] = 2
print(m, m['zz'], m.get('q'), len(m), dict(m), {**m}, isinstance(m, dict))
class L(list):
    def append(self, x): super().append(x * 2)
l = L([1]); l.append(2); l += [3]; print(l, l[0:2], type(l[0:1]), L.__name__, l == [1, 4, 3])
def g():
    x = yield 1
    while x: x = yield x + 1
    return 'done'
def h():
    r = yield from g()
    print('r', r)
it = h(); print(next(it), it.send(3), it.send(5))
try: it.send(0)
except StopIteration as e: print('stop', e.value)
print({3, 1, 2, 10, 33, 5}, {1.5, 2, -1}, set(range(20, 0, -3)), frozenset([9, 1]))
print(hash(1), hash(-1), hash(0.5), hash((1, 2)), hash(True), hash(2**61-1))
print("%s %r %5.2f %-5d|" % ("a", "b", 1.234, 3), f"{3:>5}|{'x':^7}|{1e6:,}|{0.1:.3g}|{5:05d}|{255:#x}")
try: [][5]
except IndexError as e: print(e)
try: {}['a']
except KeyError as e: print(e, repr(e))
try: int('x')
except ValueError as e: print(e)
try: None.x
except AttributeError as e: print(e)
try: undefined
except NameError as e: print(e)
def f(a, b=2, *c, d, e=5, **k): return a, b, c, d, e, k
print(f(1, d=3), f(1, 2, 3, 4, d=5, z=6))
try: f()
except TypeError as e: print(e)
try: f(1, 2)
except TypeError as e: print(e)
print([*range(3), *'ab'], {**{'a': 1}, 'b': 2}, (lambda *a, **k: (a, k))(1, x=2))
match [1, 2, {'k': 3}]:
    case [a, b, {'k': c}] if c > 2: print(a, b, c)
print(sorted([3, 1, 2], key=lambda v: -v), max([1, 5, 2], key=lambda v: -v), sum([0.1] * 3), round(2.5), round(-1.5), round(2.675, 2))
import functools, itertools, collections, enum, typing, dataclasses
class E(enum.Enum):
    A = 1
    B = enum.auto()
print(E.A, repr(E.B), E(2), E['A'].name, list(E), E.A in E, {E.A: 1}[E.A])
class P(typing.NamedTuple):
    x: int
    y: float = 2.0
p = P(1); print(p, p._replace(x=3), p._asdict(), p == (1, 2.0), *p)
@dataclasses.dataclass(order=True, frozen=True)
class Q:
    a: int
    b: list = dataclasses.field(default_factory=list, compare=False)
print(Q(1), Q(1) < Q(2), Q(1) == Q(1), hash(Q(1)) == hash(Q(1)), dataclasses.replace(Q(1), a=5), dataclasses.asdict(Q(2)))
try: Q(1).a = 3
except dataclasses.FrozenInstanceError as e: print(e)
with type('Ctx', (), {'__enter__': lambda s: 7, '__exit__': lambda s, *a: True})() as v:
    print(v); raise ValueError
print(type('X', (A,), {'z': 1}).__bases__, callable(A), A.__name__, f.__defaults__, f.__name__, f.__qualname__)
