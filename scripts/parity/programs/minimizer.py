"""Makes a program smaller as long as something holds of it."""

import ast
import copy

SIMPLE = [ast.Constant(0), ast.Constant("a"), ast.List([], ast.Load())]
TRIALS = 1500


class Minimizer:
    """`holds(source)` tells whether a smaller program is still of interest."""

    def __init__(self, source, holds):
        self.tree, self.holds, self.trials = ast.parse(source), holds, TRIALS

    def minimized(self):
        changes = True
        while changes and self.trials > 0:
            changes = self.remove_statements() | self.unwrap_statements() | self.simplify()
        return ast.unparse(self.tree) + "\n"

    def keeps(self, tree):
        """Takes a smaller tree if the program is still of interest."""
        self.trials -= 1
        if self.trials < 0:
            return False
        try:
            source = ast.unparse(ast.fix_missing_locations(tree))
            compile(source, "<smaller>", "exec")
        except (SyntaxError, ValueError, TypeError, AttributeError):
            return False
        if not self.holds(source + "\n"):
            return False
        self.tree = ast.parse(source)
        return True

    def bodies(self, tree):
        """Every list of statements, the outermost first."""
        for node in ast.walk(tree):
            for name in ("body", "orelse", "finalbody"):
                body = getattr(node, name, None)
                if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                    yield body

    def changed(self, index, change):
        """Applies a change to the body of an index in a copy of the tree."""
        tree = copy.deepcopy(self.tree)
        body = list(self.bodies(tree))[index]
        change(body)
        return tree

    def remove_statements(self):
        changes, index = False, 0
        while index < len(list(self.bodies(self.tree))):
            size = len(list(self.bodies(self.tree))[index])
            step = size
            while step >= 1 and self.trials > 0:
                start = max(0, len(self.body(index)) - step)
                while start >= 0 and self.trials > 0:
                    if self.removes(index, start, step):
                        changes = True
                    start -= step
                step //= 2
            index += 1
        return changes

    def body(self, index):
        bodies = list(self.bodies(self.tree))
        return bodies[index] if index < len(bodies) else []

    def removes(self, index, start, step):
        def remove(body):
            del body[start : start + step]
            if not body:
                body.append(ast.Pass())

        removed = self.body(index)[start : start + step]
        if not removed or all(isinstance(s, ast.Pass) for s in removed):
            return False
        return self.keeps(self.changed(index, remove))

    def unwrap_statements(self):
        """A compound statement becomes its body."""
        changes, index = False, 0
        while index < len(list(self.bodies(self.tree))):
            for place in range(len(self.body(index)) - 1, -1, -1):
                inner = getattr(self.body(index)[place : place + 1][0], "body", None)
                if not isinstance(inner, list):
                    continue

                def unwrap(body):
                    body[place : place + 1] = body[place].body

                changes |= self.keeps(self.changed(index, unwrap))
            index += 1
        return changes

    def simplify(self):
        """An expression becomes a part of it, or a literal."""
        changes, index = False, 0
        while self.trials > 0:
            nodes = [n for n in ast.walk(self.tree) if isinstance(n, ast.expr)]
            if index >= len(nodes):
                return changes
            node = nodes[index]
            parts = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.expr)]
            is_plain = isinstance(node, (ast.Constant, ast.Name))
            for part in parts + ([] if is_plain else SIMPLE):
                if self.replaces(index, part):
                    changes = True
                    break
            else:
                index += 1
        return changes

    def replaces(self, index, part):
        tree = copy.deepcopy(self.tree)
        nodes = [n for n in ast.walk(tree) if isinstance(n, ast.expr)]
        if isinstance(getattr(nodes[index], "ctx", None), (ast.Store, ast.Del)):
            return False
        return self.keeps(Replacing(nodes[index], copy.deepcopy(part)).visit(tree))


class Replacing(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else self.generic_visit(node)


def minimized(source, holds):
    return Minimizer(source, holds).minimized()
