# String methods.
s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), "hello world".capitalize(), "ß".upper(), "ﬁ".casefold() == "fi")
print(s.find("o"), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.count(""), s.find("o", 5), s.find("", 3), s.count("o", 0, 5))
print(s.startswith("Hell"), s.startswith(("x", "H")), s.endswith("d"), s.startswith("W", 7), "" in s, "World" in s, "xyz" not in s)
print(s.replace("l", "L"), s.replace("l", "", 2), s.replace("", "-", 3), "aaa".replace("aa", "b"), "abc".replace("z", "y"))
print("a,b,,c".split(","), "a b  c ".split(), "a b  c".split(" "), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","), " x ".split(None, 1))
print("one\ntwo\r\nthree".splitlines(), "a\n\nb\n".splitlines(True), "a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("-"))
print("-".join(["a", "b"]), "".join("abc"), ", ".join(str(i) for i in range(3)), "x".join([]), "ab".join("1"))
print(repr("  a ".strip()), repr("  a ".lstrip()), repr("xxaxx".strip("x")), "abcba".strip("ab"), repr(" a ".rstrip()), "test.py".removesuffix(".py"), "un_do".removeprefix("un_"))
print("a".center(5, "*"), "ab".center(5, "*"), "a".ljust(3, ".") + "|", "a".rjust(3) + "|", "42".zfill(5), "-42".zfill(5), "abc".zfill(2), "ab\tc".expandtabs(4))
print("abc".isalpha(), "ab1".isalnum(), "123".isdigit(), "12.3".isdigit(), "".isalpha(), " \n".isspace(), "Abc".istitle(), "abc".islower(), "A1".isupper(), "a_1".isidentifier(), "½".isnumeric(), "²".isdigit(), "²".isdecimal())
print("abc" * 2, "a" + "b", "abc"[1], "abc"[-1], "abc"[::-1], len("héllo"), "héllo"[1], "日本語"[::-1], len("😀"), "😀a"[1], "é" == "e\u0301")
print("abc" < "abd", "Z" < "a", "" < "a", "abc" < "abcd", max("hello"), min("hello"), sorted("hello"), list("ab"), "b" > "a" > "A")
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("tab\t nl\n bs\\ nul\0 \x7f é \u200b 😀"), str("a\nb"), ascii("é😀"))
print("a\x41\u0042\N{BULLET}\101", r"raw\n", b"bytes\x00", "con" "cat", """triple
line""", 'a\
b', "\a\b\f\v".encode())
print("abc".translate({97: "A", 98: None}), "hello".translate(str.maketrans("el", "ip")), str.maketrans("a", "b"), "x".maketrans({"a": 1}))
print("{} {}".format(1, "a"), "%s-%d" % ("a", 3), "abc".encode(), b"abc".decode(), "é".encode("utf-8"), list(b"ab"), b"ab"[0], bytes([65, 66]))
print([c for c in "a1b2" if c.isdigit()], "".join(reversed("abc")), "".join(sorted("banana")), "a" "b" in "cab", "x" in ["xy"], ord("€"), chr(8364))
for bad in (lambda: "abc".index("z"), lambda: "a" + 1, lambda: "a" * "b", lambda: "abc"[5], lambda: ord("ab"), lambda: "".join([1]), lambda: chr(-1), lambda: "a".split(""), lambda: "a" - "b", lambda: "a".nope()):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
print(str(None), str([1, "a"]), str((1,)), str({"a": None}), str(True), str(1.0), str(b"x"), str(print)[:9], str(len)[:9], str(type(1)), str(int))
print("The Quick brown".split()[1].lower().title(), "a.b.c".split(".")[-1], "camelCase"[:5] + "_" + "case", "%" + "d", "{" + "}")
print("one two three".title().replace(" ", ""), "abc".upper().lower().capitalize().swapcase(), "a1 b2".title(), "they're".title(), "x".isprintable(), "\n".isprintable())
