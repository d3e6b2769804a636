extension BadProgram {
  /// Programs that go too deep.
  static let recursive: [BadProgram] = [
    BadProgram(
      name: "recursion",
      text: """
        def f(n):
            return f(n + 1)
        f(0)
        """),
    BadProgram(
      name: "mutual",
      text: """
        def f(n):
            return g(n)
        def g(n):
            return f(n)
        f(0)
        """),
    BadProgram(
      name: "lambda_rec",
      text: """
        f = lambda n: f(n)
        f(0)
        """),
    BadProgram(
      name: "getattr_rec",
      text: """
        class A:
            def __getattr__(self, n):
                return self.other
        A().x
        """),
    BadProgram(
      name: "repr_rec",
      text: """
        class A:
            def __repr__(self):
                return repr(self)
        repr(A())
        """),
    BadProgram(
      name: "str_rec",
      text: """
        class A:
            def __str__(self):
                return str(self)
        str(A())
        """),
    BadProgram(
      name: "eq_rec",
      text: """
        class A:
            def __eq__(self, o):
                return self == o
        A() == A()
        """),
    BadProgram(
      name: "prop_rec",
      text: """
        class A:
            @property
            def x(self):
                return self.x
        A().x
        """),
    BadProgram(
      name: "init_rec",
      text: """
        class A:
            def __init__(self):
                self.a = A()
        A()
        """),
    BadProgram(
      name: "call_rec",
      text: """
        class A:
            def __call__(self):
                return self()
        A()()
        """),
    BadProgram(
      name: "getitem_rec",
      text: """
        class A:
            def __getitem__(self, i):
                return self[i]
        A()[0]
        """),
    BadProgram(
      name: "add_rec",
      text: """
        class A:
            def __add__(self, o):
                return self + o
        A() + 1
        """),
    BadProgram(
      name: "bool_rec",
      text: """
        class A:
            def __bool__(self):
                return bool(self)
        bool(A())
        """),
    BadProgram(
      name: "hash_rec",
      text: """
        class A:
            def __hash__(self):
                return hash(self)
        hash(A())
        """),
    BadProgram(
      name: "iter_rec",
      text: """
        class A:
            def __iter__(self):
                return iter(self)
        list(A())
        """),
    BadProgram(
      name: "len_rec",
      text: """
        class A:
            def __len__(self):
                return len(self)
        len(A())
        """),
    BadProgram(
      name: "setattr_rec",
      text: """
        class A:
            def __setattr__(self, n, v):
                self.x = v
        A().y = 1
        """),
    BadProgram(
      name: "gen_rec",
      text: """
        def g(n):
            yield from g(n + 1)
        list(g(0))
        """),
    BadProgram(
      name: "gen_rec2",
      text: """
        def g(n):
            for x in g(n + 1):
                yield x
        list(g(0))
        """),
    BadProgram(
      name: "sorted_rec",
      text: """
        def f(x):
            return sorted([1, 2], key=f)
        f(1)
        """),
    BadProgram(
      name: "map_rec",
      text: """
        def f(x):
            return list(map(f, [x]))
        f(1)
        """),
    BadProgram(
      name: "deep_list_repr",
      text: """
        a = []
        for i in range(25000):
            a = [a]
        print(repr(a))
        """),
    BadProgram(
      name: "deep_list_eq",
      text: """
        a = []
        b = []
        for i in range(25000):
            a = [a]
            b = [b]
        print(a == b)
        """),
    BadProgram(
      name: "deep_list_lt",
      text: """
        a = []
        b = []
        for i in range(25000):
            a = [a]
            b = [b]
        print(a < b)
        """),
    BadProgram(
      name: "deep_tuple_hash",
      text: """
        a = ()
        for i in range(25000):
            a = (a,)
        print(hash(a))
        """),
    BadProgram(
      name: "deep_tuple_key",
      text: """
        a = ()
        for i in range(25000):
            a = (a,)
        d = {a: 1}
        """),
    BadProgram(
      name: "deep_copy",
      text: """
        import copy
        a = []
        for i in range(25000):
            a = [a]
        copy.deepcopy(a)
        """),
    BadProgram(
      name: "deep_dict_repr",
      text: """
        a = {}
        for i in range(25000):
            a = {"a": a}
        print(a)
        """),
    BadProgram(
      name: "deep_dict_eq",
      text: """
        a = {}
        b = {}
        for i in range(25000):
            a = {"a": a}
            b = {"a": b}
        print(a == b)
        """),
    BadProgram(
      name: "deep_frozen",
      text: """
        a = frozenset()
        for i in range(25000):
            a = frozenset([a])
        print(len(a))
        """),
    BadProgram(
      name: "deep_dataclass_eq",
      text: """
        from dataclasses import dataclass
        @dataclass
        class N:
            n: object
        a = None
        b = None
        for i in range(12500):
            a = N(a)
            b = N(b)
        print(a == b)
        """),
    BadProgram(
      name: "deep_dataclass_repr",
      text: """
        from dataclasses import dataclass
        @dataclass
        class N:
            n: object
        a = None
        for i in range(12500):
            a = N(a)
        print(a)
        """),
    BadProgram(
      name: "deep_dataclass_hash",
      text: """
        from dataclasses import dataclass
        @dataclass(frozen=True)
        class N:
            n: object
        a = None
        for i in range(12500):
            a = N(a)
        print(hash(a))
        """),
    BadProgram(
      name: "deep_asdict",
      text: """
        from dataclasses import dataclass, asdict
        @dataclass
        class N:
            n: object
        a = None
        for i in range(12500):
            a = N(a)
        asdict(a)
        """),
    BadProgram(
      name: "deep_closure",
      text: """
        def w(g):
            return lambda: g()
        f = lambda: 1
        for i in range(25000):
            f = w(f)
        print(1)
        f()
        """),
    BadProgram(
      name: "deep_partial",
      text: """
        from functools import partial
        f = lambda: 1
        for i in range(25000):
            f = partial(f)
        print(1)
        f()
        """),
    BadProgram(
      name: "deep_map",
      text: """
        m = iter([1])
        for i in range(25000):
            m = map(abs, m)
        print(1)
        list(m)
        """),
    BadProgram(
      name: "deep_genexpr",
      text: """
        m = iter([1])
        for i in range(25000):
            m = (x for x in m)
        print(1)
        list(m)
        """),
    BadProgram(
      name: "deep_gen",
      text: """
        def g(m):
            for x in m:
                yield x
        m = iter([1])
        for i in range(25000):
            m = g(m)
        print(1)
        list(m)
        """),
    BadProgram(
      name: "deep_chain",
      text: """
        import itertools
        m = iter([1])
        for i in range(25000):
            m = itertools.chain(m, [1])
        print(1)
        list(m)
        """),
    BadProgram(
      name: "deep_zip",
      text: """
        m = iter([1])
        for i in range(25000):
            m = zip(m)
        print(1)
        list(m)
        """),
    BadProgram(
      name: "deep_enum",
      text: """
        m = iter([1])
        for i in range(25000):
            m = enumerate(m)
        print(1)
        list(m)
        """),
    BadProgram(
      name: "deep_exc",
      text: """
        e = ValueError()
        for i in range(25000):
            e = ValueError(e)
        print(1)
        str(e)
        """),
    BadProgram(
      name: "deep_slice",
      text: """
        s = slice(1)
        for i in range(25000):
            s = slice(s)
        print(1)
        repr(s)
        """),
    BadProgram(
      name: "deep_deque",
      text: """
        from collections import deque
        d = deque()
        for i in range(25000):
            d = deque([d])
        print(1)
        repr(d)
        """),
    BadProgram(
      name: "deep_list_in",
      text: """
        a = []
        b = []
        for i in range(25000):
            a = [a]
            b = [b]
        print(a in [b])
        """),
    BadProgram(
      name: "deep_isinstance",
      text: """
        t = int
        for i in range(25000):
            t = (t,)
        print(isinstance("x", t))
        """),
    BadProgram(
      name: "deep_class",
      text: """
        A = object
        for i in range(3000):
            A = type("A", (A,), {})
        print(1)
        """),
    BadProgram(
      name: "self_list_eq",
      text: """
        a = []
        a.append(a)
        b = []
        b.append(b)
        print(a == b)
        """),
    BadProgram(
      name: "self_dict",
      text: """
        a = {}
        a["a"] = a
        print(a)
        b = {}
        b["a"] = b
        print(a == b)
        """),
  ]
}
