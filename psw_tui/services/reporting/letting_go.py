"""A paper on its way out: made at that very moment, so that what a permission says now decides, drawn, and let go."""

from __future__ import annotations

from sqlmodel import col, select

from psw_tui.records.choices import HowTalked
from psw_tui.records.leaving import Paper, Sent
from psw_tui.records.papers import PaperLeavingForm
from psw_tui.reports.drawing import draw
from psw_tui.reports.errors import PdfMissing
from psw_tui.services.errors import NoPdf
from psw_tui.services.leaving import Left, Parcel, leave
from psw_tui.services.letters import letter_of, write_letter_line
from psw_tui.services.reporting.making import Wanted, make
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer

PAPER_DRAFT, LEAVING_DRAFT = "paper", "leaving"
"""The forms of a paper, as drafts call them."""


def target_of(paper: Paper, row: str) -> str:
    """What the draft of a paper is about."""
    return f"{paper}:{row}"


def of_target(target: str) -> tuple[Paper, str]:
    """The paper and the record that a draft is about."""
    paper, _, row = target.partition(":")
    return Paper(paper), row


def sent_of(vault: Vault, client: str = "") -> list[Sent]:
    """What left, of one client or of all, the newest first."""
    with reading(vault) as session:
        newest = select(Sent).order_by(col(Sent.id).desc())
        return list(session.exec(newest.where(Sent.client == client) if client else newest))


def leave_paper(vault: Vault, wanted: Wanted, form: PaperLeavingForm, *, language: str) -> Left:
    """Make, draw, lock, write and log a paper; a referral letter is logged as shared too.

    Raises what `make` and `leave` raise, and NoPdf: then nothing has left.
    """
    document = make(vault, wanted)
    try:
        content = draw(document, form.written_as)
    except PdfMissing as error:
        raise NoPdf from error
    parcel = Parcel(wanted.paper, document.stem, form.written_as.ending, content, wanted.client or None)

    letter = letter_of(vault, wanted.client, wanted.row) if wanted.paper is Paper.REFERRAL else None

    def also(tx: Writer) -> None:
        if letter is not None:
            items = [item for item in letter.items if not wanted.texts or item in wanted.texts]
            write_letter_line(tx, vault, wanted.client, letter.permission.id, items, HowTalked.MESSAGE)
        for kind in (PAPER_DRAFT, LEAVING_DRAFT):
            tx.drop_draft(wanted.client, kind, target_of(wanted.paper, wanted.row))

    return leave(vault, parcel, form, language=language, also=also)
