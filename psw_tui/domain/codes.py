"""Client codes: a plain word and a number ("Maple-27"), drawn by chance and never made from the person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from itertools import product

TWO_DIGITS = tuple(f"{number:02}" for number in range(1, 100))
THREE_DIGITS = tuple(str(number) for number in range(100, 1000))

TRIES = 40
"""So many taken codes in a row mean that this many digits are crowded."""

_NUMBER = re.compile(r"0[1-9]|[1-9][0-9]{1,2}")
_TYPED = re.compile(r"([^\W\d_]+)[\s_\-\u2010-\u2015\u2212]*0*([1-9][0-9]{0,2})")


class NotACode(ValueError):
    """No word followed by a number from 1 to 999."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        """What was typed."""


class NoCodeLeft(Exception):
    """Every word with every number is taken."""


def draw_code(words: Sequence[str], taken: Container[str], choose: Callable[[Sequence[str]], str]) -> str:
    """A code not in `taken`: a word of `words` and two digits, three once two are crowded. Raises NoCodeLeft.

    `choose` picks one of several by chance; asking it often must be cheap, and so must `in taken`.
    """
    for numbers in (TWO_DIGITS, THREE_DIGITS):
        for _ in range(TRIES):
            code = f"{choose(words)}-{choose(numbers)}"
            if code not in taken:
                return code
    return choose(_free(words, taken))


def is_code(text: str) -> bool:
    """Whether `text` is a code exactly as the program writes it."""
    word, dash, number = text.partition("-")
    return bool(dash and word.isalpha() and word == _as_word(word) and _NUMBER.fullmatch(number))


def normalise_code(text: str) -> str:
    """The code meant by "maple 27", "MAPLE-27" or "maple27". Raises NotACode."""
    typed = _TYPED.fullmatch(unicodedata.normalize("NFC", text).strip())
    code = f"{_as_word(typed[1])}-{int(typed[2]):02}" if typed else ""
    if not is_code(code):
        raise NotACode(text)
    return code


def _as_word(text: str) -> str:
    return unicodedata.normalize("NFC", text.capitalize())


def _free(words: Sequence[str], taken: Container[str]) -> Sequence[str]:
    every = (f"{word}-{number}" for word, number in product(words, TWO_DIGITS + THREE_DIGITS))
    free = [code for code in every if code not in taken]
    if not free:
        raise NoCodeLeft
    return free
