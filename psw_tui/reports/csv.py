"""A document as rows for a spreadsheet: its tables are tables there, all else is a row that can be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from psw_tui.reports.document import (
    Answers,
    Blank,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Quote,
    Table,
    Tick,
)

Row = Sequence[str]

SIGNS = {"fr": ";"}
"""What a spreadsheet program of this language expects between two cells; a comma in any other."""

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""How a cell begins that a spreadsheet program would work out instead of showing it. The wide signs count in Japan."""

DEFUSED = "'"
"""Before such a cell, so that it stays text."""


def draw(document: Document) -> str:
    """The document as one text. Every cell is quoted: the other sign may then stand in it, whatever opens the file."""
    written = StringIO()
    sheet = csv.writer(
        written, delimiter=SIGNS.get(document.language, ","), quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    sheet.writerows([_defused(cell) for cell in row] for row in _rows(document))
    return written.getvalue()


def _rows(document: Document) -> Iterator[Row]:
    yield [document.title]
    yield from ([line] for line in document.about)
    previous: Block | None = None
    for block in document.blocks:
        if type(block) is not type(previous) or isinstance(block, Heading | Table):
            yield []
        yield from _block(block)
        previous = block
    if document.footer:
        yield from ([], [document.footer])


def _block(block: Block) -> Iterator[Row]:
    match block:
        case Heading(text) | Paragraph(text) | Blank(text):
            yield [text]
        case Quote(text, whose):
            yield [text, whose] if whose else [text]
        case Bullets(items):
            yield from ([item] for item in items)
        case Answers(rows):
            yield from ([question, "\n".join(answer)] for question, answer in rows)
        case Table(head, rows, caption):
            if caption:
                yield [caption]
            yield head
            yield from rows
        case Tick(text, ticked):
            yield ["[x]" if ticked else "[ ]", text]


def _defused(cell: str) -> str:
    return DEFUSED + cell if _FORMULA.match(cell) else cell
