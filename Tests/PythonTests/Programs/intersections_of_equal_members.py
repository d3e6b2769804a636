import functools
for a, b in [({True}, [2, 2, 1]), ({True}, {1}), ({True, 5}, {1}), ({True}, {1, 5}), ({1.0, 2}, {True, 2.0}), ({1.0}, {1: 0})]:
    print(a.intersection(b), a.difference(b), a.union(b))
    if isinstance(b, set):
        print(a & b, a | b, a - b, a ^ b, frozenset(a) & b)
        c = set(a)
        c &= b
        print(c)
        c = set(a)
        c |= b
        print(c)
    c = set(a)
    c.intersection_update(b)
    print(c, {True, 7}.intersection({1}, [1.0]), {True: 0}.keys() & {1}, {True: 0}.keys() & [1])
    print({True: 0}.keys() | {1}, {1: 2}.items() & [(True, 2)], {True}.symmetric_difference([1, 2]))
class A:
    pass
for f in [lambda: functools.reduce(0, A(), 1), lambda: functools.reduce(max, 5), lambda: functools.reduce(max, [])]:
    try:
        print(f())
    except TypeError as e:
        print(e)
class B:
    def __iter__(self):
        raise ValueError('no')
try:
    functools.reduce(max, B())
except ValueError as e:
    print(e)
d = {1: 2, True: 3, 2: 4}
print(d.keys() & {2.0, 1.0, 5}, d.keys() & {2.0}, {2.0} & d.keys(), d.keys() & {1.0: 0}.keys(), d.keys() & {1.0: 0, 2.0: 0, 7: 0}.keys(), d.keys() & frozenset([1.0, 2.0, 3]), d.items() & {(1, 3), (2, 5)}, d.keys() & [2.0, 2, 9])
