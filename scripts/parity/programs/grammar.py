"""The grammar of random programs: templates of Python with holes, by type, from
`grammars/*.txt`.

A hole is `$TYPE`, an expression of the type, with an optional mode: `$ints.var` is a variable,
`.own` one that the function around may bind, `.new` a new one, `.param` a new one that only the
template sees, `.outer` an expression that doesn't see the template's, `.lit` a literal,
`.bind(NAME)` declares a name and stands for nothing. `$int.param@a` can be repeated as `$a`.
`[[section]]` holds paragraphs, which are statements; `[section]` lines. `*3 ` is a weight.
"""

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path

HOLE = re.compile(
    r"\$([a-z]\w+)(?:\.(var|own|new|param|outer|lit|bind))?"
    r"(?:(?<=bind)\(([\w.]+)\))?(?:@([a-z])\b)?"
)
REPEATED = re.compile(r"\$([a-z])\b")
SECTION = re.compile(r"^(\[?)\[([a-z][\w.]*)\]\]?\n", re.M)
WEIGHT = re.compile(r"^\*(\d+)(?: |$)", re.M)


EXPANDED = {"block", "body", "loop", "genbody", "self", "outer", "enter", "result"}
IMPOSSIBLE = 1000


@dataclass
class Template:
    text: str
    weight: int
    is_statement: bool
    opens_scope: bool = field(init=False)
    result: str = field(init=False)
    variables: set = field(init=False)
    expressions: set = field(init=False)

    def __post_init__(self):
        holes = [(match[1], match[2]) for match in HOLE.finditer(self.text)]
        types, modes = [type for type, _ in holes], [mode for _, mode in holes]
        self.variables = {type for type, mode in holes if mode in ("var", "own")}
        expressions = {type for type, mode in holes if mode in (None, "outer")}
        literals = {f"{type}.lit" for type, mode in holes if mode == "lit"}
        self.expressions = (expressions | literals) - EXPANDED
        self.opens_scope = "bind" in modes or "self" in types or "outer" in types
        if not self.is_statement:
            self.opens_scope = "param" in modes
        results = re.findall(r"return (\$[a-z]\w+)(?:\.var)?$", self.text, re.M)
        self.result = results[-1] if results else None


def weighted(text, is_statement):
    match = WEIGHT.match(text)
    weight, text = (int(match[1]), text[match.end() :]) if match else (1, text)
    return Template(text, weight, is_statement)


def read_grammar(*names):
    """Templates by section, of files of the folder."""
    grammar = {}
    for name in names:
        text = (Path(__file__).parent / "grammars" / f"{name}.txt").read_text()
        parts = SECTION.split(text)[1:]
        for bracket, section, body in zip(parts[::3], parts[1::3], parts[2::3]):
            split = re.split(r"\n\n+(?=\S)", body.strip("\n")) if bracket else body.split("\n")
            templates = [weighted(text.rstrip(), bool(bracket)) for text in split if text]
            grammar.setdefault(section, []).extend(templates)
    return grammar


class Heights:
    """The least depth of an expression that fills in each template, where there are variables of
    some types."""

    def __init__(self, grammar):
        self.all, self.users, self.needs = [], {}, []
        for section, templates in grammar.items():
            for template in templates:
                template.index = len(self.all)
                self.all.append((section, template))
                needs = template.expressions | {f"{type}.var" for type in template.variables}
                self.needs.append(len(needs))
                for need in needs:
                    self.users.setdefault(need, []).append(template.index)
        self.known = functools.lru_cache(maxsize=None)(self.with_variables)

    def with_variables(self, types):
        """Heights by index of templates."""
        missing = list(self.needs)
        height = [IMPOSSIBLE] * len(self.all)
        reached = set()
        ready = [index for index, count in enumerate(missing) if count == 0]
        new = [name for type in types for name in (type, f"{type}.var")]
        level = 0
        while ready or new:
            for index in ready:
                height[index] = level
                section = self.all[index][0]
                new += [section, section.removesuffix(".lit")]
            ready = []
            for name in new:
                if name not in reached:
                    reached.add(name)
                    for user in self.users.get(name, []):
                        missing[user] -= 1
                        if missing[user] == 0:
                            ready.append(user)
            new = []
            level += 1
        return height
