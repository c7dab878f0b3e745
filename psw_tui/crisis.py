"""The crisis card: whom to call in this country, read from a file that an agency may edit. Needs no vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psw_tui.language import LANGUAGES
from psw_tui.resources import asset

COUNTRIES = ("ca", "us")
"""Countries with a card, the first of them where nobody has said which."""


class CrisisFileWrong(Exception):
    """The card of a country cannot be used; `place` says which line, or names the whole file."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class CrisisLine:
    """One line of the card."""

    number: str
    """What to dial; empty for a line of words alone."""
    words: Mapping[str, str]
    """By language."""


def crisis_lines(country: str) -> list[CrisisLine]:
    """The lines of a country's card. Raises CrisisFileWrong."""
    import tomllib  # the card is seldom read, and every start knows its country

    name = f"{country}.toml"
    try:
        card = tomllib.loads(asset("crisis", name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CrisisFileWrong(name) from None
    lines = card.get("line")
    if card.keys() != {"line"} or not isinstance(lines, list) or not lines:
        raise CrisisFileWrong(name)
    return [_line(found, f"{name}, line {place}") for place, found in enumerate(lines, 1)]


def country_of(environment: Mapping[str, str]) -> str:
    """The country the worker's session belongs to; Canada where it does not say."""
    asked = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    territory = next(filter(None, asked), "").partition(".")[0].partition("_")[2].lower()
    return territory if territory in COUNTRIES else COUNTRIES[0]


def _line(found: Any, place: str) -> CrisisLine:
    """A line, if it says something in every language and nothing besides."""
    if not isinstance(found, dict) or found.keys() - {"number", *LANGUAGES}:
        raise CrisisFileWrong(place)
    if not all(isinstance(text, str) for text in found.values()):
        raise CrisisFileWrong(place)
    words = {language: found.get(language, "").strip() for language in LANGUAGES}
    if not all(words.values()):
        raise CrisisFileWrong(place)
    return CrisisLine(found.get("number", "").strip(), words)
