"""A paper on screen, before it leaves: the same words in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content

from psw_tui.language import speak
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
from psw_tui.ui.show import SOFT, joined, show

Announce = Callable[[str], str]
"""Puts the sign behind words that announce something, as the language of the paper does."""


def sections(document: Document) -> list[Content]:
    """One section a block; what lies under the title comes first."""
    about = [show("\n".join(document.about), SOFT)] if document.about else []
    end = [show(document.footer, SOFT)] if document.footer else []
    before = speak(document.language).before
    return [*about, *(_section(block, before) for block in document.blocks), *end]


def _section(block: Block, before: Announce) -> Content:
    match block:
        case Heading():
            return show(block.text, "bold")
        case Paragraph():
            return show(block.text, "bold") if block.strong else show(block.text)
        case Quote():
            return joined(show(f'  "{block.text}"'), *(("\n    ", show(block.whose, SOFT)) if block.whose else ()))
        case Bullets():
            return _lines(show(f"  - {item}") for item in block.items)
        case Answers():
            return _lines(_answers(block, before))
        case Table():
            return _lines(_rows(block, before))
        case Tick():
            return show(f"  [{'x' if block.ticked else ' '}] {block.text}")
        case Blank():
            return show("\n".join([f"  {before(block.label)} ______________________", *["  ____"] * (block.lines - 1)]))


def _answers(block: Answers, before: Announce) -> Iterator[Content]:
    for question, lines in block.rows:
        if len(lines) == 1:
            yield joined("  ", show(before(question), SOFT), " ", lines[0])
        else:
            yield joined("  ", show(question, SOFT))
            yield from (show(f"    - {line}") for line in lines)


def _rows(block: Table, before: Announce) -> Iterator[Content]:
    """A row a line, each cell under its own heading: columns would not fit beside each other on a narrow screen."""
    if block.caption:
        yield show(block.caption, SOFT)
    for first, *cells in block.rows:
        told = (f"{before(head)} {cell}" for head, cell in zip(block.head[1:], cells, strict=False) if cell)
        yield joined("  ", show(first, "bold"), "  ", "; ".join(told))


def _lines(lines: Iterator[Content]) -> Content:
    return Content("\n").join(lines)
