"""A goal's course in words and in a small picture."""

from __future__ import annotations

import os
from collections.abc import Sequence

from psw_tui.charset import glyphs_for
from psw_tui.domain.trend import sparkline
from psw_tui.language import Language
from psw_tui.records.goal import GivenBy, Rating

SHOWN_NUMBERS = 10
"""The newest so many numbers of a goal are shown."""


def trend(language: Language, ratings: Sequence[Rating], *, drawn: bool = True) -> str:
    """A goal's course: a small picture where it can be seen, and the same numbers. Guesses are named and not drawn."""
    theirs = [rating.value for rating in ratings if rating.value is not None and rating.given_by == GivenBy.PERSON]
    if not theirs:
        return language.say("No number from them yet.")
    numbers = " ".join(str(number) for number in theirs[-SHOWN_NUMBERS:])
    guesses = sum(rating.given_by == GivenBy.WORKER for rating in ratings)
    if drawn:
        picture = sparkline(theirs[-SHOWN_NUMBERS:], glyphs_for(os.environ))
        said = language.say("Their numbers: {picture}  {numbers}", picture=picture, numbers=numbers)
    else:
        said = language.say("Their numbers, oldest first: {numbers}", numbers=numbers)
    more = language.say_n("{n} guess of mine is not counted.", "{n} guesses of mine are not counted.", guesses)
    return f"{said}. {more}" if guesses else f"{said}."
