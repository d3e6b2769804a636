# Programs that build strings: tables, wrapping, parsing, ciphers.
rows = [("name", "qty", "price"), ("apple", 3, 1.5), ("kiwi", 12, 0.25)]
widths = [max(len(str(r[i])) for r in rows) for i in range(3)]
for row in rows:
    print(" | ".join(str(c).ljust(w) if isinstance(c, str) else str(c).rjust(w) for c, w in zip(row, widths)))
print("-" * (sum(widths) + 6))
text = "the quick brown fox jumps over the lazy dog"
line, lines = "", []
for word in text.split():
    if len(line) + len(word) + bool(line) > 15:
        lines.append(line)
        line = word
    else:
        line += (" " if line else "") + word
lines.append(line)
for line in lines:
    print(f"|{line:^15}|")


def caesar(s, k):
    out = ""
    for c in s:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            c = chr((ord(c) - base + k) % 26 + base)
        out += c
    return out


print(caesar("Hello, World", 3), caesar(caesar("Hello", 5), -5))


def tokens(source):
    i, out = 0, []
    while i < len(source):
        c = source[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(source) and source[j].isdigit():
                j += 1
            out.append(int(source[i:j]))
            i = j
        else:
            out.append(c)
            i += 1
    return out


def expression(ts):
    value = term(ts)
    while ts and ts[0] in ("+", "-"):
        value = value + term(ts) if ts.pop(0) == "+" else value - term(ts)
    return value


def term(ts):
    value = factor(ts)
    while ts and ts[0] in "*/":
        value = value * factor(ts) if ts.pop(0) == "*" else value // factor(ts)
    return value


def factor(ts):
    t = ts.pop(0)
    if t == "(":
        value = expression(ts)
        ts.pop(0)
        return value
    return -factor(ts) if t == "-" else t


print(tokens("1 + 23*(4)"))
for source in ("1 + 2 * 3", "(1 + 2) * -3", "100 / 7 - 2"):
    try:
        print(source, "=", expression(tokens(source)))
    except TypeError as error:
        print(source, "fails:", error)
print("".join(f"{ord(c):02x}" for c in "abc"), "".join(chr(int(h, 16)) for h in ["61", "62"]), " ".join(w.capitalize() for w in text.split()[:3]))
encoded, prev, run = "", None, 0
for c in "aaabccdddd" + "\0":
    if c == prev:
        run += 1
    else:
        encoded += f"{prev}{run}" if prev else ""
        prev, run = c, 1
print(encoded)
print(*(f"{i:>2}x{j}={i * j:<3}" for i in range(1, 4) for j in (2, 5)), sep=";")
print({c: text.count(c) for c in sorted(set(text)) if text.count(c) > 3}, text[::2][:10], text.title().swapcase()[:9])
print("yes" if "racecar" == "racecar"[::-1] else "no", "a" < "B".lower(), "%s" * 2 % ("x", "y"), "1,2;3".replace(";", ",").split(","), "tic-tac"[:3] * 2)
