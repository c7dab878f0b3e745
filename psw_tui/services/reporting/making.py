"""Making a paper: from what is wanted to the document, by the module that knows what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from psw_tui.language import Language, speak
from psw_tui.records.leaving import Paper
from psw_tui.records.papers import NoteFormat
from psw_tui.reports.document import Document
from psw_tui.storage.vault import Vault

BUILDERS: Mapping[Paper, str] = {
    Paper.SUMMARY: "summary",
    Paper.OWN_COPY: "own_copy",
    Paper.NOTES: "notes",
    Paper.FRESH_LOOK: "fresh_look",
    Paper.SUPERVISION: "supervision",
    Paper.REFERRAL: "referral",
    Paper.PERMISSION: "permission",
    Paper.LEARNING: "learning",
    Paper.PROGRAM: "program",
}
"""The module of each paper that is a document. A hand-over and an answer are not: they are for a program to read."""


@dataclass(frozen=True)
class Wanted:
    """One paper that is asked for."""

    paper: Paper
    language: str
    """The code of the language it is written in."""
    client: str = ""
    """The id of the client it is about; empty for a paper about none."""
    row: str = ""
    """The id of the record it is about: a fresh look, a question, a referral, a permission. Empty: the newest."""
    note_format: NoteFormat = NoteFormat.GIRP
    since: date | None = None
    until: date | None = None
    """The first and the last day it tells of; None for no such limit."""
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """For a letter: what is said under each item of the permission. Empty: all its items, with lines to fill by hand."""
    with_name: bool = False
    """For a letter: by the name they go by, where the worker asked for that, and not by the code."""

    @property
    def words(self) -> Language:
        """The language it is written in."""
        return speak(self.language)


def make(vault: Vault, wanted: Wanted) -> Document:
    """The paper. Raises NoSuchClient, and NotPossible where there is nothing it could be about, or it may not be."""
    builder: Any = import_module(f"{__package__}.{BUILDERS[wanted.paper]}")
    made: Document = builder.build(vault, wanted)
    return made
