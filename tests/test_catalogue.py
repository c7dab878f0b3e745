"""Every word the program says has its translation, and the compiled catalogues are the ones the sources make."""

from __future__ import annotations

import re
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
