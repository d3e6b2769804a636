import enum, typing, collections
P = collections.namedtuple('P', ['x', 'y'], defaults=[1])
class Q(typing.NamedTuple):
    a: int
    b: int = 2
for f in [lambda: P(1, 2, 3), lambda: Q(1, 2, 3), lambda: P(), lambda: Q(), lambda: Q(1, a=3), lambda: Q(c=3)]:
    try:
        print(f())
    except TypeError as e:
        print(e)
try:
    class e20(enum.IntEnum):
        B = enum
except TypeError as e:
    print('T', e)
try:
    class e21(enum.IntEnum):
        B = 'x'
except ValueError as e:
    print('V', e)
class e22(enum.IntEnum):
    B = 2.5
    C = '7'
    D = True
print(e22.B == 2, e22.C == 7, e22.D.value)
class e23(str, enum.Enum):
    A = 'a'
print(e23.A, e23.A.value, e23.A == 'a')
