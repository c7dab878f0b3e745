"""Words that can hurt, and other ways to say it: only ever an idea, never about quotes or a client's own words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

QUOTES = ('"', "“”", "«»")
"""Between these stands what somebody said. A pair of straight ones closes in its own line, or a lone one is none."""

_QUOTED = re.compile(r'"[^"\n]*"|“[^”]*”|«[^»]*»')
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n")
_HIDDEN = "\x01"
"""Stands for a letter no rule may see; unlike a space it joins nothing."""

_KNOWN = frozenset({"id", "lang", "group", "level", "find", "skip", "instead", "why", "source", "hit", "miss", "off"})


class Level(StrEnum):
    """How much a row is worth saying."""

    SUGGEST = "suggest"
    NOTE = "note"
    """Shown only to who asks for the full list."""


class BadRow(Exception):
    """A row of a word list cannot be used; `row` is its name or its number."""

    def __init__(self, row: str, fault: str) -> None:
        super().__init__(f"{row}: {fault}")
        self.row = row
        self.fault = fault


@dataclass(frozen=True)
class Idea:
    """One place in a text, and what could stand there instead."""

    start: int
    end: int
    found: str
    instead: tuple[str, ...]
    why: str
    source: str


@dataclass(frozen=True)
class Rule:
    """A row of the list, ready to look with."""

    language: str
    level: Level
    find: re.Pattern[str]
    skip: re.Pattern[str] | None
    instead: tuple[str, ...]
    why: str
    source: str

    def places(self, text: str, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Where `text` says it. `ends` are the ends of its sentences."""
        found = [match.span() for match in self.find.finditer(text) if match.end() > match.start()]
        if not found:
            return iter(())
        muted = self._muted(text, found, ends)
        return (span for number, span in enumerate(found) if number not in muted)

    def _muted(self, text: str, found: Sequence[tuple[int, int]], ends: Sequence[int]) -> set[int]:
        """By number, what a skip covers; a skip that covers nothing found speaks for its whole sentence."""
        starts, stops = [start for start, _ in found], [stop for _, stop in found]
        muted: set[int] = set()
        for match in self.skip.finditer(text) if self.skip else ():
            covered = range(bisect_right(stops, match.start()), bisect_left(starts, match.end()))
            if not covered:
                number = bisect_left(ends, match.start())
                first = ends[number - 1] if number else 0
                last = ends[number] if number < len(ends) else len(text)
                covered = range(bisect_left(starts, first), bisect_left(starts, last))
            muted.update(covered)
        return muted


def rules_from(rows: Iterable[Mapping[str, Any]], language: str, sources: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of one language; `sources` has the title behind the name of a source. Raises BadRow."""
    every = [_rule(name_of(row, number), row, sources) for number, row in enumerate(rows, 1)]
    return tuple(rule for rule in every if rule.language == language)


def with_local(rows: Sequence[Mapping[str, Any]], local: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The rows with an agency's own: added, put in the place of the row of the same `find`, or switched off.

    Raises BadRow.
    """
    kept = list(rows)
    for number, row in enumerate(local, 1):
        name = name_of(row, number)
        if not isinstance(row.get("off", False), bool):
            raise BadRow(name, "off")
        others = [each for each in kept if not _is_same(each, row)]
        if row.get("off", False) and len(others) == len(kept):
            raise BadRow(name, "off")
        kept = others if row.get("off", False) else [*others, row]
    return tuple(kept)


def name_of(row: Mapping[str, Any], number: int) -> str:
    """What people find a row by: its id, else what it finds, else its number in the file."""
    return next((str(row[key]) for key in ("id", "find") if row.get(key)), str(number))


def ideas(
    text: str, language: str, own_words: Iterable[str], rules: Iterable[Rule], *, notes: bool = False
) -> list[Idea]:
    """What could be said another way in `text`, from its beginning to its end; one idea for each place.

    Quoted text and `own_words` are left alone, and so are the rows of level note unless `notes` asks for them.
    """
    seen = _hide(text, own_words)
    ends = [match.start() for match in _SENTENCE_END.finditer(seen)]
    found = [
        Idea(start, end, text[start:end], rule.instead, rule.why, rule.source)
        for rule in rules
        if rule.language == language and (notes or rule.level is Level.SUGGEST)
        for start, end in rule.places(seen, ends)
    ]
    return list(_one_for_each_place(found))


def _one_for_each_place(found: Iterable[Idea]) -> Iterator[Idea]:
    """Of ideas that overlap, the first and longest: "recovering addict" and not "addict"."""
    last = 0
    for idea in sorted(found, key=lambda idea: (idea.start, -idea.end)):
        if idea.start >= last:
            last = idea.end
            yield idea


def _hide(text: str, own_words: Iterable[str]) -> str:
    """The text as the rules see it, letter for letter as long: what is not ours to reword is blotted out."""
    seen = _QUOTED.sub(_blot, text).replace("’", "'")
    words = sorted({_straight(word.strip()) for word in own_words if word.strip()}, key=len, reverse=True)
    if not words:
        return seen
    theirs = "|".join(re.escape(word) for word in words)
    return re.sub(rf"(?<!\w)(?:{theirs})s?(?!\w)", _blot, seen, flags=re.IGNORECASE)


def _blot(match: re.Match[str]) -> str:
    return _HIDDEN * len(match.group())


def _straight(words: str) -> str:
    return words.replace("’", "'")


def _check(name: str, row: Mapping[str, Any]) -> None:
    """Raise BadRow for what is missing, misspelt or not of its kind."""
    for key in row.keys() - _KNOWN:
        raise BadRow(name, key)
    for key in ("lang", "find", "why"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise BadRow(name, key)
    for key in ("instead", "source"):
        items = row.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            raise BadRow(name, key)
    if not row.get("instead"):
        raise BadRow(name, "instead")
    if row.get("level", Level.SUGGEST) not in list(Level):
        raise BadRow(name, "level")


def _rule(name: str, row: Mapping[str, Any], sources: Mapping[str, str]) -> Rule:
    _check(name, row)
    find = _pattern(name, "find", row["find"])
    if find.match(""):
        raise BadRow(name, "find")
    return Rule(
        language=row["lang"],
        level=Level(row.get("level", Level.SUGGEST)),
        find=find,
        skip=_pattern(name, "skip", row["skip"]) if row.get("skip") else None,
        instead=tuple(row["instead"]),
        why=row["why"],
        source="; ".join(sources.get(source, source) for source in row.get("source", ())),
    )


def _pattern(name: str, key: str, written: Any) -> re.Pattern[str]:
    if not isinstance(written, str):
        raise BadRow(name, key)
    try:
        return re.compile(_straight(written), re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as wrong:
        raise BadRow(name, key) from wrong


def _is_same(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(other.get(key) and row.get(key) == other[key] for key in ("id", "find"))
