"""One line put down between two doors: kept as a draft until it becomes part of a record."""

from __future__ import annotations

from psw_tui.domain.words import N_
from psw_tui.records.ask import Plain, line
from psw_tui.records.form import Form

NAME = "quick"
"""What drafts of this form are called."""


class QuickNoteForm(Form):
    """The line itself. It has no table: a quick note is never a record."""

    words: Plain = line(N_("In one line"), needed=True, hint=N_("Enter keeps it. You write it up when there is time."))
