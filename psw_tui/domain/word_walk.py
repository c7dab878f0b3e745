"""Going through the ideas about some texts one by one; every decision makes a new walk, so the one before is the undo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from psw_tui.domain.word_check import Idea

AROUND = 90
"""Letters shown before and after a place when no sentence ends sooner."""

_ARTICLE = re.compile(r"(?<!\w)an?(?=\s+$)", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s|\n)\s*$")
_END_BEFORE = re.compile(r"[.!?…]\s|\n")
_END_AFTER = re.compile(r"[.!?…](?=\s|$)|\n")


@dataclass(frozen=True)
class Spot:
    """An idea about the text of this number."""

    text: int
    idea: Idea


@dataclass(frozen=True)
class Walk:
    """The texts as they stand, and the ideas still to be decided on."""

    texts: tuple[str, ...]
    spots: tuple[Spot, ...]
    language: str

    @property
    def here(self) -> Spot | None:
        """The idea to decide on now; None at the end."""
        return self.spots[0] if self.spots else None

    def kept(self) -> Walk:
        """Leave the word as it is."""
        return replace(self, spots=self.spots[1:])

    def theirs(self) -> Walk:
        """The word is the client's own: leave it, here and wherever it comes again."""
        if self.here is None:
            return self
        word = self.here.idea.found.casefold()
        return replace(self, spots=tuple(spot for spot in self.spots if spot.idea.found.casefold() != word))

    def accepted(self, words: str) -> Walk:
        """Put `words` where the found ones stand."""
        if self.here is None:
            return self
        number, idea = self.here.text, self.here.idea
        before = self.texts[number]
        after = put_in(before, idea, words, self.language)
        texts = (*self.texts[:number], after, *self.texts[number + 1 :])
        moved = (_moved(spot, len(after) - len(before)) if spot.text == number else spot for spot in self.spots[1:])
        return replace(self, texts=texts, spots=tuple(moved))


def is_advice(words: str) -> bool:
    """Whether a suggestion tells what to do, "(say what they told you)", and is nothing to put in."""
    return words.startswith("(") and words.find(")") == len(words) - 1


def has_gap(words: str) -> bool:
    """Whether something in a suggestion is left for the worker to fill in."""
    return "…" in words or "(" in words


def put_in(text: str, idea: Idea, words: str, language: str) -> str:
    """`text` with `words` in the place of the idea: a capital where a sentence begins, "a" and "an" as they sound."""
    before, after = text[: idea.start], text[idea.end :]
    if idea.found[:1].isupper() and _SENTENCE_START.search(before):
        words = words[:1].upper() + words[1:]
    if language == "en" and (article := _ARTICLE.search(before)):
        fitting = "an" if words[:1].lower() in "aeiou" else "a"
        fitting = fitting.capitalize() if article.group()[0].isupper() else fitting
        before = before[: article.start()] + fitting + before[article.end() :]
    return before + words + after


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a place in its own sentence, shortened where that is long."""
    window = text[max(0, start - AROUND) : start]
    ends: Sequence[re.Match[str]] = list(_END_BEFORE.finditer(window))
    before = window[ends[-1].end() :] if ends else ("…" if start > AROUND else "") + window
    window = text[end : end + AROUND]
    stop = _END_AFTER.search(window)
    after = window[: stop.end()].rstrip("\n") if stop else window + ("…" if end + AROUND < len(text) else "")
    return before, after


def _moved(spot: Spot, by: int) -> Spot:
    idea = spot.idea
    return replace(spot, idea=replace(idea, start=idea.start + by, end=idea.end + by))
