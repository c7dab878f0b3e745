"""Rules of the house that no linter knows, read off the syntax tree of every module."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "psw_tui"
THE_ONE_DOOR = PACKAGE / "storage" / "write.py"
SELF_TEST = PACKAGE / "services" / "selftest" / "__init__.py"
"""Asks what fails, whatever it is, and says so."""
HANGS_UP = PACKAGE / "team" / "stopping.py"
"""Ends a line to the hub from another thread; it opens none."""
SQL = {"sqlalchemy", "sqlmodel"}
NETWORK = {"socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "xmlrpc", "requests", "httpx"}
CODE_FROM_DATA = {"pickle", "marshal", "shelve", "dill"}

Rule = Callable[[ast.Module], Iterator[ast.AST]]
"""Yields what breaks it."""


def imported(tree: ast.Module) -> Iterator[tuple[ast.AST, str, str, str]]:
    """Every import as (node, module, name in it, name here)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "", alias.asname or alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node, node.module or "", alias.name, alias.asname or alias.name) for alias in node.names)


def called(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    return ((node, node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def tidies_up(handler: ast.ExceptHandler) -> bool:
    """Whatever happens is let go on its way: `except BaseException: …; raise`."""
    last = handler.body[-1]
    return last_name(handler.type) == "BaseException" and isinstance(last, ast.Raise) and last.exc is None


def caught(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.expr | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and not tidies_up(node):
            yield from ((node, kind) for kind in (node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "suppress":
            yield from ((node, kind) for kind in node.args)


def last_name(node: ast.expr | None) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def writes_past_the_door(tree: ast.Module) -> Iterator[ast.AST]:
    """Statements that change rows: insert(), update(), delete() of the SQL libraries, and a session told to write."""
    statements, libraries = set(), set()
    for _, module, name, here in imported(tree):
        if module.partition(".")[0] in SQL:
            (statements if name in {"insert", "update", "delete"} else libraries).add(here)
    for call, function in called(tree):
        if isinstance(function, ast.Name) and function.id in statements:
            yield call
        elif isinstance(function, ast.Attribute):
            owner = last_name(function.value).lstrip("_")
            on_library = owner in libraries and function.attr in {"insert", "update", "delete"}
            on_table = function.attr in {"insert", "update", "delete"} and owner == "__table__"
            on_session = function.attr in {"add", "add_all", "delete", "commit", "merge", "flush"} and (
                owner == "session" or owner.endswith("_session")
            )
            if on_library or on_table or on_session:
                yield call


def catches_everything(tree: ast.Module) -> Iterator[ast.AST]:
    return (node for node, kind in caught(tree) if kind is None or last_name(kind) in {"Exception", "BaseException"})


def runs_data_as_code(tree: ast.Module) -> Iterator[ast.AST]:
    yield from (node for node, module, _, _ in imported(tree) if module.partition(".")[0] in CODE_FROM_DATA)
    yield from (call for call, f in called(tree) if isinstance(f, ast.Name) and f.id in {"eval", "exec"})


def reaches_the_network(tree: ast.Module) -> Iterator[ast.AST]:
    return (
        node
        for node, module, name, _ in imported(tree)
        if module.partition(".")[0] in NETWORK and (module, name) != ("urllib", "parse") and module != "urllib.parse"
    )


def opens_without_a_word(tree: ast.Module) -> Iterator[ast.AST]:
    if ast.get_docstring(tree) is None:
        yield tree


RULES: dict[str, tuple[Rule, str]] = {
    "everything is written through one door": (
        writes_past_the_door,
        "from sqlmodel import insert as add\nimport sqlalchemy as sa\n"
        "add(Client)\nself._session.commit()\nsa.update(x)\nsession.add(x)",
    ),
    "no failure is caught unseen": (
        catches_everything,
        "try: pass\nexcept (OSError, Exception): pass\nwith suppress(BaseException): pass\ntry: pass\nexcept: pass",
    ),
    "data is never run": (runs_data_as_code, "import pickle\neval('1')"),
    "nothing reaches for the network": (reaches_the_network, "import socket\nfrom urllib.request import urlopen"),
    "a module says what it is": (opens_without_a_word, "x = 1"),
}


@pytest.mark.parametrize(("rule", "example"), RULES.values(), ids=RULES)
def test_every_module_keeps(rule: Rule, example: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (rule, path)
        not in {(writes_past_the_door, THE_ONE_DOOR), (catches_everything, SELF_TEST), (reaches_the_network, HANGS_UP)}
        for node in rule(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert broken == []


@pytest.mark.parametrize(("rule", "example"), RULES.values(), ids=RULES)
def test_a_break_is_noticed(rule: Rule, example: str) -> None:
    assert list(rule(ast.parse(example)))


def test_every_write_in_the_example_is_noticed() -> None:
    rule, example = RULES["everything is written through one door"]
    assert len(list(rule(ast.parse(example)))) == 4


def test_sets_and_dicts_may_be_added_to() -> None:
    harmless = "seen.add(1)\nsettings.update(a=1)\nrows.insert(0, 1)\nfrom pathlib import insert\ninsert(2)"
    assert list(writes_past_the_door(ast.parse(harmless))) == []


def test_tidying_up_is_no_catching() -> None:
    tidy = "try: pass\nexcept BaseException:\n    close()\n    raise"
    assert list(catches_everything(ast.parse(tidy))) == []


def repository_files() -> list[Path]:
    """What git has or would take; files git ignores belong to one machine."""
    if shutil.which("git") is None:
        pytest.skip("no git here")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


# Put together here, so that this file does not contain them.
MACHINE = {
    "a path of one machine": re.compile(rb"(?<![\w.])/" + rb"(?:work|home|root|Users)/[A-Za-z]|/tmp/" + rb"venv"),
    "the address of a package index": re.compile(rb"https?:" + rb"//[^\s\"']+/simple\b"),
}


@pytest.mark.parametrize("pattern", MACHINE.values(), ids=MACHINE)
def test_no_file_names_one_machine(pattern: re.Pattern[bytes]) -> None:
    named = [str(path.relative_to(ROOT)) for path in repository_files() if pattern.search(path.read_bytes())]
    assert named == []
