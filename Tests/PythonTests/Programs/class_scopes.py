# Names in class bodies, nested classes, class variables and metadata.
n = "module"


class A:
    n = "class"
    seen = n
    items = [n for _ in range(1)] if False else ["list"]
    f = lambda self: n

    def method(self):
        return n, self.n

    if True:
        conditional = 1
    for i in range(3):
        last = i
    try:
        1 / 0
    except ZeroDivisionError:
        handled = True

    def helper(x):
        return x * 2

    made = helper(21)
    table = {"helper": helper}


print(A.seen, A().f(), A().method(), A.conditional, A.last, A.i, A.handled, A.made, A.table["helper"](4), A.items)


def build(n):
    class Local:
        value = n

        def get(self):
            return n

        def set(self, v):
            nonlocal n
            n = v

    return Local


L, M = build(1), build(2)
l = L()
l.set(10)
print(l.get(), L.value, M().get(), L is M, L.__name__, L.__qualname__)


class B:
    def __init__(self):
        self.__private = 1
        self._protected = 2

    def get(self):
        return self.__private

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()


class C(B):
    def __init__(self):
        super().__init__()
        self.__private = "C's"

    def own(self):
        return self.__private


c = C()
print(c.get(), c.own(), sorted(c.__dict__), c.call(), hasattr(c, "__private"), c._B__private)


class Annotated:
    x: int
    y: int = 5
    z: "list[str]" = []

    def f(self, a: int, b: str = "b") -> None: ...


print(list(Annotated.__annotations__), Annotated.y, hasattr(Annotated, "x"), Annotated().f(1))


class Meta:
    """A docstring."""

    pass


print(Meta.__doc__, Meta.__name__, A.method.__name__, Meta.__module__ == __name__)


class Shadow:
    list = [1]

    def get(self):
        return list("ab"), self.list

    def print(self, *args):
        print("method print", *args)


Shadow().print(Shadow().get())


class Node:
    count = 0
    all = []

    def __init__(self):
        type(self).count += 1
        Node.all.append(type(self).__name__)


class Leaf(Node):
    pass


Node(), Leaf(), Leaf()
print(Node.count, Leaf.count, Node.all, Leaf.all is Node.all)


class Self:
    def same(self):
        return self

    def chain(self, n):
        self.n = getattr(self, "n", 0) + n
        return self


s = Self()
print(s.same() is s, s.chain(1).chain(2).chain(3).n)
x = 1


class UsesOuter:
    y = x + 1
    x = y + 1
    y = x + 1


print(UsesOuter.x, UsesOuter.y, x)
obj = type("Dynamic", (Self,), {"extra": lambda self: self.chain(5).n})()
print(obj.extra(), type(obj).__name__, isinstance(obj, Self))


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(Generic["T"])


class WithNew:
    def __new__(cls, x):
        self = super().__new__(cls)
        self.new = x
        return self

    def __init__(self, x):
        self.init = x


w = WithNew(3)
print(w.new, w.init)
