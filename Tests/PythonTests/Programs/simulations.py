# Programs of the usual kind: accounts, queues, state machines, games of life.
class Account:
    interest = 0.02

    def __init__(self, owner, balance=0):
        self.owner, self.balance, self.history = owner, balance, []

    def deposit(self, amount):
        self.balance += amount
        self.history.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError(f"{self.owner} has only {self.balance}")
        self.balance -= amount
        self.history.append(("withdraw", amount))
        return self

    def __str__(self):
        return f"{self.owner}: {self.balance:.2f}"


class Savings(Account):
    interest = 0.05

    def grow(self, years=1):
        for _ in range(years):
            self.deposit(round(self.balance * self.interest, 2))
        return self


a, s = Account("ann", 100), Savings("sue", 50)
print(a.deposit(50).withdraw(30), s.grow(3), s.history)
try:
    a.withdraw(1000)
except ValueError as error:
    print(error)


def transfer(source, target, amount):
    try:
        source.withdraw(amount)
    except ValueError:
        return False
    else:
        target.deposit(amount)
        return True
    finally:
        print("transfer", amount, end=" ")


print(transfer(a, s, 20), transfer(s, a, 999), a, s)


def life(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(4):
    glider = life(glider)
print(sorted(glider))
for y in range(5):
    print("".join(".#"[(x, y) in glider] for x in range(5)))


class Light:
    after = {"red": "green", "green": "yellow", "yellow": "red"}

    def __init__(self):
        self.state, self.listeners = "red", []

    def on(self, f):
        self.listeners.append(f)
        return f

    def step(self):
        old, self.state = self.state, self.after[self.state]
        for f in self.listeners:
            f(old, self.state)


light, changes = Light(), []


@light.on
def record(old, new):
    changes.append(f"{old}->{new}")


light.on(lambda old, new: changes.append(len(changes)) if new == "red" else None)
for _ in range(4):
    light.step()
print(changes, light.state)


def dijkstra(graph, start):
    distances, todo = {start: 0}, [(0, start)]
    while todo:
        todo.sort(reverse=True)
        d, node = todo.pop()
        for other, w in graph.get(node, {}).items():
            if d + w < distances.get(other, 10**9):
                distances[other] = d + w
                todo.append((d + w, other))
    return distances


print(dijkstra({"a": {"b": 7, "c": 3}, "c": {"b": 1, "d": 8}, "b": {"d": 2}}, "a"))
seed = 42


def rand(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return seed % n


print([rand(10) for _ in range(8)])
deck = list(range(6))
for i in range(len(deck) - 1, 0, -1):
    j = rand(i + 1)
    deck[i], deck[j] = deck[j], deck[i]
print(deck)
