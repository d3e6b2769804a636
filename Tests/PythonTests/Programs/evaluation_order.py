# The order in which parts of expressions and statements are computed.
log = []


def t(x):
    log.append(x)
    return x


def shown():
    out = " ".join(map(str, log))
    log.clear()
    return out


t(1) + t(2) * t(3)
print(shown())
[t(1), t(2), *[t(3)]], {t("k"): t("v"), t("k2"): t("v2")}
print(shown())
d = {}
d[t("key")] = t("value")
print(shown())
xs = [0, 0]
xs[t(0)], xs[t(1)] = t("a"), t("b")
print(shown(), xs)
xs[t(0)] += t("x")
print(shown(), xs)


def f(*args, **kwargs):
    log.append("call")


def callee():
    log.append("callee")
    return f


callee()(t(1), *[t(2)], k=t(3), **{t("q"): t(4)})
print(shown())
t(1) < t(2) < t(0) < t(9)
print(shown())
t("yes") if t(True) else t("no")
print(shown())
t(0) and t(1) or t(2)
print(shown())
[t(x) for x in [t(1), t(2)] if t(x + 10)]
print(shown())
{t(k): t(v) for k, v in [("a", 1), ("b", 2)]}
print(shown())
(lambda a=t("default"): t("body"))
print(shown())
a = b = t("once")
print(shown())
t([1, 2, 3])[t(0) : t(2) : t(1)]
print(shown())


def decorator(name):
    log.append("make " + name)
    return lambda fn: log.append("apply " + name) or fn


@decorator("outer")
@decorator("inner")
def decorated(x=t("default")):
    pass


print(shown())


class K(t(object)):
    log.append("class body")
    x = t("attribute")


log[0] = "object"
print(shown())
not t(0), -t(1), t(2) ** t(3)
print(shown())
f"{t(1)}{t(2):{t(3)}}"
print(shown())
try:
    t(1) + t(1 // 0) + t(2)
except ZeroDivisionError:
    print(shown())
assert t(1), t("message")
print(shown())
i = 0
i, xs[i] = 1, "index after i"
print(xs)
z = [t(n) for n in range(2)] + [t(5)]
t(3) in [t(3), t(4)]
print(shown())
for xs[t(0)] in (t("p"), t("q")):
    log.append("loop")
print(shown())
with_default = {}.get(t("k"), t("always"))
del [d][t(0)][t("key")]
print(shown(), d)
