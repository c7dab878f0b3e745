"""What is asked before a paper is made, and before it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, notes, rows, tick
from psw_tui.records.choices import NoteLanguage
from psw_tui.records.form import Form, Problem, RowForm
from psw_tui.records.leaving import LeavingForm, Paper

ENDS_BEFORE_IT_BEGINS = N_("This day lies before the first one. Give a later day, or none.")


class NoteFormat(Choice):
    """The order in which an agency wants to read a debrief (DOMAIN 2.3)."""

    GIRP = "girp", N_("GIRP: goal, what we did, how they responded, next")
    DAP = "dap", N_("DAP: data, how they saw it, plan")
    BIRP = "birp", N_("BIRP: what they said, what we did, how they responded, next")
    SOAP = "soap", N_("SOAP: their words, what we did, how they saw it, plan")
    PLAIN = "plain", N_("as it was asked")


class WrittenAs(Choice):
    """What kind of file a paper becomes."""

    HTML = "html", N_("a page for any browser, to print too (HTML)")
    PDF = "pdf", N_("PDF")
    MARKDOWN = "md", N_("text with headings (Markdown)")
    TEXT = "txt", N_("plain text")
    CSV = "csv", N_("a table for a spreadsheet (CSV)")

    @property
    def ending(self) -> str:
        """How its file name ends."""
        return f".{self.value}"


class LetterItem(RowForm):
    """One thing that may be shared, and what is written about it."""

    item: Plain = ""
    text: Plain = notes(N_("What you write about it"))


class PaperForm(Form):
    """What is asked about a paper. Context: `paper`, which decides what is asked."""

    language: NoteLanguage = choice(N_("In which language?"), NoteLanguage, default=NoteLanguage.EN, needed=True)
    note_format: NoteFormat = choice(
        N_("How are notes laid out?"), NoteFormat, default=NoteFormat.GIRP, when=if_("paper", Paper.NOTES)
    )
    since: date | None = day(
        N_("From which day on?"),
        when=if_("paper", Paper.SUMMARY, Paper.NOTES, Paper.LEARNING, Paper.PROGRAM),
        hint=N_("Empty: from the beginning."),
    )
    until: date | None = day(
        N_("Until which day?"),
        when=if_("paper", Paper.SUMMARY, Paper.NOTES, Paper.LEARNING, Paper.PROGRAM),
        hint=N_("Empty: until today."),
    )
    with_name: bool = tick(N_("Their name stands in it, not the code"), when=if_("paper", Paper.REFERRAL))
    texts: list[LetterItem] = rows(
        N_("What they allow you to share"),
        LetterItem,
        source="may_share",
        carries="item",
        when=if_("paper", Paper.REFERRAL),
    )

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a time that ends before it begins."""
        found = super().problems(context)
        if self.since and self.until and self.until < self.since:
            found["until"] = Problem(ENDS_BEFORE_IT_BEGINS)
        return found


class PaperLeavingForm(LeavingForm):
    """What is asked before a paper leaves."""

    written_as: WrittenAs = choice(N_("What kind of file?"), WrittenAs, default=WrittenAs.HTML, needed=True)
