"""The forms of a paper: what goes into it, and how it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.language import LANGUAGES, Language
from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client
from psw_tui.records.leaving import Lock, Paper
from psw_tui.records.option import Option
from psw_tui.records.papers import LetterItem, PaperForm, PaperLeavingForm
from psw_tui.records.support import Permission
from psw_tui.services.drafts import DraftPlace, draft_at, drop_draft, keep_draft
from psw_tui.services.leaving import Left
from psw_tui.services.letters import letter_of
from psw_tui.services.reporting import Wanted
from psw_tui.services.reporting.letting_go import LEAVING_DRAFT, PAPER_DRAFT, leave_paper, target_of
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.storage.vault import Vault

LOCKED = N_("It is locked unless you say otherwise. Locking takes a few seconds.")
ONLY_THIS = N_(
    "Write only what they agreed to share. What you leave empty stays out. With nothing written at all, the letter has lines"
    " to fill in by hand."
)

MORE, NEVER = N_("What may be shared, in a few words more"), N_("What may not be shared")
"""As the form of the permission asks for them."""


def paper(vault: Vault, what: Paper, client: Client | None, row: str, language: Language) -> Sheet:
    """What goes into it. Saving gives what is wanted; what was typed into a letter stays a draft until that has left.

    Raises what `letter_of` does: nobody fills in a letter that may not be written.
    """
    place = DraftPlace(PAPER_DRAFT, client.id if client else "", target_of(what, row))

    def save(vault: Vault, form: Any) -> Wanted:
        if what is Paper.REFERRAL:
            keep_draft(vault, place, raw_of(form))
        else:  # two days and a language are no work of anybody's
            drop_draft(vault, place)
        return _wanted(what, client, row, form)

    letter = letter_of(vault, client.id, row) if what is Paper.REFERRAL and client else None
    items = letter.items if letter else ()
    return Sheet(
        titled(what, client, language),
        PaperForm,
        place,
        save=save,
        kept=draft_at(vault, place),
        start={"language": _language_of(what, client, language)},
        head=tuple(_limits(letter.permission, language)) if letter else (),
        lists={"may_share": [Option(item, item) for item in items]},
        context={"paper": str(what)},
        help_name="papers",
    )


def leaving(vault: Vault, wanted: Wanted, client: Client | None, language: Language) -> Sheet:
    """How it leaves. Saving lets it leave, and gives where it is and what opens it."""
    place = DraftPlace(LEAVING_DRAFT, wanted.client, target_of(wanted.paper, wanted.row))

    def save(vault: Vault, form: Any) -> Left:
        return leave_paper(vault, wanted, form, language=language.code)

    return Sheet(
        titled(wanted.paper, client, language),
        PaperLeavingForm,
        place,
        save=save,
        kept=draft_at(vault, place),
        start={"lock": str(Lock.PASSPHRASE)},
        head=(Line(language.say(LOCKED)),),
        help_name="papers",
    )


def titled(what: Paper, client: Client | None, language: Language) -> str:
    """What the paper is called, and whose it is."""
    name = language.say(what.label)
    return f"{language.before(client.code)} {name}" if client else name


def _limits(permission: Permission, language: Language) -> Iterator[Line]:
    """What the worker keeps in mind while writing: limits in words, which no rule can read and no letter says."""
    yield Line(language.say(ONLY_THIS))
    for words, text in ((MORE, permission.may_share_line), (NEVER, permission.may_not_share)):
        if text.strip():
            yield Line(text, strong=language.before(language.say(words)))


def _wanted(what: Paper, client: Client | None, row: str, form: PaperForm) -> Wanted:
    texts = (LetterItem.model_validate(each) for each in form.texts)
    return Wanted(
        what,
        str(form.language),
        client.id if client else "",
        row,
        form.note_format,
        form.since,
        form.until,
        {each.item: each.text for each in texts if each.text.strip()},
        form.with_name,
    )


def _language_of(what: Paper, client: Client | None, language: Language) -> str:
    """What the client reads comes in their language, everything else in the worker's."""
    theirs = str(client.language) if client else ""
    for_them = what in {Paper.OWN_COPY, Paper.PERMISSION}
    return theirs if for_them and theirs in LANGUAGES else language.code
