/// A program that must end with an error, or in time.
struct BadProgram: CustomStringConvertible, Sendable {
  let name: String
  let text: String
  var description: String { name }
}

extension BadProgram {
  /// Programs that go on for ever.
  static let endless: [BadProgram] = [
    BadProgram(
      name: "while_true",
      text: """
        while True:
            pass
        """),
    BadProgram(
      name: "while_try",
      text: """
        while True:
            try:
                x = 1
            finally:
                continue
        """),
    BadProgram(
      name: "range_loop",
      text: """
        for i in range(10**9):
            pass
        """),
    BadProgram(
      name: "sum_range",
      text: """
        print(sum(range(10**10)))
        """),
    BadProgram(
      name: "any_count",
      text: """
        import itertools
        print(any(x < 0 for x in itertools.count()))
        """),
    BadProgram(
      name: "all_repeat",
      text: """
        import itertools
        print(all(itertools.repeat(True)))
        """),
    BadProgram(
      name: "in_count",
      text: """
        import itertools
        print(-1 in itertools.count())
        """),
    BadProgram(
      name: "cycle",
      text: """
        import itertools
        for x in itertools.cycle([1]):
            pass
        """),
    BadProgram(
      name: "gen_forever",
      text: """
        def g():
            while True:
                yield 1
        print(sum(g()))
        """),
    BadProgram(
      name: "gen_forever2",
      text: """
        def g():
            while True:
                yield 1
        list(g())
        """),
    BadProgram(
      name: "iter_forever",
      text: """
        print(list(iter(lambda: 1, 2)))
        """),
    BadProgram(
      name: "iter_class",
      text: """
        class A:
            def __iter__(self): return self
            def __next__(self): return 1
        list(A())
        """),
    BadProgram(
      name: "exp_rec",
      text: """
        def f(n):
            return f(n - 1) + f(n - 1) if n else 1
        f(100)
        """),
    BadProgram(
      name: "while_append",
      text: """
        a = []
        for x in [1]:
            a.append(1)
        for x in a:
            a.append(x)
        """),
    BadProgram(
      name: "nested_double_eq",
      text: """
        a = [0]
        b = [0]
        for i in range(200):
            a = [a, a]
            b = [b, b]
        print(a == b)
        """),
    BadProgram(
      name: "nested_double_hash",
      text: """
        a = (0,)
        for i in range(200):
            a = (a, a)
        print(hash(a))
        """),
    BadProgram(
      name: "double_extend",
      text: """
        a = [0]
        while True:
            a.extend(a)
        """),
    BadProgram(
      name: "double_slice",
      text: """
        a = [0]
        while True:
            a[len(a):] = a
        """),
  ]

  /// Programs that make what no memory holds.
  static let large: [BadProgram] = [
    BadProgram(
      name: "list_range",
      text: """
        print(len(list(range(10**9))))
        """),
    BadProgram(
      name: "sorted_range",
      text: """
        sorted(range(10**9))
        """),
    BadProgram(
      name: "product",
      text: """
        import itertools
        print(len(list(itertools.product(range(100), repeat=5))))
        """),
    BadProgram(
      name: "double_list",
      text: """
        a = [0]
        while True:
            a = a + a
        """),
    BadProgram(
      name: "double_iadd",
      text: """
        a = [0]
        while True:
            a += a
        """),
    BadProgram(
      name: "double_str",
      text: """
        a = "x"
        while True:
            a += a
        """),
    BadProgram(
      name: "double_join",
      text: """
        a = "x"
        while True:
            a = "".join([a, a])
        """),
    BadProgram(
      name: "double_format",
      text: """
        a = "x"
        while True:
            a = f"{a}{a}"
        """),
    BadProgram(
      name: "double_percent",
      text: """
        a = "x"
        while True:
            a = "%s%s" % (a, a)
        """),
    BadProgram(
      name: "double_replace",
      text: """
        a = "xx"
        while True:
            a = a.replace("x", "xx")
        """),
    BadProgram(
      name: "double_tuple",
      text: """
        a = (0,)
        while True:
            a = a * 2
        """),
    BadProgram(
      name: "double_bytes",
      text: """
        a = b"x"
        while True:
            a = a + a
        """),
    BadProgram(
      name: "big_ljust",
      text: """
        print(len("a".ljust(10**10)))
        """),
    BadProgram(
      name: "big_width",
      text: """
        print(len(f"{1:1000000000}"))
        """),
    BadProgram(
      name: "big_percent",
      text: """
        print(len("%1000000000d" % 1))
        """),
    BadProgram(
      name: "big_mul",
      text: """
        x = "abc" * 10**9
        """),
    BadProgram(
      name: "big_list_mul",
      text: """
        x = [1, 2] * 10**9
        """),
    BadProgram(
      name: "big_bytes",
      text: """
        x = bytes(10**10)
        """),
    BadProgram(
      name: "big_expand",
      text: """
        print(len("\\t".expandtabs(10**9)))
        """),
    BadProgram(
      name: "big_zfill",
      text: """
        print(len("1".zfill(10**9)))
        """),
    BadProgram(
      name: "big_power",
      text: """
        print(2 ** 10**9)
        """),
    BadProgram(
      name: "big_shift",
      text: """
        print(1 << 10**9)
        """),
    BadProgram(
      name: "big_factorial",
      text: """
        import math
        print(math.factorial(10**8))
        """),
    BadProgram(
      name: "big_set",
      text: """
        s = set(range(10**9))
        """),
    BadProgram(
      name: "big_dict",
      text: """
        d = dict.fromkeys(range(10**9))
        """),
  ]

  /// Programs that reach for what a model's code may not have.
  static let refused: [BadProgram] = [
    BadProgram(
      name: "eval",
      text: """
        eval("1")
        """),
    BadProgram(
      name: "exec",
      text: """
        exec("x=1")
        """),
    BadProgram(
      name: "open",
      text: """
        open("/etc/passwd")
        """),
    BadProgram(
      name: "input",
      text: """
        input()
        """),
    BadProgram(
      name: "import_os",
      text: """
        import os
        os.system("ls")
        """),
    BadProgram(
      name: "import_sys",
      text: """
        import sys
        sys.exit(1)
        """),
    BadProgram(
      name: "import_sub",
      text: """
        import subprocess
        subprocess.run("ls")
        """),
    BadProgram(
      name: "dunder_import",
      text: """
        __import__("os")
        """),
    BadProgram(
      name: "import_from",
      text: """
        from os import path
        path.exists("x")
        """),
  ]

  /// Programs that hold objects 100,000 deep in one another, and end well.
  static let fine: [BadProgram] = [
    BadProgram(
      name: "deep_list",
      text: """
        a = []
        for i in range(25000):
            a = [a]
        print(1)
        """),
    BadProgram(
      name: "deep_dict",
      text: """
        a = {}
        for i in range(25000):
            a = {"a": a}
        print(1)
        """),
    BadProgram(
      name: "deep_node",
      text: """
        class N:
            def __init__(self, n):
                self.n = n
        a = None
        for i in range(25000):
            a = N(a)
        print(1)
        """),
    BadProgram(
      name: "deep_super",
      text: """
        s = object
        class A:
            pass
        a = A()
        for i in range(25000):
            b = A()
            b.__dict__["x"] = a
            a = b
        print(1)
        """),
    BadProgram(
      name: "deep_bound",
      text: """
        class A:
            def m(self): pass
        f = A().m
        import types
        for i in range(1000):
            f = f.__call__
        print(1)
        """),
    BadProgram(
      name: "deep_prop",
      text: """
        p = property(lambda s: 1)
        for i in range(25000):
            p = staticmethod(p)
        print(1)
        """),
    BadProgram(
      name: "deep_union",
      text: """
        t = int
        for i in range(25000):
            t = t | None
        print(1)
        isinstance(1, t)
        """),
    BadProgram(
      name: "nested_double_copy",
      text: """
        import copy
        a = (0,)
        for i in range(200):
            a = (a, a)
        b = copy.deepcopy(a)
        print(1)
        """),
  ]
}
