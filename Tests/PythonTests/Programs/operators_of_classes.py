# Special methods for arithmetic, comparison and hashing.
class V:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"V({self.x}, {self.y})"

    def __add__(self, other):
        if isinstance(other, V):
            return V(self.x + other.x, self.y + other.y)
        return NotImplemented

    def __radd__(self, other):
        return V(self.x + other, self.y + other)

    def __mul__(self, k):
        return V(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __sub__(self, other):
        return V(self.x - other.x, self.y - other.y)

    def __neg__(self):
        return V(-self.x, -self.y)

    def __abs__(self):
        return (self.x**2 + self.y**2) ** 0.5

    def __eq__(self, other):
        return isinstance(other, V) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __bool__(self):
        return bool(self.x or self.y)

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __divmod__(self, k):
        return divmod(self.x, k), divmod(self.y, k)


a, b = V(1, 2), V(3, 4)
print(a + b, a * 3, 3 * a, b - a, -a, abs(b), a @ b, a == V(1, 2), a != b, a == 1)
print(sum([a, b]), sum([a, b], V(10, 10)), 5 + a, a < b, a > b, sorted([b, a]), max(a, b))
print(bool(V(0, 0)), not a, list(a), tuple(b), a[0], b[-1], {a: 1}[V(1, 2)], len({a, V(1, 2), b}))
x, y = a
print(x, y, a in [b, V(1, 2)], [V(3, 4)].index(b), divmod(V(7, 8), 3))
try:
    a + 1
except TypeError as error:
    print(error)
try:
    a <= b
except TypeError:
    print("TypeError")


class Acc:
    def __init__(self):
        self.items = []

    def __iadd__(self, item):
        self.items.append(item)
        return self

    def __ior__(self, items):
        self.items.extend(items)
        return "replaced"


acc = other = Acc()
acc += 1
acc += 2
print(other.items, acc is other)
acc |= [3]
print(acc, other.items)


class Money:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n


try:
    hash(Money(1))
except TypeError as error:
    print(error)
print(Money(1) == Money(1), Money(1) != Money(1), Money(1) in [Money(1)])


class R:
    def __init__(self, log):
        self.log = log

    def __getattr__(self, name):
        self.log.append(name)
        raise AttributeError(name)

    def __rsub__(self, other):
        return ("rsub", other)

    def __rtruediv__(self, other):
        return ("rtruediv", other)

    def __pow__(self, n):
        return ("pow", n)

    def __rpow__(self, n):
        return ("rpow", n)

    def __floordiv__(self, n):
        return ("floordiv", n)

    def __mod__(self, n):
        return ("mod", n)

    def __and__(self, n):
        return ("and", n)

    def __rxor__(self, n):
        return ("rxor", n)

    def __lshift__(self, n):
        return ("lshift", n)

    def __invert__(self):
        return "invert"

    def __pos__(self):
        return "pos"


r = R([])
print(1 - r, 2 / r, r**3, 4**r, r // 5, r % 6, r & 7, 8 ^ r, r << 9, ~r, +r)
