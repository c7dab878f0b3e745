"""A document as plain lines, for the screen, the command line and whoever has it read aloud. Headings are words alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from psw_tui.columns import GAP, aligned, breadth
from psw_tui.language import speak
from psw_tui.reports.cleaning import cleaned
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
from psw_tui.reports.wrapping import hung, indented, wrapped

WIDTH = 76
INDENT = 2
"""Columns by which text stands further in than its heading."""
LEAST_LINE = 12
"""Columns a line to write on has at least; else it gets a row of its own."""


def draw(document: Document) -> str:
    """The document as one text."""
    return "\n".join(lines(document)) + "\n"


def lines(document: Document, width: int = WIDTH) -> list[str]:
    """The document in lines of at most `width` columns, 20 or more."""
    paper = cleaned(document)
    words = speak(paper.language).before
    drawn = wrapped(paper.title, width)
    drawn += [line for said in paper.about for line in wrapped(said, width)]
    before: Block | None = None
    for block in paper.blocks:
        drawn += [""] * _space(before, block)
        if isinstance(block, Heading):
            drawn += wrapped(block.text, width)
        else:
            drawn += indented(_block(block, words, width - INDENT), INDENT)
        before = block
    if paper.footer:
        drawn += ["", *wrapped(paper.footer, width)]
    return drawn


def _space(before: Block | None, block: Block) -> int:
    """How many empty lines stand between two blocks."""
    match before, block:
        case (None, _):
            return 1
        case (_, Heading(level=level)):
            return 2 if level <= 2 else 1
        case (Heading(), _) | (Tick(), Tick()):
            return 0
    return 1


def _block(block: Block, before: Callable[[str], str], width: int) -> list[str]:
    match block:
        case Paragraph(text):
            return wrapped(text, width)
        case Quote(text, whose):
            said = indented(wrapped(text, width - INDENT), INDENT)
            return [*said, *wrapped(f"({whose})", width)] if whose else said
        case Bullets(items):
            return [line for item in items for line in hung("- ", item, width)]
        case Answers(rows):
            return [line for question, answer in rows for line in _answer(before(question), answer, width)]
        case Table():
            caption = wrapped(block.caption, width) if block.caption else []
            return caption + _table(block, before, width)
        case Tick(text, ticked):
            return hung("[x] " if ticked else "[ ] ", text, width)
        case Blank(label, count):
            return _blank(before(label), count, width)
        case Heading(text):
            return wrapped(text, width)


def _answer(question: str, answer: Sequence[str], width: int) -> list[str]:
    """Behind the question where it is one line of text; else below it."""
    if len(answer) == 1 and "\n" not in question + answer[0]:
        first, *others = wrapped(f"{question} {answer[0]}", width - INDENT)
        return [first, *indented(others, INDENT)]
    return [*wrapped(question, width), *(line for said in answer for line in hung(" " * INDENT, said, width))]


def _table(table: Table, before: Callable[[str], str], width: int) -> list[str]:
    """In columns where all of it fits into them; else row by row, each cell behind its heading."""
    rows = (table.head, *table.rows)
    whole = sum(max(map(breadth, column)) + len(GAP) for column in zip(*rows, strict=True)) - len(GAP)
    if whole <= width and not any("\n" in cell for row in rows for cell in row):
        return list(aligned(rows, gives_way=0, width=width))
    drawn: list[str] = []
    for row in table.rows:
        cells = [(before(head), (cell,)) for head, cell in zip(table.head, row, strict=True) if cell]
        drawn += [line for head, cell in cells for line in _answer(head, cell, width)]
        drawn.append("")
    return drawn[:-1]


def _blank(label: str, count: int, width: int) -> list[str]:
    room = width - breadth(label) - 1
    beside = "\n" not in label and room >= LEAST_LINE
    first = [f"{label} {'_' * room}"] if beside else [*wrapped(label, width), "_" * width]
    return first + ["", "_" * width] * (count - 1)
