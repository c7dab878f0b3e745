"""A paper on its way out: made at that very moment, so that what a permission says now decides, drawn, and let go."""

from __future__ import annotations

from sqlmodel import col, select

from psw_tui.records.leaving import Paper, Sent
from psw_tui.records.papers import PaperLeavingForm
from psw_tui.reports.drawing import draw
from psw_tui.services.leaving import Left, Parcel, leave
from psw_tui.services.reporting.making import Wanted, make
from psw_tui.services.reporting.referral import log_letter
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

    Raises what `make` and `leave` raise, and PdfMissing: then nothing has left.
    """
    document = make(vault, wanted)
    content = draw(document, form.written_as)
    parcel = Parcel(wanted.paper, document.stem, f".{form.written_as}", content, wanted.client or None)

    def also(tx: Writer) -> None:
        if wanted.paper is Paper.REFERRAL:
            log_letter(vault, tx, wanted)
        for kind in (PAPER_DRAFT, LEAVING_DRAFT):
            tx.drop_draft(wanted.client, kind, target_of(wanted.paper, wanted.row))

    return leave(vault, parcel, form, language=language, also=also)
