# and, or, not, chains, `is`, conditional expressions; what isn't asked for isn't computed.
log = []


def say(value):
    log.append(value)
    return value


print(say(0) or say("") or say("x") or say("y"), log)
log.clear()
print(say(1) and say([]) and say(2), log)
log.clear()
print(say(1) < say(5) > say(3), say(5) < say(1) < say(0), log)
print([] or {} or 0, [0] and (), None or False, "a" and "b", 0 and 1 / 0, 1 or 1 / 0)
print(not [], not "a", not not 3, not None, not 0.0, not -0.0, not float("nan"))
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 3 > 2 >= 2 != 1, 1 < 2 == True, (1 < 2) == True)
print(1 in [1] == True, "a" in "abc" in ["abc"], not 1 in [2], 1 not in [2])
print(None is None, [] is [], () == (), 1 is not None, "" is None)
print("yes" if [] else "no", "a" if 0 else "b" if "" else "c", (1 if True else 2) + 1)
print(bool(0), bool("False"), bool([False]), bool(()), bool(range(0)), bool({}), bool(0j), bool(1e-300))
print(True + True, True * 3, -True, ~True, True / 2, True == 1, True is 1 == 1, sum([True, False, True]))
print(True & False, True | False, True ^ True, True & 3, type(True & True).__name__, type(True + 0).__name__)
print(any([0, "", "x"]), all([1, "a", [0]]), any([]), all([]), any(x > 2 for x in range(5)))


class Never:
    def __bool__(self):
        return False


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


print(bool(Never()), bool(Sized(0)), bool(Sized(2)), "t" if Never() else "f", not Sized(0))
x = None
y = x or []
z = x if x is not None else "default"
print(y, z, x is None and "none")
if Never() or Sized(1):
    print("sized")
while [] or 0:
    print("never")
print("1" == 1, 1 != "1", None == 0, [1, [2]] == [1, [2]], (1, 2) != (1, 3), "a" < "b" < "c", "Z" < "a")
try:
    1 < "a"
except TypeError as error:
    print(error)
nan = float("nan")
print(nan == nan, nan != nan, nan in [nan], [nan] == [nan], nan < 1, min(1, nan), max(nan, 1))
print(isinstance(True, int), isinstance(1, bool), isinstance(1, (str, int)), type(1) is int, type(True) == int)
