# Reflected comparisons, NotImplemented, __eq__ in containers, __contains__, __hash__.
class Always:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class Never:
    def __eq__(self, other):
        return False

    __hash__ = None


a, n = Always(), Never()
print(a == 1, 1 == a, a != 1, n == n, n != n, n is n, n in [n], [n] == [n], [n].count(n), a in [], 5 in [a], [1, 2].index(a))
try:
    {n}
except TypeError as error:
    print(error)


class Left:
    def __init__(self, log):
        self.log = log

    def __eq__(self, other):
        self.log.append("L.eq")
        return NotImplemented

    def __lt__(self, other):
        self.log.append("L.lt")
        return NotImplemented

    def __add__(self, other):
        self.log.append("L.add")
        return NotImplemented


class Right(Left):
    def __eq__(self, other):
        self.log.append("R.eq")
        return "right eq"

    def __gt__(self, other):
        self.log.append("R.gt")
        return "right gt"

    def __radd__(self, other):
        self.log.append("R.radd")
        return "right add"


log = []
l, r = Left(log), Right(log)
print(l == r, l < r, l + r, log)
log.clear()
print(l == l, l == 5, 5 == l, l != 5, log)
try:
    l < l
except TypeError as error:
    print(error)


class Card:
    order = "23456789TJQKA"

    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return self.order.index(self.rank) < self.order.index(other.rank)

    def __eq__(self, other):
        if not isinstance(other, Card):
            return NotImplemented
        return self.rank == other.rank

    def __hash__(self):
        return hash(self.rank)

    def __repr__(self):
        return self.rank


cards = [Card(c) for c in "KA2T"]
print(sorted(cards), max(cards), min(cards), Card("A") in cards, cards.index(Card("2")), Card("K") == "K", Card("K") != Card("K"), len({Card("A"), Card("A")}))
print(Card("2") < Card("3") < Card("A"), Card("A") > Card("K"), {Card("A"): 1}.get(Card("A")), cards == [Card(c) for c in "KA2T"], (Card("2"), 1) < (Card("2"), 2))
cards.remove(Card("A"))
print(cards, [Card("9")] < [Card("A")])


class Range:
    def __init__(self, lo, hi):
        self.lo, self.hi = lo, hi

    def __contains__(self, x):
        return self.lo <= x < self.hi

    def __len__(self):
        return self.hi - self.lo


print(3 in Range(1, 5), 5 in Range(1, 5), bool(Range(2, 2)), len(Range(0, 9)), [x for x in range(9) if x in Range(2, 5)])


class Odd:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * 10


print(list(Odd()), 20 in Odd(), 25 in Odd(), [*Odd()], max(Odd()), dict(enumerate(Odd())))


class Truthy:
    def __eq__(self, other):
        return [0] if other else []


print(Truthy() == 1, Truthy() in [1], 1 in [Truthy()], bool(Truthy() == 0))


class Sub(int):
    def __add__(self, other):
        return Sub(int(self) + int(other) + 100)

    def __repr__(self):
        return f"Sub({int(self)})"


s = Sub(5)
print(s + 1, 1 + s, s * 2, s == 5, s < 6, [s], s + s, sum([s]), isinstance(s, int), {5: "five"}[s], s // 2)


class Name(str):
    def shout(self):
        return self.upper() + "!"


m = Name("bob")
print(m.shout(), m + "x", m == "bob", len(m), [m], {m: 1}["bob"], type(m + "x").__name__, isinstance(m, str), f"{m:>5}")
