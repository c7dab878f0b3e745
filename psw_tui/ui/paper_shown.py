"""A paper on screen, before it leaves: the same words in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

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


def sections(document: Document) -> list[Content]:
    """One section a block; what lies under the title comes first."""
    about = [show("\n".join(document.about), SOFT)] if document.about else []
    end = [show(document.footer, SOFT)] if document.footer else []
    return [*about, *(_section(block) for block in document.blocks), *end]


def _section(block: Block) -> Content:
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
            return _lines(_answers(block))
        case Table():
            return _lines(_rows(block))
        case Tick():
            return show(f"  [{'x' if block.ticked else ' '}] {block.text}")
        case Blank():
            return show("\n".join([f"  {block.label} ______________________", *["  ____"] * (block.lines - 1)]))


def _answers(block: Answers) -> Iterator[Content]:
    for question, lines in block.rows:
        if len(lines) == 1:
            yield joined("  ", show(question, SOFT), " ", lines[0])
        else:
            yield joined("  ", show(question, SOFT))
            yield from (show(f"    - {line}") for line in lines)


def _rows(block: Table) -> Iterator[Content]:
    """A row a line, each cell under its own heading: columns would not fit beside each other on a narrow screen."""
    if block.caption:
        yield show(block.caption, SOFT)
    for first, *cells in block.rows:
        told = (f"{head} {cell}" for head, cell in zip(block.head[1:], cells, strict=False) if cell)
        yield joined("  ", show(first, "bold"), "  ", "; ".join(told))


def _lines(lines: Iterator[Content]) -> Content:
    return Content("\n").join(lines)
