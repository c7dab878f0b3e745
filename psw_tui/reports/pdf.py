"""A document as a PDF for paper and for screen readers: tagged, with its language and its title (PDF/UA-1).

typst, because of the kept ones only it makes such files. It is loaded once a PDF is wanted. The text goes to it as data,
never as a part of the template, so that nothing anybody wrote is read as an instruction. It works in memory: it writes no
file, and the template names no package that it could fetch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from psw_tui.columns import breadth
from psw_tui.language import speak
from psw_tui.reports.document import Answers, Blank, Block, Document, Table
from psw_tui.reports.errors import PdfMissing
from psw_tui.resources import asset, asset_folder

FONT = "DejaVu Sans"
STANDARD = "ua-1"

ROOM = 76
"""Letters of usual width that a line of a table has room for."""
NARROW = 6
"""No column has room for fewer letters."""
SHORT = 13
"""Letters of a text that stays on one line, such as a day."""
HIGHEST_HEAD = 24
"""Lines that the headings of all columns have together, at most, to stand on every page."""
ONE_LINE = 84
"""Letters that a question and its answer have together, at most, to stand on one line."""
LONGEST_WORD = 20
"""Letters of a word that a column makes room for; what is longer may be broken."""


def draw(document: Document) -> bytes:
    """The document as a file. Raises PdfMissing."""
    try:
        import typst
    except ImportError:
        raise PdfMissing from None
    with asset_folder("fonts") as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        if FONT not in fonts.families():
            raise PdfMissing
        press = partial(
            typst.compile,
            asset("print", "paper.typ").read_bytes(),
            root=str(folder),  # the one folder whose files a template could read
            font_paths=fonts,
            format="pdf",
            sys_inputs={"paper": json.dumps(_data(document))},
        )
        try:
            return _whole(press(pdf_standards=STANDARD))
        except typst.TypstError:
            # A letter that the font lacks: a box in its place then, and no claim to the standard, which forbids that.
            return _whole(press())


def _whole(made: bytes | list[bytes] | None) -> bytes:
    """What comes back is one file: only pictures come page by page, and those nobody asks for here."""
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _data(document: Document) -> dict[str, Any]:
    before = speak(document.language).before
    return asdict(document) | {"blocks": [_block(block, before) for block in document.blocks]}


def _block(block: Block, before: Callable[[str], str]) -> dict[str, Any]:
    data = asdict(block) | {"kind": type(block).__name__}
    match block:
        case Table():
            widths = _widths(block)
            return data | {"widths": widths, "repeats": _is_low(block.head, widths)}
        case Blank(label):
            return data | {"label": before(label)}
        case Answers(rows):
            return data | {"rows": [_answer(question, answer, before) for question, answer in rows]}
    return data


def _answer(question: str, answer: Sequence[str], before: Callable[[str], str]) -> dict[str, Any]:
    """A short answer stands behind its question, which then announces it; any other below."""
    beside = len(answer) == 1 and "\n" not in answer[0] and breadth(question) + breadth(answer[0]) < ONE_LINE
    return {"question": before(question) if beside else question, "answer": answer, "beside": beside}


def _widths(table: Table) -> list[int]:
    """How many letters of a line each column gets: what its longest word needs first, then what its texts want."""
    columns = list(zip(table.head, *table.rows, strict=True))
    wanted = [max(breadth(line) for cell in column for line in cell.split("\n")) for column in columns]
    least = [max(NARROW, _unbroken(column)) for column in columns]
    wishes = [max(0, min(want, ROOM) - own) for want, own in zip(wanted, least, strict=True)]
    share = max(0, ROOM - sum(least)) / (sum(wishes) or 1)
    return [own + int(wish * share) for own, wish in zip(least, wishes, strict=True)]


def _is_low(head: Sequence[str], widths: Sequence[int]) -> bool:
    """Whether the headings leave room for rows on a page. Repeating what fills a page would never come to an end."""
    lines = ((line, width) for cell, width in zip(head, widths, strict=True) for line in cell.split("\n"))
    return sum(2 + breadth(line) // width for line, width in lines) <= HIGHEST_HEAD


def _unbroken(column: Sequence[str]) -> int:
    """The letters of the longest text that is to stay on one line."""
    whole = [text for cell in column for text in ([cell] if breadth(cell) <= SHORT else cell.split())]
    return min(LONGEST_WORD, max(map(breadth, whole), default=0)) + 1
