"""Fills in the templates of `grammars`: expressions and statements over known variables."""

import itertools
import re

from parity.programs.grammar import HOLE, IMPOSSIBLE, REPEATED

BLOCKS = {"block": (1, 3), "body": (0, 2), "loop": (1, 2), "genbody": (1, 3)}
REBOUND = {"int", "float", "str", "bool", "ints", "strs", "nested", "dict", "dlists", "tuple"}
FREE = {"any", "show", "format", "fields", "field", "comprehension", "boundcall"}
DEPTH = 3
SHADOWING, REBINDING, ESCAPING = 0.04, 0.12, 0.1


class Inapplicable(Exception):
    """A template needs a variable of a type that there is none of."""


class Scope:
    """Names of a block, of the function that it is in, or of a lambda or comprehension."""

    def __init__(self, kind, parent=None, result=None):
        self.kind, self.parent, self.result = kind, parent, result
        self.names = {}
        keeps = parent and kind != "function"
        self.in_loop = parent.in_loop if keeps else False
        self.in_generator = parent.in_generator if keeps else False
        self.result = result if result or not keeps else parent.result

    def declare(self, type, name):
        for names in self.names.values():
            if name in names:
                names.remove(name)
        self.names.setdefault(type, []).append(name)

    def all(self, type):
        mine = self.names.get(type, [])
        return mine + (self.parent.all(type) if self.parent else [])

    def own(self, type):
        """Names that a statement here may bind without `nonlocal`."""
        mine = [name for name in self.names.get(type, []) if "." not in name]
        ends = self.kind == "function" or not self.parent
        return mine + ([] if ends else self.parent.own(type))

    def outside_function(self):
        scope = self
        while scope.kind != "function" and scope.parent:
            scope = scope.parent
        return scope.parent


class Writer:
    def __init__(self, rng, grammar, heights):
        self.rng, self.grammar, self.all_heights = rng, grammar, heights
        self.count, self.budget = 0, 0
        self.top = Scope("module")
        self.known, self.choices = None, {}

    # Choices

    def choose(self, section, depth, only_lines=False):
        """A template of a section that can be filled in, within a depth where one can."""
        known = frozenset(type for type, names in self.top.names.items() if names)
        if known != self.known:
            self.known, self.choices = known, {}
            self.heights = self.all_heights.known(known)
        key = section, max(depth, 0), only_lines
        if key not in self.choices:
            self.choices[key] = self.possible(*key)
        templates, weights = self.choices[key]
        if not templates:
            raise Inapplicable(section)
        return self.rng.choices(templates, cum_weights=weights)[0]

    def possible(self, section, depth, only_lines):
        templates = self.grammar.get(section, [])
        if only_lines:
            templates = [t for t in templates if "\n" not in t.text]
        least = min((self.heights[t.index] for t in templates), default=0)
        limit = min(max(depth, least), IMPOSSIBLE - 1)
        templates = [t for t in templates if self.heights[t.index] <= limit]
        return templates, list(itertools.accumulate(t.weight for t in templates))

    def fresh(self, type):
        self.count += 1
        return f"{type[0] if type != 'ints' else 'l'}{self.count}"

    def new_name(self, type, scope):
        if type in REBOUND:
            draw = self.rng.random()
            known = scope.own(type) if draw < REBINDING else scope.all(type)
            known = [name for name in known if "." not in name]
            if draw < REBINDING + SHADOWING and known:
                return self.rng.choice(known)
        return self.fresh(type)

    # Expressions

    def expression(self, type, scope, depth):
        """An expression of a type; deeper ones are literals and variables."""
        names = scope.all(type)
        if names and (depth <= 0 or self.rng.random() < 0.45):
            return self.rng.choice(names)
        if f"{type}.lit" in self.grammar and (depth <= 0 or self.rng.random() < 0.15):
            return self.from_section(f"{type}.lit", scope, depth - 1)
        if type not in self.grammar:
            if names:
                return self.rng.choice(names)
            raise Inapplicable(type)
        return self.from_section(type, scope, depth - (type not in FREE))

    def from_section(self, section, scope, depth):
        for _ in range(5):
            try:
                return self.fill(self.choose(section, depth), scope, depth)
            except Inapplicable:
                continue
        raise Inapplicable(section)

    def fill(self, template, scope, depth):
        inner = Scope("expression", scope) if template.opens_scope else scope
        labels, pending = {}, []

        def name(match):
            if match[2] != "param":
                return match[0]
            made = self.new_name(match[1], scope)
            inner.declare(match[1], made)
            labels[match[4]] = made
            return made

        def hole(match):
            text = self.hole(match, scope, inner, depth, pending)
            if match[4]:
                labels[match[4]] = text
            return text

        text = HOLE.sub(name, template.text)
        if text.startswith('f"'):
            text = self.formatted(text, hole)
        else:
            text = HOLE.sub(hole, text)
        text = REPEATED.sub(lambda match: labels[match[1]], text)
        for type, made in pending:
            scope.declare(type, made)
        return text

    def formatted(self, text, hole):
        """Holes of an f-string: in brackets, without its quotes; `fields` and specs as they are."""

        def safe(match):
            made = hole(match)
            if "spec" in match[1] or match[1].startswith("field") or match[2] == "var":
                return made
            if "\\" in made or ('"' in made and ("'" in made or 'f"' in made)):
                raise Inapplicable("f-string")
            made = made.replace('"', "'")
            return made if re.fullmatch(r"\w+", made) else f"({made})"

        while HOLE.search(text):
            text = HOLE.sub(safe, text, count=1)
        return text

    def hole(self, match, scope, inner, depth, pending):
        type, mode = match[1], match[2]
        if type == "result":
            return self.expression(inner.result[1:], inner, depth)
        if mode == "new":
            made = self.new_name(type, scope)
            pending.append((type, made))
            return made
        if mode == "bind":
            inner.declare(type, match[3])
            return ""
        if mode == "lit":
            return self.from_section(f"{type}.lit", inner, depth - 1)
        if mode in ("var", "own"):
            names = inner.all(type) if mode == "var" else inner.own(type)
            if not names:
                raise Inapplicable(type)
            return self.rng.choice(names)
        return self.expression(type, scope if mode == "outer" else inner, depth)

    # Statements

    def statement(self, section, scope, indent, nesting):
        """The lines of a statement of a section."""
        for _ in range(40):
            only_lines = nesting <= 0 or self.budget <= 0
            try:
                template = self.choose(section, DEPTH, only_lines)
                return self.lines(template, scope, indent, nesting)
            except Inapplicable:
                continue
        return [indent + "pass"]

    def lines(self, template, scope, indent, nesting):
        if scope.in_generator and re.search("finally:|^with ", template.text):
            raise Inapplicable("what a generator that nobody finishes would run at some time")
        inner = Scope("function", scope, template.result) if template.opens_scope else scope
        inner.in_generator |= "yield" in template.text and template.opens_scope
        state = {"inner": inner, "labels": {}, "pending": [], "scope": scope}
        made = []
        for line in template.text.split("\n"):
            made += self.line(line, state, indent, nesting)
        for type, name in state["pending"]:
            scope.declare(type, name)
        return made

    def line(self, line, state, indent, nesting):
        bare = line.lstrip(" ")
        indent += line[: len(line) - len(bare)]
        alone = HOLE.fullmatch(bare)
        if alone and not alone[2] and self.expands(alone[1]):
            return self.expanded(alone[1], state["inner"], indent, nesting)
        text = self.filled(bare, state)
        return [indent + text] if text else ([""] if not line else [])

    def expands(self, type):
        if type in BLOCKS or type in ("outer", "self"):
            return True
        return type in self.grammar and self.grammar[type][0].is_statement

    def expanded(self, type, scope, indent, nesting):
        if type == "self":
            self.bind_self(scope)
            return []
        if type == "outer":
            return self.outer_declaration(scope, indent)
        if type in BLOCKS:
            return self.block(type, scope, indent, nesting - 1)
        return self.statement(type, scope, indent, nesting)

    def bind_self(self, scope):
        for type, name in [("int", "self.n"), ("ints", "self.items"), ("int", "self.total")]:
            scope.declare(type, name)
        scope.declare("ints", "self.shared")

    def outer_declaration(self, scope, indent):
        """`nonlocal x` or `global x`, of which the function may then bind `x`."""
        outside = scope.outside_function()
        type = self.rng.choice(["int", "ints", "str", "dict"])
        is_global = outside is None or not self.within_function(outside)
        known = [n for n in (self.top if is_global else outside).own(type) if "." not in n]
        if not known or self.rng.random() < 0.4:
            return []
        name = self.rng.choice(known)
        scope.declare(type, name)
        return [f"{indent}{'global' if is_global else 'nonlocal'} {name}"]

    def within_function(self, scope):
        while scope:
            if scope.kind == "function":
                return True
            scope = scope.parent
        return False

    def filled(self, text, state):
        labels, pending = state["labels"], state["pending"]

        def hole(match):
            if match[1] == "self":
                self.bind_self(state["inner"])
                return ""
            if match[1] == "enter":
                scope = state["inner"] = Scope("function", state["inner"])
                return ""
            if match[2] == "param":
                made = self.new_name(match[1], state["scope"])
                state["inner"].declare(match[1], made)
            elif match[2] == "new":
                made = self.new_name(match[1], state["scope"])
                pending.append((match[1], made))
            else:
                made = self.hole(match, state["scope"], state["inner"], DEPTH, pending)
            if match[4]:
                labels[match[4]] = made
            return made

        def repeated(match):
            return labels[match[1]]

        parts = []
        place = 0
        outer = [m for m in HOLE.finditer(text) if m[2] == "outer"]
        made = {m.start(): hole(m) for m in outer}
        for match in HOLE.finditer(text):
            parts.append(REPEATED.sub(repeated, text[place : match.start()]))
            parts.append(made[match.start()] if match.start() in made else hole(match))
            place = match.end()
        parts.append(REPEATED.sub(repeated, text[place:]))
        if state["inner"] is state["scope"]:
            for type, name in pending:
                state["scope"].declare(type, name)
            pending.clear()
        return "".join(parts)

    def block(self, kind, scope, indent, nesting):
        """A few statements with names of their own, most of which are forgotten after it."""
        least, most = BLOCKS[kind]
        inner = Scope("block", scope)
        inner.in_loop |= kind == "loop"
        inner.in_generator |= kind == "genbody"
        made = []
        for _ in range(self.rng.randint(least, most)):
            self.budget -= 1
            made += self.statement(self.section(inner), inner, indent, nesting)
        for type, names in inner.names.items():
            for name in names:
                if self.rng.random() < ESCAPING:
                    scope.declare(type, name)
        return made or ([indent + "pass"] if least else [])

    def section(self, scope):
        draw = self.rng.random()
        if scope.in_generator and draw < 0.4:
            return "generator"
        if scope.in_loop and draw < 0.2:
            return "loop"
        if scope.result and draw < 0.3 and not scope.in_generator:
            return "function"
        if draw > 0.95:
            return "define"
        return "statement"
