"""Whether what stands on a screen is French: no word of it is one that only the English catalogue says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tests.tools.catalogue import read

_PLACE = re.compile(r"\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def only_english() -> frozenset[str]:
    """Words that some English sentence of the program has, and no French one."""
    english: set[str] = set()
    french: set[str] = set()
    for message in read("fr"):
        if message.id:
            english.update(words_of(*_each(message.id)))
            french.update(words_of(*_each(message.string)))
    return frozenset(english - french)


def english_on(screen: str, typed: str) -> set[str]:
    """The English words of a screen, but for those that somebody typed."""
    return set(words_of(screen)) & only_english() - set(words_of(typed))


def words_of(*texts: str) -> Iterator[str]:
    """Every word of these texts, in small letters, without places for values."""
    for text in texts:
        yield from _WORD.findall(_PLACE.sub(" ", text).lower())


def _each(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (list, tuple)) else (str(text),)
