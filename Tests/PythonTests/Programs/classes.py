# Class attributes, instance attributes, methods, bound methods.
class Dog:
    kind = "dog"
    tricks = []

    def __init__(self, name, age=1):
        self.name = name
        self.age = age

    def add(self, trick):
        self.tricks.append(trick)
        return self

    def __repr__(self):
        return f"Dog({self.name!r})"


a, b = Dog("a"), Dog("b", age=2)
a.add("roll").add("sit")
print(b.tricks, Dog.tricks, a.tricks is b.tricks)
a.kind = "cat"
print(a.kind, b.kind, Dog.kind)
Dog.kind = "wolf"
print(a.kind, b.kind)
del a.kind
print(a.kind)
a.tricks = a.tricks + ["own"]
print(a.tricks, b.tricks)
a.age += 1
print(a.age, b.age, a, [a, b], str(a), f"{a!s:>10}")
bound = a.add
bound("bound")
print(a.tricks, Dog.add(b, "unbound").tricks)
print(a.__dict__, Dog.__name__, type(a) is Dog, isinstance(a, Dog), a.__class__ is Dog)
print(hasattr(a, "name"), hasattr(a, "nope"), getattr(a, "nope", "default"), getattr(a, "age"))
setattr(a, "color", "red")
print(a.color, vars(b))
delattr(a, "color")
try:
    a.color
except AttributeError as error:
    print(error)
try:
    Dog()
except TypeError as error:
    print(error)
try:
    a.add()
except TypeError as error:
    print(error)


def bark(self, n=1):
    return self.name + " woof" * n


Dog.bark = bark
print(a.bark(), b.bark(n=2))
a.bark = lambda: "own bark"
print(a.bark())


class Counter:
    count = 0

    def __init__(self):
        Counter.count += 1
        self.id = self.count


print([Counter().id for _ in range(3)], Counter.count)


class Empty:
    pass


e = Empty()
e.items = [1]
f = e
f.items.append(2)
print(e.items, e == f, Empty() == Empty(), e != Empty())


class Outer:
    class Inner:
        value = 5

    def make(self):
        return self.Inner()


print(Outer().make().value, Outer.Inner.__name__, Outer.Inner.__qualname__)
