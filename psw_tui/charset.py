"""Terminals that cannot show every character get the closest one they have, of the same width, and never a failure."""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections.abc import Mapping
from typing import TextIO

from psw_tui.domain.trend import Glyphs

HANDLER = "psw-tui.closest"

LOOKS_LIKE = {
    "'": "’‘",
    '"': "“”«»",
    "-": "–—─━",
    "|": "│┃▌▐▎▊",
    "+": "┌┐└┘├┤┬┴┼╭╮╰╯",
    "#": "█▀▄▁▂▃▅▆▇",
    "*": "•",
    ".": "…·",
    "x": "×",
}
CLOSEST = {character: sign for sign, characters in LOOKS_LIKE.items() for character in characters}
"""What looks like it in ASCII, where taking an accent off is not the answer."""

_WIDE = "WF"

WITHOUT_BLOCKS = ("linux", "vt100", "vt102", "vt220", "cons25")
"""Terminals, by TERM, whose own fonts have few blocks, though they are told every character: the rest show as diamonds."""


def glyphs_for(environment: Mapping[str, str]) -> Glyphs:
    """What numbers can be drawn with here."""
    return Glyphs.ASCII if environment.get("TERM") in WITHOUT_BLOCKS else Glyphs.BLOCKS


def write_closest(stream: TextIO | None) -> None:
    """From now on `stream` writes what its terminal can show. A stream that knows all characters writes as before."""
    codecs.register_error(HANDLER, _closest)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=HANDLER)


def closest(character: str) -> str:
    """ASCII for one character, taking as many columns: a letter without its accent, a plain line, a question mark."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    bare = CLOSEST.get(character) or unicodedata.normalize("NFKD", character)[0]
    if unicodedata.east_asian_width(character) in _WIDE:
        return "??"
    return bare if bare.isascii() else "?"


def _closest(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return "".join(map(closest, problem.object[problem.start : problem.end])), problem.end
