"""The cases of `language_cases/*.txt` with all arguments given by name: `language_cases/keywords.txt`.

Of each function of a library the case with the most arguments is taken, and one for each set of
names by which it can be called there. What goes by position only stays as it is.
"""

import ast
import warnings
from pathlib import Path

from body_language import namespace
from compare_signatures import KINDS, parameters
from language_fixtures import CASES, make_inputs, run

SKIPPED = {"bodies", "python", "complex", "keywords"}
ROOTS = {"jnp", "lax", "jax", "nn", "random"}


def dotted(node):
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return inner and f"{inner}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else None


def resolved(path, names):
    value = names.get(path.split(".")[0])
    for part in path.split(".")[1:]:
        value = getattr(value, part, None)
    return value


class Naming(ast.NodeTransformer):
    """Gives the arguments of calls of library functions by name, and notes which."""

    def __init__(self, names):
        self.names = names
        self.calls = {}

    def visit_Call(self, node):
        self.generic_visit(node)
        path = dotted(node.func)
        if path is None or path.split(".")[0] not in ROOTS:
            return node
        real = parameters(resolved(path, self.names))
        if real is None or any(isinstance(argument, ast.Starred) for argument in node.args):
            return node
        positional = (KINDS.POSITIONAL_ONLY, KINDS.POSITIONAL_OR_KEYWORD)
        places = [entry for entry in real if entry[1] in positional]
        takes_rest = any(kind == KINDS.VAR_POSITIONAL for _, kind, _ in real)
        if len(node.args) > len(places) or takes_rest:
            return node
        kept, named = [], []
        for argument, (name, kind, _) in zip(node.args, places):
            if kind == KINDS.POSITIONAL_ONLY:
                kept.append(argument)
            else:
                named.append(ast.keyword(arg=name, value=argument))
        if named:
            self.calls[path] = tuple(sorted(word.arg for word in named + node.keywords if word.arg))
        node.args, node.keywords = kept, named + node.keywords
        return node


def keyword_cases():
    names, inputs = namespace(), make_inputs()
    chosen = {}
    for path in sorted(CASES.glob("*.txt")):
        if path.stem in SKIPPED:
            continue
        for text in path.read_text().splitlines():
            try:
                tree = ast.parse(text, mode="eval")
            except SyntaxError:
                continue
            naming = Naming(names)
            rewritten = ast.unparse(naming.visit(tree))
            calls = naming.calls.items()
            new = {call: words for call, words in calls if (call, words) not in chosen}
            if new and run(rewritten, inputs)[0] is not None:
                chosen |= {item: rewritten for item in new.items()}
    subsets = {
        item
        for item in chosen
        for other in chosen
        if item[0] == other[0] and set(item[1]) < set(other[1])
    }
    return sorted({text for item, text in chosen.items() if item not in subsets})


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    (CASES / "keywords.txt").write_text("\n".join(keyword_cases()) + "\n")
