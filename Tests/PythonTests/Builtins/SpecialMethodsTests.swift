import Testing

/// Operators and functions go to the methods of a class.
@Suite struct SpecialMethodsTests {
  @Test func operatorsGoToMethods() async {
    await expectHolds(
      """
      class Traced:
          def __init__(self, log):
              self.log = log
          def __add__(self, o): self.log.append(("add", o)); return self
          def __radd__(self, o): self.log.append(("radd", o)); return self
          def __iadd__(self, o): self.log.append(("iadd", o)); return self
          def __getitem__(self, i): self.log.append(("get", i)); return 1
          def __setitem__(self, i, v): self.log.append(("set", i, v))
          def __delitem__(self, i): self.log.append(("del", i))
          def __contains__(self, x): self.log.append(("in", x)); return x == 1
          def __len__(self): return 3
          def __call__(self, *a, **k): return (a, k)
          def __neg__(self): return "neg"
          def __matmul__(self, o): return ("mat", o)
          def __bool__(self): return False
          def __enter__(self): return "entered"
          def __exit__(self, *error): self.log.append(error[0]); return True
          def __getattr__(self, name): return "no " + name
      log = []
      t = Traced(log)
      t + 1; 2 + t; t[1:2]; t["k"] = 5
      t += 3
      del t[4]
      assert 1 in t and 2 not in t
      assert log == [("add", 1), ("radd", 2), ("get", slice(1, 2)), ("set", "k", 5), ("iadd", 3), ("del", 4), ("in", 1), ("in", 2)]
      assert len(t) == 3 and not t and -t == "neg" and t @ 5 == ("mat", 5) and t(1, k=2) == ((1,), {"k": 2}) and t.other == "no other"
      with t as entered:
          raise KeyError
      assert log[-1] is KeyError and entered == "entered"
      """)
  }

  @Test func reflectedMethodsComeSecond() async {
    await expectHolds(
      """
      class A:
          def __sub__(self, o): return NotImplemented
          def __eq__(self, o): return NotImplemented
          def __lt__(self, o): return NotImplemented
      class B(A):
          def __rsub__(self, o): return "B.rsub"
          def __gt__(self, o): return "B.gt"
          def __sub__(self, o): return "B.sub"
      assert A() - B() == "B.rsub" and B() - A() == "B.sub" and (A() < B()) == "B.gt" and A() != A()
      a = A()
      assert a == a
      try:
          A() - 1
          assert False
      except TypeError as error:
          assert "unsupported operand" in str(error)
      class H:
          def __init__(self, n): self.n = n
          def __hash__(self): return self.n % 2
          def __eq__(self, o): return self.n == o.n
      assert len({H(1), H(3), H(1), H(2)}) == 3 and {H(5): "five"}[H(5)] == "five"
      """)
  }
}
