# %-formatting and str.format.
print("%s %r %d %i %f %.2f %e %g %x %X %o %c %% %5d|%-5d|%05d|%+d|% d" % ("s", "r", 3, 4, 1.5, 2.345, 12345.678, 0.0001, 255, 255, 8, "c", 42, 42, 42, 42, 42))
print("%(name)s is %(age)03d" % {"name": "x", "age": 7}, "%s" % 5, "%s" % [1, 2], "%s" % (1,), "%s" % ((1, 2),), "%d%%" % 50, "%s %s" % (None, True), "%5.1f|%-8s|%8s|%.3s" % (3.14159, "ab", "ab", "abcdef"))
print("%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159), "%#x %#o" % (255, 8), "%d" % 3.9, "%d" % True, "%s" % {"a": 1}, "%r" % "it's", "%a" % "é", "%g %g %g" % (1e10, 1e-10, 100000), "%G" % 1e-10, "%c" % 97, "%5c|" % "x", "%%" % ())
print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a} {b}".format(a=1, b=2), "{0[1]} {0[0]}".format([1, 2]), "{d[key]}".format(d={"key": "v"}), "{0.real}".format(5), "{!r:>6}".format("a"), "{:>{}}".format("a", 5), "{{}} {}".format(1))
print("{:05.1f}|{:+d}|{:,}|{:>8}|{:^8}|{:<8}|{:*^8}|{:b}|{:%}|{:e}".format(3.14159, 5, 1234567, "r", "c", "l", "s", 5, 0.25, 1234.5), "{x:{w}.{p}f}".format(x=2.5, w=8, p=3), "{}{}".format(*"ab"), "{a}".format(**{"a": 1}), "{:s}".format("s"))
for bad in (lambda: "%d" % "a", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "%(a)s" % {}, lambda: "{} {}".format(1), lambda: "{a}".format(b=1), lambda: "{0} {}".format(1, 2), lambda: "{:d}".format("a"), lambda: "%y" % 1, lambda: "{".format(), lambda: "%c" % "ab", lambda: "%d" % None):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
print("%s" % 1e16, "%s" % 0.1, "%.3d" % 5, "%+.1e" % 12345, "%x" % -255, "%08.3f" % -3.14159, "%+5d|%-+5d|" % (3, 3), "%.0f %.0f" % (0.5, 1.5), "%s" % "", "%5s|%-5s|" % (1, None), "%i" % -0.9, "%f" % 1, "%f" % float("inf"), "%d" % 10**15)


class P:
    def __init__(self):
        self.x = [1, {"k": "deep"}]

    def __repr__(self):
        return "P!"


print("{0.x[1][k]} {0!r} {0}".format(P()), "%s %r" % (P(), P()), "{p.x[0]:03d}".format(p=P()), "{:>5}".format(str(P())), "{0:}".format(1), format("a", ">3"), format(1234.5, ",.2f"), "{:}".format([]), " ".join("%d" % i for i in range(3)))
template = "{greet}, {who:>6}!"
print(template.format(greet="hi", who="you"), template.format_map({"greet": "x", "who": "y"}), [f.format(1.5) for f in ("{:.0f}", "{:.1f}", "{:g}")], ("%s=%s " * 2) % ("a", 1, "b", 2))
