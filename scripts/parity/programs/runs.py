"""Runs programs in CPython: what they print, watched for endless loops and great integers."""

import ast
import collections
import contextlib
import copy
import dataclasses
import enum
import functools
import io
import itertools
import math
import operator
import re
import sys
import typing
import warnings

MODULES = [collections, copy, dataclasses, enum, functools, itertools, math, operator, typing]
HEADER = "\n".join(f"import {module.__name__}" for module in MODULES) + "\n"
STEPS, FRAMES, OUTPUT = 3000, 60, 20000
GROWING = (str, list, tuple, collections.deque)
ADDRESS = re.compile(r"\bat 0x[0-9a-f]+|object at")
warnings.simplefilter("ignore", SyntaxWarning)
warnings.simplefilter("ignore", DeprecationWarning)


class Unfit(BaseException):
    """A program that isn't one to compare: endless, or beyond 64-bit integers."""


class Watch:
    """Counts steps of a run, and looks at its integers."""

    def __init__(self):
        self.steps, self.reason = 0, None

    def stop(self, reason):
        self.reason = reason
        raise Unfit(reason)

    def step(self):
        self.steps += 1
        if self.steps > STEPS:
            self.stop("endless")
        try:
            sys._getframe(FRAMES)
        except ValueError:
            return True
        self.stop("deep recursion")

    def value(self, value):
        kind = type(value)
        if kind is int and not -(2**63) <= value < 2**63:
            self.stop("integer beyond 64 bits")
        if kind in GROWING and len(value) > 3000:
            self.stop("great value")
        return value


class Watching(ast.NodeTransformer):
    """Calls of a `Watch` in loops, functions, calls and arithmetic."""

    def stepping(self, node):
        self.generic_visit(node)
        node.body.insert(0, ast.parse("_watch.step()").body[0])
        return node

    visit_For = visit_While = visit_FunctionDef = stepping

    def watched(self, node):
        self.generic_visit(node)
        function = ast.parse("_watch.value", mode="eval").body
        return ast.copy_location(ast.Call(function, [node], []), node)

    visit_Call = visit_BinOp = watched

    def visit_Lambda(self, node):
        self.generic_visit(node)
        step = ast.parse("_watch.step()", mode="eval").body
        node.body = ast.BoolOp(ast.And(), [step, node.body])
        return node

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.ifs.insert(0, ast.parse("_watch.step()", mode="eval").body)
        return node

    def visit_MatchValue(self, node):
        return node


def watched_code(source):
    tree = ast.fix_missing_locations(Watching().visit(ast.parse(source)))
    return compile(tree, "<program>", "exec")


def namespace():
    return {"__name__": "program"}


def run_watched(code, names):
    """Runs code in names; returns what it prints. Raises `Unfit`."""
    watch = names["_watch"] = Watch()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            exec(code, names)
        except Unfit:
            raise
        except RecursionError:
            raise Unfit("deep recursion") from None
    for value in names.values():
        watch.value(value)
    text = output.getvalue()
    if watch.reason:
        raise Unfit(watch.reason)
    if len(text) > OUTPUT or ADDRESS.search(text):
        raise Unfit("output")
    return text


def run(source):
    """What a program prints, and the name of the exception that ends it, or `None`."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            exec(compile(source, "<program>", "exec"), namespace())
        except Exception as error:
            return output.getvalue(), type(error).__name__
    return output.getvalue(), None
