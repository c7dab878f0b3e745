"""Looking for words in pages of plain Markdown: which passage of which page says them, whatever accents and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from psw_tui.domain.snippet import folded, snippet
from psw_tui.domain.text import one_line

LONGEST = 200
"""Characters of a question that are read."""
MOST = 50
"""Places that are shown; whoever wants fewer types one more word."""

_BEGINS = re.compile(r"\A(?:#+ |[-*] |\d+\. )")
_SIGNS = re.compile(r"`([^`]*)`|\*+")


@dataclass(frozen=True)
class Passage:
    """One heading, paragraph or item of a page."""

    page: str
    title: str
    heading: str
    """The heading it stands under; empty right below the title."""
    line: int
    """Where it begins in the page, counted from 0."""
    text: str

    @cached_property
    def bare(self) -> str:
        """The text without accents and capitals."""
        return folded(self.text)[0]

    @cached_property
    def bare_heading(self) -> str:
        """The heading without accents and capitals."""
        return folded(self.heading)[0]


@dataclass(frozen=True)
class Place:
    """A passage that answers a question, and the words around what was found: before, found, after."""

    passage: Passage
    snippet: tuple[str, str, str]


def passages(page: str, markdown: str) -> Iterator[Passage]:
    """The passages of a page, in order, without the signs of Markdown."""
    title = heading = ""
    for line, raw in _blocks(markdown):
        text = _SIGNS.sub(lambda sign: sign[1] or "", _BEGINS.sub("", raw))
        if raw.startswith("# "):
            title = text
        elif raw.startswith("#"):
            heading = text
        yield Passage(page, title, heading, line, text)


def look_up(every: Sequence[Passage], typed: str) -> list[Place]:
    """Where all the words stand, each whole or as the beginning of one; titles and headings first, then in order.

    Where no passage has them all, the pages that have them all answer, each with the passage that has the most.
    """
    words = re.findall(r"\w+", one_line(typed)[:LONGEST])
    wanted = [re.compile(rf"(?<!\w){re.escape(folded(word)[0])}") for word in dict.fromkeys(words)]
    if not wanted:
        return []
    rated = [(passage, _said(wanted, passage.bare), _said(wanted, passage.bare_heading)) for passage in every]
    whole = [(passage, len(own | above)) for passage, own, above in rated if own]
    best = [passage for passage, said in whole if said == len(wanted)] or list(_fullest(rated, len(wanted)))
    best.sort(key=lambda passage: passage.text not in (passage.title, passage.heading))
    return [Place(passage, snippet(passage.text, words, ())) for passage in best[:MOST]]


def _fullest(rated: Iterable[tuple[Passage, set[int], set[int]]], wanted: int) -> Iterator[Passage]:
    """Of each page that says all the words somewhere, the passage that says the most of them."""
    pages: dict[str, list[tuple[Passage, set[int]]]] = {}
    for passage, own, _above in rated:
        pages.setdefault(passage.page, []).append((passage, own))
    for page in pages.values():
        if len(set().union(*(own for _passage, own in page))) == wanted:
            yield max(page, key=lambda each: len(each[1]))[0]


def _said(wanted: Sequence[re.Pattern[str]], bare: str) -> set[int]:
    """Which of the words stand there."""
    return {number for number, word in enumerate(wanted) if word.search(bare)}


def _blocks(markdown: str) -> Iterator[tuple[int, str]]:
    """Each heading, paragraph and item on one line, and the number of the line it begins on."""
    begun, block = 0, ""
    for number, line in enumerate(markdown.splitlines()):
        text = line.strip()
        if block and (not text or _BEGINS.match(text) or block.startswith("#")):
            yield begun, block
            block = ""
        if text:
            begun, block = (begun, f"{block} {text}") if block else (number, text)
    if block:
        yield begun, block
