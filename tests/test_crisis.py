"""The crisis card: files that hold in every language, numbers nobody made up, and nothing needed to show it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from psw_tui import crisis
from psw_tui.crisis import COUNTRIES, CrisisFileWrong, country_of, crisis_lines
from psw_tui.language import LANGUAGES
from psw_tui.records.setting import Country
from psw_tui.resources import asset

KNOWN = {"ca": {"9-8-8", "911"}, "us": {"988", "911"}}
"""Live on both sides of the border; every other number is the agency's own business."""

NUMBER = re.compile(r"\d[\d-]+")
HOURS = {"24"}


def test_every_country_has_a_card() -> None:
    """The setting offers just those that have one, and there is no card that nobody can choose."""
    cards = {node.name.removesuffix(".toml") for node in asset("crisis").iterdir()}
    assert cards == set(COUNTRIES) == {country.value for country in Country} == set(KNOWN)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_line_speaks_every_language(country: str) -> None:
    """A card that falls silent in French is no card."""
    for line in crisis_lines(country):
        assert line.words.keys() == set(LANGUAGES)
        assert all(line.words.values())


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_number_is_made_up(country: str) -> None:
    """Neither to dial nor inside the words, in any language."""
    lines = crisis_lines(country)
    assert {line.number for line in lines if line.number} == KNOWN[country]
    said = {number for line in lines for words in line.words.values() for number in NUMBER.findall(words)}
    assert said <= KNOWN[country] | HOURS


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_card_fits_a_screen(country: str) -> None:
    """Read at a glance at 60x20, without scrolling: number beside words, one empty line between."""
    for language in LANGUAGES:
        heights = [1 + len(line.words[language]) // 34 for line in crisis_lines(country)]
        assert sum(heights) + len(heights) <= 12


WRONG = {
    "no such file": None,
    "not readable": b"[[line]\n",
    "not text": b"\xff\xfe",
    "nothing in it": b"",
    "no lines": b"line = []\n",
    "a line that is none": b"line = [1]\n",
    "a language missing": b'[[line]]\nnumber = "911"\nen = "x"\n',
    "a language blank": b'[[line]]\nen = "x"\nfr = " "\n',
    "a misspelt name": b'[[line]]\nen = "x"\nfr = "y"\nnumer = "911"\n',
    "a number without quotes": b'[[line]]\nen = "x"\nfr = "y"\nnumber = 911\n',
    "something besides": b'title = "x"\n[[line]]\nen = "x"\nfr = "y"\n',
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_a_wrong_card_is_refused(content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never guessed at, and it is said where."""
    if content is not None:
        (tmp_path / "ca.toml").write_bytes(content)
    monkeypatch.setattr(crisis, "asset", lambda _folder, name: tmp_path / name)
    with pytest.raises(CrisisFileWrong) as caught:
        crisis_lines("ca")
    assert caught.value.place.startswith("ca.toml")


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({"LANG": "en_US.UTF-8"}, "us"),
        ({"LANG": "fr_CA.UTF-8"}, "ca"),
        ({"LC_ALL": "en_US", "LANG": "fr_CA"}, "us"),
        ({"LANG": "C"}, "ca"),
        ({"LANG": "fr_FR"}, "ca"),
        ({"LANG": "../../x_../../y"}, "ca"),
        ({}, "ca"),
    ],
)
def test_the_country_of_a_session(environment: dict[str, str], country: str) -> None:
    """Used only while no vault is open."""
    assert country_of(environment) == country


def test_the_card_asks_nothing_of_a_database() -> None:
    """On the unlock screen it comes up at once, before the records are loaded."""
    script = "import sys, psw_tui.ui.screens.crisis; print(*{name.partition('.')[0] for name in sys.modules})"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert set(result.stdout.split()) & {"sqlalchemy", "sqlmodel", "sqlcipher3", "nacl", "pydantic"} == set()
