"""Finds every word the program may say, by reading its code as a tree: also inside f-strings and conditions.

A call counts by its bare name, so `self.say(...)` and `say(...)` are the same. Where a sentence is put into a variable
first, the variable is looked up in its function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ONE = {"say", "_say", "N_"}
COUNTED = {"say_n", "_say_n"}
IN_CONTEXT = {"pgettext"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Known = Mapping[str, list[str]]
"""The literal texts a function puts into each of its variables."""


@dataclass(frozen=True)
class Spoken:
    """One word or sentence: what is said, or its singular and plural, with its context where it has one."""

    words: str | tuple[str, str]
    context: str | None = None


def spoken_in(package: Path) -> Iterator[Spoken]:
    """Everything said anywhere in the package, in the order of its files."""
    for path in sorted(package.rglob("*.py")):
        yield from spoken_in_file(path)


def spoken_in_file(path: Path) -> Iterator[Spoken]:
    """Everything said in one file."""
    yield from _in_tree(ast.parse(path.read_text(encoding="utf-8")), {})


def _in_tree(node: ast.AST, known: Known) -> Iterator[Spoken]:
    if isinstance(node, Function):
        known = _assigned(node)
    if isinstance(node, ast.Call):
        yield from _in_call(node, known)
    for child in ast.iter_child_nodes(node):
        yield from _in_tree(child, known)


def _in_call(call: ast.Call, known: Known) -> Iterator[Spoken]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ONE and call.args:
        yield from (Spoken(words) for words in _texts(call.args[0], known) if words)
    elif name in COUNTED:
        for one, many in zip(_texts(call.args[0], known), _texts(call.args[1], known), strict=True):
            yield Spoken((one, many))
    elif name in IN_CONTEXT:
        for context, words in zip(_texts(call.args[0], known), _texts(call.args[1], known), strict=True):
            yield Spoken(words, context)


def _texts(node: ast.AST, known: Known) -> Iterator[str]:
    """The literal texts an argument may be."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body, known)
            yield from _texts(other, known)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _texts(value, known)
        case ast.Name(id=name):
            yield from known.get(name, ())


def _assigned(function: Function) -> Known:
    found: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).extend(_texts(node.value, {}))
    return found
