"""A document as one web page that needs nothing else: no script, no font and no picture from anywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from string import Template

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
from psw_tui.resources import asset

BOXES = {False: "☐", True: "☑"}

SHORT = 13
"""Letters of a cell that is kept on one line, such as a day."""

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]")


def draw(document: Document) -> str:
    """The document as one text."""
    before = speak(document.language).before
    parts: list[str] = []
    for ticks, blocks in groupby(document.blocks, key=lambda block: isinstance(block, Tick)):
        drawn = [_block(block, before) for block in blocks]
        parts += ['<ul class="ticks">', *drawn, "</ul>"] if ticks else drawn
    template = Template(asset("print", "paper.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=html.escape(document.language),
        title=_text(document.title),
        about="\n".join(_each("p", document.about)),
        blocks="\n".join(parts),
        footer=_in("footer", document.footer) if document.footer else "",
        on_every_page=_in_style(document.footer),
    )


def _block(block: Block, before: Callable[[str], str]) -> str:
    match block:
        case Heading(text, level):
            return _in(f"h{level}", text)
        case Paragraph(text, strong):
            return f"<p dir=auto><strong>{_text(text)}</strong></p>" if strong else _in("p", text)
        case Quote(text, whose):
            who = _in("figcaption", whose) if whose else ""
            return f"<figure><blockquote>{_in('p', text)}</blockquote>{who}</figure>"
        case Bullets(items):
            return "\n".join(["<ul>", *_each("li", items), "</ul>"])
        case Answers(rows):
            return "\n".join(["<dl>", *(_answer(question, answer) for question, answer in rows), "</dl>"])
        case Table():
            return _table(block)
        case Tick(text, ticked):
            return f"<li><span>{BOXES[ticked]}</span> <span dir=auto>{_text(text)}</span></li>"
        case Blank(label, count):
            line = '<span class="line"></span>'
            return f'<p class="blank"><span dir=auto>{_text(before(label))}</span> {line * count}</p>'


def _answer(question: str, answer: Sequence[str]) -> str:
    return "".join(["<div>", _in("dt", question), *_each("dd", answer), "</div>"])


def _table(table: Table) -> str:
    caption = [_in("caption", table.caption)] if table.caption else []
    head = "".join(f'<th scope="col" dir=auto>{_text(cell)}</th>' for cell in table.head)
    rows = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows]
    return "\n".join(["<table>", *caption, f"<thead><tr>{head}</tr></thead>", "<tbody>", *rows, "</tbody>", "</table>"])


def _cell(text: str) -> str:
    return f'<td class="short" dir=auto>{_text(text)}</td>' if len(text) <= SHORT else _in("td", text)


def _each(tag: str, texts: Sequence[str]) -> list[str]:
    return [_in(tag, text) for text in texts]


def _in(tag: str, text: str) -> str:
    """`dir=auto`: what is written from right to left stands so, whatever the language of the page."""
    return f"<{tag} dir=auto>{_text(text)}</{tag}>"


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _in_style(text: str) -> str:
    """As it may stand between quotation marks in a style: every sign that could end anything there by its number."""
    return _NOT_PLAIN.sub(lambda sign: f"\\{ord(sign[0]):x} ", text)
