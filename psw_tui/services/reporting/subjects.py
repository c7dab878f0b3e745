"""Which papers there are, and which records each can be about."""

from __future__ import annotations

from typing import Any

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.choices import YesNo
from psw_tui.records.leaving import Paper
from psw_tui.records.nine import STEPS
from psw_tui.records.option import Option
from psw_tui.records.steps.refer import DidTheyAgree
from psw_tui.services.fresh_looks import fresh_looks_of
from psw_tui.services.steps import entries_of_client
from psw_tui.services.support import contacts_of, permissions_of
from psw_tui.storage.vault import Vault

ABOUT_ONE = (
    Paper.OWN_COPY,
    Paper.SUMMARY,
    Paper.NOTES,
    Paper.FRESH_LOOK,
    Paper.REFERRAL,
    Paper.PERMISSION,
    Paper.SUPERVISION,
)
"""Papers about one client, in the order they are offered."""

ABOUT_WORK = (Paper.PROGRAM, Paper.LEARNING)
"""Papers about the work as a whole."""

BLANK = ""
"""A permission form that is still to be filled in."""


PURPOSES = {
    Paper.OWN_COPY: N_("For the client: all you wrote about them, in plain words. Nothing of steps 1 and 9."),
    Paper.SUMMARY: N_("For the file: goals, numbers, steps and permissions, by code."),
    Paper.NOTES: N_("For the agency: debriefs in the layout it wants."),
    Paper.FRESH_LOOK: N_("For a meeting: the nine steps of one fresh look on a page."),
    Paper.REFERRAL: N_("For a service: only what a permission covers. It is logged as shared."),
    Paper.PERMISSION: N_("To sign on paper: what they allow, for whom, until when."),
    Paper.SUPERVISION: N_("For your supervisor: one question, by code, and nothing else."),
    Paper.PROGRAM: N_("For the program: counts only, small ones hidden."),
    Paper.LEARNING: N_("For you: what you learned, such as for a certificate. It holds your own words of step 9."),
}
"""What each paper is for, in a sentence."""


def subjects(vault: Vault, paper: Paper, client: str, language: Language) -> list[Option]:
    """The records this paper can be about, the newest first; none where it is about the client as a whole."""
    match paper:
        case Paper.FRESH_LOOK:
            return [
                Option(look.id, language.say("opened {day}", day=language.whole_day(look.opened_on)))
                for look in fresh_looks_of(vault, client)
            ]
        case Paper.REFERRAL:
            referrals: list[Any] = entries_of_client(vault, STEPS[StepNumber.REFER], client)
            return [_referral(vault, each, language) for each in referrals if each.agreed == DidTheyAgree.YES]
        case Paper.SUPERVISION:
            questions: list[Any] = entries_of_client(vault, STEPS[StepNumber.SUPERVISION], client)
            return [Option(each.id, _dated(each, each.question, language)) for each in questions]
        case Paper.PERMISSION:
            labels = {contact.id: contact.label for contact in contacts_of(vault, client)}
            given = [each for each in permissions_of(vault, client) if each.agreed == YesNo.YES]
            blank = Option(BLANK, language.say("a blank form, to fill in by hand"))
            return [
                *(Option(each.id, f"{labels.get(each.with_contact, '?')}: {each.purpose}") for each in given),
                blank,
            ]
        case _:
            return []


def _referral(vault: Vault, entry: Any, language: Language) -> Option:
    labels = {contact.id: contact.label for contact in contacts_of(vault, entry.client)}
    return Option(entry.id, _dated(entry, labels.get(entry.to_contact) or entry.to_line, language))


def _dated(entry: Any, words: str, language: Language) -> str:
    day = language.whole_day(entry.held_on) if entry.held_on else "-"
    return f"{day} {words}"
