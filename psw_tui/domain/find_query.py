"""What somebody typed to find something: words, quoted phrases, and filters such as client:Maple-27."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from psw_tui.domain.codes import NotACode, normalise_code
from psw_tui.domain.dates import UnreadableDay, parse_day
from psw_tui.domain.text import one_line

LONGEST = 400
"""Characters that are read; a whole pasted note is no question."""
MOST_WORDS = 12

_PART = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<name>\w+):(?P<value>\S+)|(?P<word>\S+)')

FILTERS = {
    "client": "client",
    "personne": "client",
    "since": "since",
    "depuis": "since",
    "step": "step",
    "étape": "step",
    "etape": "step",
}
"""What a filter may be called; both languages are understood everywhere."""


@dataclass(frozen=True)
class FindQuery:
    """A question to the search index."""

    words: tuple[str, ...] = ()
    """Each has to be there, or a word that begins with it."""
    phrases: tuple[str, ...] = ()
    """Each has to be there as it is."""
    client: str = ""
    """The code of a client; empty for all."""
    since: date | None = None
    step: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing at all."""
        return not self.words and not self.phrases and not self.filtered

    @property
    def filtered(self) -> bool:
        """Whether it asks for a part of the record only."""
        return bool(self.client or self.since or self.step)

    @property
    def match(self) -> str:
        """The question as FTS5 reads it. Everything is quoted, so that no word of it is taken for an operator."""
        quoted = [*(f'"{word}"*' for word in self.words), *(f'"{phrase}"' for phrase in self.phrases)]
        return " ".join(quoted)


def read_query(typed: str, today: date) -> FindQuery:
    """The question somebody typed. Nothing is refused: what is no filter is a word, what has no letter is dropped."""
    query = FindQuery()
    for part in _PART.finditer(one_line(typed)[:LONGEST]):
        if part["phrase"] is not None:
            query = _with_phrase(query, part["phrase"])
        elif part["name"] and (narrowed := _narrowed(query, part["name"], part["value"], today)):
            query = narrowed
        else:
            query = _with_word(query, part[0])
    return query


def _with_phrase(query: FindQuery, phrase: str) -> FindQuery:
    return replace(query, phrases=(*query.phrases, phrase)) if _says_something(query, phrase) else query


def _with_word(query: FindQuery, word: str) -> FindQuery:
    bare = word.replace('"', "")
    return replace(query, words=(*query.words, bare)) if _says_something(query, bare) else query


def _says_something(query: FindQuery, text: str) -> bool:
    return any(map(str.isalnum, text)) and len(query.words) + len(query.phrases) < MOST_WORDS


def _narrowed(query: FindQuery, name: str, value: str, today: date) -> FindQuery | None:
    """The query with this filter; None where it is none, and so only a word with a colon."""
    match FILTERS.get(name.casefold()):
        case "client":
            return replace(query, client=_code(value))
        case "since":
            day = _day(value, today)
            return replace(query, since=day) if day else None
        case "step" if value in tuple("123456789"):
            return replace(query, step=int(value))
        case _:
            return None


def _code(value: str) -> str:
    try:
        return normalise_code(value)
    except NotACode:
        return value


def _day(value: str, today: date) -> date | None:
    """The day meant; `2w` is two weeks ago here, for nobody looks for what is still to come."""
    try:
        day = parse_day(value, today)
    except UnreadableDay:
        return None
    return today - (day - today) if day > today else day
