"""A document as Markdown: whatever people wrote shows just as they typed it, however much it looks like markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from psw_tui.domain.text import one_line
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

_ANYWHERE = re.compile(
    r"[\\`*_\[\]<|~$#^@]"
    r"|=(?==)"  # marked words, in some readers
    r"|&(?=[#A-Za-z])"  # a character by its name
    r"|:(?=[^\s0-9])"  # addresses that become links, pictures with a name
    r"|(?<=www)\.",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[-+=:>%]|[0-9]+(?=[.)])")
"""What makes a line a list, a heading or a quotation when it begins with it."""

_SPACE = "&#32;"
"""A space that a line may begin with, and keep."""

_LINE = "\\" + "_" * 40
"""To write on; the stroke before it keeps it from being a rule across the page."""


def draw(document: Document) -> str:
    """The document as one text."""
    before = speak(document.language).before
    parts = [f"# {_on_one_line(document.title)}", *(_text(line) for line in document.about)]
    for ticks, blocks in groupby(document.blocks, key=lambda block: isinstance(block, Tick)):
        drawn = [_block(block, before) for block in blocks]
        parts += ["\n".join(drawn)] if ticks else drawn
    if document.footer:
        parts += ["---", _text(document.footer)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block, before: Callable[[str], str]) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_on_one_line(text)}"
        case Paragraph(text, strong):
            return _strong(text) if strong else _text(text)
        case Quote(text, whose):
            said = [_text(text, "> "), _text(whose, "> ")] if whose else [_text(text, "> ")]
            return "> " + "\n>\n> ".join(said)
        case Bullets(items):
            return "\n".join(f"* {_text(item, '  ')}" for item in items)
        case Answers(rows):
            return "\n\n".join(_answer(question, answer) for question, answer in rows)
        case Table():
            return _table(block)
        case Tick(text, ticked):
            return f"- [{'x' if ticked else ' '}] {_text(text, '  ')}"
        case Blank(label, count):
            return "\n\n".join([f"{_text(before(label))} {_LINE}", *[_LINE] * (count - 1)])


def _answer(question: str, answer: Sequence[str]) -> str:
    return "\\\n".join((_strong(question), *map(_text, answer)))


def _table(table: Table) -> str:
    rows = [_row(table.head), "|" + " --- |" * len(table.head), *map(_row, table.rows)]
    return "\n".join([_text(table.caption), "", *rows] if table.caption else rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join('<br>'.join(_lines(cell)) for cell in cells)} |"


def _strong(text: str) -> str:
    return f"**{_text(text)}**" if text else ""


def _on_one_line(text: str) -> str:
    return _text(one_line(text))


def _text(text: str, indent: str = "") -> str:
    """The text with its line ends kept; whatever follows the first line begins with `indent`."""
    return ("\\\n" + indent).join(_lines(text))


def _lines(text: str) -> list[str]:
    return [_escaped(line) for line in text.split("\n")]


def _escaped(line: str) -> str:
    escaped = _ANYWHERE.sub(r"\\\g<0>", line)
    if escaped.startswith(" "):
        return _SPACE + escaped[1:]
    return _FIRST.sub(_not_first, escaped, count=1) if _FIRST.match(escaped) else escaped


def _not_first(sign: re.Match[str]) -> str:
    return sign[0] + "\\" if sign[0].isdigit() else "\\" + sign[0]
