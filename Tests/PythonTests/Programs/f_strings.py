# f-strings with format specs of every kind.
n, x, s, neg = 42, 3.14159, "text", -7
print(f"{n}{x}{s}", f"{n!r} {s!r} {s!s} {'é'!a}", f"{{}} {{{n}}}", f"{n + 1} {n * 2 if n else 0} {[i for i in range(3)]}", f"{n=} {n + 1 = } {s=} {x=:.2f} {s=!s}")
print(f"{n:5}|{n:<5}|{n:>5}|{n:^5}|{n:=5}|{n:05}|{n:+}|{n: }|{neg:+}|{neg:05}|{neg:=6}|{n:*^9}|{n:,}|{n:x}|{n:X}|{n:#x}|{n:b}|{n:#b}|{n:o}|{n:e}|{n:f}|{n:%}|{n:.1f}|{n:g}")
print(f"{x:.2f}|{x:8.3f}|{x:<8.1f}|{x:+.1f}|{x:e}|{x:.3e}|{x:E}|{x:g}|{x:.3g}|{x:.10g}|{x:%}|{x:.1%}|{x:010.3f}|{x:.0f}|{x:#.0f}|{x:n}|{x:}|{x:5}|{x:.3}")
print(f"{1234567.891:,.2f}|{1e10:,}|{1e-7:g}|{1e6:g}|{1e5:g}|{123456789:g}|{0.0001:g}|{0.00001:g}|{1e100:g}|{1e16:.0f}|{2.5:.0f}|{3.5:.0f}|{0.5:.0f}|{-0.0:f}|{-0.4:.0f}|{1234567:_}|{0xFFFFF:_x}")
print(f"{s:10}|{s:>10}|{s:^10}|{s:-<10}|{s:.2}|{s:5.1}|{s!r:>8}|{s:s}|{'':5}|{'é':*^5}|{'ab':<1}|{s:0>8}|{s:08}")
print(f"{True}|{True:d}|{True:5}|{None}|{None!s:>6}|{[1, 'a']}|{(1,)}|{ {'k': 1} }|{float('nan')}|{float('inf'):8}|{float('-inf'):.1f}|{float('nan'):05}|{1j}|{1 + 2j:.1f}")
width, precision, fill, align = 10, 2, "*", "^"
print(f"{x:{width}.{precision}f}|{s:{fill}{align}{width}}|{n:{'+'}}|{n:0{width}b}|{x:.{precision + 1}}|{s!r:{fill}>{width}}")
d = {"key": [1, 2], 'q"': 3}
print(f"{d['key'][0]} {d.get('none', 'default')} {len(d)} {', '.join(map(str, d['key']))}", f"{'nested ' + f'{n:>{width}}'}", f"""{
    n
}""", f"a{'b'}c" "d{e}", rf"\n{n}\t", f"\t|{n}\n|", f"{lambda_(3)}" if (lambda_ := lambda v: v * 2) else "")


class Custom:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


class Plain:
    def __str__(self):
        return "plain"


c = Custom()
print(f"{c} {c:abc} {c!s} {c!r} {c!s:>5} {c:{n}} {Plain()} {Plain()!s:>7} {[c]}", format(c, "x"), format(3.14159, ".2f"), format(5), "{:>{w}}".format(1, w=4), str(c))
for bad in (lambda: f"{s:d}", lambda: f"{n:s}", lambda: f"{x:d}", lambda: f"{x:x}", lambda: f"{[1]:5}", lambda: f"{None:5}", lambda: f"{s:+}", lambda: f"{s:,}", lambda: f"{n:.2d}", lambda: f"{Plain():5}", lambda: f"{n:z}" + "", lambda: f"{s:=5}"):
    try:
        print(bad())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
for v in (0, 1, -1, 10.0, 0.1, 1e9, 123.456, 99.995, 1e-3):
    print(f"{v:8.2f}|{v:<8}|{v:^+9.1f}|{v:.3g}|{v:08.2f}|{v:.2e}")
print(f"{3!r:^{5}}|{'a' 'b'}|{n:>+8,}|{-n:08,}|{1000000:>+12,}|{12345.678:012,.1f}|{x!s:.4}|{1.0:g}|{1.0}|{100.0:.3g}|{1e3:.3g}|{1234.0:.3g}|{0:.3g}|{0.0:e}|{5e-324:.3e}|{10:#o}|{-5:#x}|{-5:b}|{5:>5b}|{5:<#6b}|{97:c}|{0.1:.20f}|{1/3:.17g}|{1e23:.0f}")
