# print's sep and end, repr of nested values, str against repr.
print()
print("a", 1, None, 2.0, sep=", ", end="!\n")
print("no newline", end="")
print(" continued", "x", sep="")
print(*[1, 2, 3], sep="\n")
print([], [[]], (), ((),), {}, {"a": []}, set(), [None], ["a'b"], ('"',), [1.0, -0.0], {1: {2: 3}}, sep="|")
print("tab\there", ["tab\there"], "quote'", ["quote'"], ["both'\""], "\\", ["\\"])


class A:
    def __repr__(self):
        return "A()"


class B:
    def __str__(self):
        return "str B"

    def __repr__(self):
        return "B()"


class C:
    def __str__(self):
        return "only str"


print(A(), B(), [A(), B()], str(A()), repr(B()), f"{A()} {B()} {B()!r}", {B(): A()}, (B(),), str(C()), "%s %r" % (B(), B()))
print(str([B(), "x"]), str({"k": B()}), [str(B())], list(map(str, [A(), B()])), repr(str(1)), repr(repr("a")), [repr("a")])
print(1, True, None, ..., NotImplemented, int, ValueError, ValueError("x"), [ValueError("x")], KeyError("k"), [1, "1", 1.0, b"1"])
print(range(5), [range(1, 5, 2)], slice(1, 2), [slice(None)], {"a": range(2)}, 1e3, [1e3], (1j,), frozenset([1]), [frozenset()])


class D(A, B):
    pass


class E(ValueError):
    pass


print(D(), str(D()), repr(E("m")), E("m"), [E(1, 2)], E(), [E()], str(E()), E.__name__)
print("end", end="\n\n")
print("x", end="")
print("")
print("a\nb", ["a\nb"])
print("", "", sep="-")
print(sep="only")
print("unicode é 日本 😀", ["é", "日本", "😀"], "\u00a0", ["\u00a0", "\x01"])


class Chatty:
    def __str__(self):
        print("inside")
        return "outside"


print(1, Chatty(), 2, sep="-")


class Silent:
    def __str__(self):
        return None


try:
    print("before", Silent(), "after")
except TypeError as error:
    print("|", error)
