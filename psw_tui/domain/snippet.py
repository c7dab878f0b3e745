"""The few words around what was found, whatever its accents and capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BEFORE, AFTER = 24, 40
"""Characters shown around what was found."""


def snippet(body: str, words: Sequence[str], phrases: Sequence[str]) -> tuple[str, str, str]:
    """What stands before, the words found, what stands after, on one line; of nothing found the beginning."""
    start, end = _found(body, words, phrases)
    left, right = max(0, start - BEFORE), min(len(body), end + AFTER)
    before = ("… " if left else "") + _from_word(body[left:start], cut=bool(left))
    after = body[end:right] + (" …" if right < len(body) else "")
    return _flat(before), _flat(body[start:end]), _flat(after)


def _found(body: str, words: Sequence[str], phrases: Sequence[str]) -> tuple[int, int]:
    """Where the first of them stands; nowhere is the very beginning."""
    bare, places = folded(body)
    hits = [hit for text, whole in _wanted(words, phrases) if (hit := _pattern(text, whole=whole).search(bare))]
    if not hits:
        return 0, 0
    first = min(hits, key=lambda hit: hit.start())
    return places[first.start()], places[first.end() - 1] + 1


def _wanted(words: Sequence[str], phrases: Sequence[str]) -> list[tuple[str, bool]]:
    return [*((word, False) for word in words), *((phrase, True) for phrase in phrases)]


def _pattern(text: str, *, whole: bool) -> re.Pattern[str]:
    """Its words in a row, whatever stands between them; the last may go on unless the phrase is meant as it is."""
    parts = re.findall(r"\w+", folded(text)[0])
    return re.compile(r"(?<!\w)" + r"\W+".join(map(re.escape, parts)) + (r"(?!\w)" if whole else r"\w*"))


def folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without accents and capitals, and for each of its characters where it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    bare = text.translate(_BARE)
    if _BARE.uneven.isdisjoint(text):  # nearly always, and a character at a time takes as long as the rest of a search
        return bare, range(len(text))
    places = [index for index, character in enumerate(text) for _ in _BARE[ord(character)]]
    return bare, places


class _Bare(dict[int, str]):
    """What is left of each character without its accent, its capital and its ornaments; worked out once."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """The characters of which nothing is left, or several."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        parts = (part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part))
        bare = self[code] = "".join(parts).casefold()
        if len(bare) != 1:
            self.uneven.add(character)
        return bare


_BARE = _Bare()


def _from_word(text: str, *, cut: bool) -> str:
    """From the beginning of a word on, where the text was cut in the middle of one."""
    return text.partition(" ")[2] if cut and " " in text else text


def _flat(text: str) -> str:
    return text.replace("\n", " ")
