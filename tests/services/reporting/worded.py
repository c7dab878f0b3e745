"""A client around whom every field that takes words holds a word of its own: made for letters, where few may come through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from psw_tui.records.ask import Kind
from psw_tui.records.form import questions
from psw_tui.reports.document import Document

A_WORD = re.compile(r"Wd[a-z]+q")


class Words:
    """Mints words that are in no language, and remembers where each was planted."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}
        """The place by the word."""

    def mint(self, place: str) -> str:
        """A new word for this place."""
        number, letters = len(self.planted), ""
        while number or not letters:
            number, letter = divmod(number, 26)
            letters += chr(ord("a") + letter)
        word = f"Wd{letters}q"
        self.planted[word] = place
        return word

    def fill(self, form: type[SQLModel], about: str) -> dict[str, Any]:
        """An answer to every question of this form that takes words, and to no other."""
        answers: dict[str, Any] = {}
        for name, ask in questions(form):
            place = f"{about}.{name}"
            if ask.kind in (Kind.LINE, Kind.NOTES):
                answers[name] = self.mint(place)
            elif ask.kind is Kind.LINES:
                answers[name] = [self.mint(place), self.mint(place)]
        return answers

    def told(self, document: Document) -> set[str]:
        """The places whose words a document says."""
        return {self.planted[word] for word in A_WORD.findall(said(document)) if word in self.planted}


def said(document: Document) -> str:
    """All that a document says."""
    return "\n".join(
        [document.title, *document.about, *_strings(document.blocks), document.footer, document.stem, document.language]
    )


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for each in part:
            yield from _strings(each)
    elif not isinstance(part, bool | int | date):
        for each in vars(part).values():
            yield from _strings(each)
