# copy and deepcopy, and what slicing, list() and unpacking copy.
import copy

inner = [1]
a = [inner, inner, {"k": inner}, (inner,)]
b = copy.copy(a)
c = copy.deepcopy(a)
inner.append(2)
print(a, b, c)
print(b[0] is inner, c[0] is inner, c[0] is c[1], c[2]["k"] is c[0], c[3][0] is c[0])
c[0].append("c")
print(c, a)


class Node:
    def __init__(self, value, next=None):
        self.value, self.next = value, next


n = Node([1], Node([2]))
n.next.next = n
m = copy.deepcopy(n)
print(m.next.next is m, m.value is n.value, m.value == n.value, copy.copy(n).next is n.next)
m.value.append(9)
print(n.value, m.value)


class Custom:
    def __init__(self, x):
        self.x = x

    def __copy__(self):
        return Custom("copied")

    def __deepcopy__(self, memo):
        return Custom("deep")


print(copy.copy(Custom(1)).x, copy.deepcopy([Custom(1)])[0].x)
t = (1, "a", (2,))
print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(([],)) == ([],), copy.copy(5), copy.deepcopy({1: {2: [3]}}), copy.copy({1, 2}) == {1, 2})
d = {"x": [1]}
e = [d.copy(), dict(d), {**d}, copy.copy(d), copy.deepcopy(d)]
d["x"].append(2)
print([v["x"] is d["x"] for v in e], e[-1])
lists = [inner[:], list(inner), [*inner], inner.copy(), inner + [], inner * 1, copy.copy(inner)]
inner.append(3)
print([v is inner for v in lists], all(v == [1, 2] for v in lists))
f = lambda: None
print(copy.deepcopy(f) is f, copy.copy(Node) is Node)
x = [[0] * 2] * 2
y = copy.deepcopy(x)
y[0][0] = 1
print(y, y[0] is y[1])
