"""Every word the program says has its translation, and the compiled catalogues are the ones the sources make."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import catalogue

TOO_MUCH = re.compile(r"\w[ \u00a0\u202f][;?!](?=\s|$)")

ASSETS = Path(__file__).resolve().parents[1] / "assets"
LOOSE = re.compile(r"\S (?:[:%](?=\s|$|\*)|»)|« ")
"""A sign of French that a line may end without: a space that breaks stands before a colon or inside quotation marks."""


def test_the_catalogues_are_whole():
    assert list(catalogue.check()) == []


def test_methods_functions_plurals_and_marks_are_all_found(tmp_path, monkeypatch):
    (tmp_path / "screen.py").write_text(
        'a = language.say("one")\nb = self.say("two {x}", x=1)\nc = N_("three" " four")\n'
        'd = self.language.say_n("{n} day", "{n} days", n)\ne = self.catalogue.pgettext("column", "today")\n'
    )
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    found = {(message.context, message.id) for message in catalogue.words_in_program() if message.id}
    assert found == {
        (None, "one"),
        (None, "two {x}"),
        (None, "three four"),
        (None, ("{n} day", "{n} days")),
        ("column", "today"),
    }


@pytest.mark.parametrize("page", ["", *sorted(page.name for page in (ASSETS / "help" / "fr").glob("*.md"))])
def test_french_signs_stay_with_their_words(page):
    """As people write in Canada: a space that does not break before a colon, none before other signs."""
    words = (ASSETS / "help" / "fr" / page).read_text(encoding="utf-8") if page else _french()
    assert LOOSE.findall(words) == []
    assert TOO_MUCH.findall(re.sub(r"`[^`]*`|\{[^}]*\}", "x", words)) == []
    assert re.findall(r"\w'\w+", re.sub(r"`[^`]*`", "x", words)) == []


def _french():
    """Every sentence of the catalogue."""
    return "\n".join(text for message in catalogue.read("fr") for text in catalogue._each(message.string))


SENTENCE = re.compile(r"^[A-ZÀ-Ý][\w’']* +\w|\w{2,} \w.*[.?:]$", re.DOTALL)
"""Two words or more with the capital or the end of something people read; not CSS, and not the name of a task."""

ALIKE = {"PSW", "Language / Langue"}
"""What reads the same in every language."""

SHOWN_BY = {"show", "joined", "Static", "Label", "Content", "top", "notify", "tell", "warn", "update", "ask", "wrong"}
"""What puts its first argument before people."""


def shown_literals(tree: ast.Module) -> Iterator[str]:
    """What looks like words for people, wherever it stands, but for the sentences that explain the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = None
        elif isinstance(node, ast.Call) and node.args and called(node) in SHOWN_BY:
            yield from (text for text in literals(node.args[0]) if re.search(r"[^\W\d_]{2}", text))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.search(node.value):
            yield node.value


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.AST) -> Iterator[str]:
    """The texts an argument is, or is put together from; what another call makes of its own is that call's."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.IfExp | ast.BoolOp | ast.BinOp):
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


@pytest.mark.parametrize("part", ["ui", "plain", "cli", "sheets"])
def test_nothing_is_shown_past_the_catalogue(part):
    """A sentence or a label that no translation is looked up for would stay English for everybody."""
    said = {text for message in catalogue.words_in_program() if message.id for text in catalogue._each(message.id)}
    loose = {
        f"{path.name}: {text}"
        for path in sorted((catalogue.PACKAGE / part).rglob("*.py"))
        for text in shown_literals(ast.parse(path.read_text(encoding="utf-8")))
        if text not in said | ALIKE
    }
    assert loose == set()
