"""Referral letters: whether one may be written today, about what, and the line in the shared log when it has left.

Nothing that the permission does not list may stand in a letter. `may_share_line` and `may_not_share` are words that no
rule can read, and they may name what is to be kept back: they are for the worker's eyes only and never in a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from psw_tui.domain.permission import Talk, Verdict
from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.choices import HowTalked
from psw_tui.records.client import Client
from psw_tui.records.gates import Gate, gate_of
from psw_tui.records.nine import STEPS
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.records.steps.refer import DidTheyAgree, Refer
from psw_tui.records.support import ContactRow, Permission, Shared
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import LetterNotAllowed, NobodyToWriteTo, NoReferralYet, NotOnTheList, ReferralNotWanted
from psw_tui.services.settings import settings
from psw_tui.services.steps import entries_of_client
from psw_tui.services.support import contacts_of, permissions_of
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

NOTHING_TO_SEND = (State.SAID_NO, State.NOT_APPLY)


@dataclass(frozen=True)
class Letter:
    """A letter that may be written today."""

    client: Client
    referral: Refer
    contact: ContactRow
    permission: Permission
    setting: Setting

    @property
    def items(self) -> tuple[str, ...]:
        """What it may be about, each once, as it stands in the permission."""
        return items_of(self.permission)


def letter_of(vault: Vault, client: str, referral: str = "") -> Letter:
    """The letter to this referral, or to the newest they agreed to.

    Raises NoSuchClient, NoReferralYet, ReferralNotWanted, NobodyToWriteTo and LetterNotAllowed.
    """
    about = client_by_id(vault, client)
    entry = _referral(vault, about, referral)
    contact = next((each for each in contacts_of(vault, about.id) if each.id == entry.to_contact), None)
    if contact is None:
        raise NobodyToWriteTo(about.code)
    setting, kept = settings(vault), permissions_of(vault, about.id)
    permission = _permission(kept, entry, vault.clock.today(), part_2=setting.part_2_program)
    return Letter(about, entry, contact, permission, setting)


def items_of(permission: Permission) -> tuple[str, ...]:
    """What a permission lists, each once."""
    return tuple(dict.fromkeys(item for item in permission.may_share if item.strip()))


def log_letter(vault: Vault, client: str, permission: str, items: Iterable[str], how: HowTalked) -> Shared:
    """Write into the shared log that a letter was given or sent today. Raises as `write_letter_line` does."""
    with writing(vault) as tx:
        return write_letter_line(tx, vault, client, permission, items, how)


def write_letter_line(
    tx: Writer, vault: Vault, client: str, permission: str, items: Iterable[str], how: HowTalked
) -> Shared:
    """The same within an open transaction. The gate is asked once more: a letter may lie for days before it leaves.

    Raises LetterNotAllowed and NotOnTheList, and then nothing of the transaction is kept.
    """
    allowed, shared = tx.get(Permission, permission), list(items)
    gate = gate_of([allowed], part_2=tx.get(Setting, THE_ONLY_ID).part_2_program)
    verdict = _verdict(gate, allowed.id, allowed.with_contact, vault.clock.today())
    if not verdict.passed or allowed.client != client:
        raise LetterNotAllowed(verdict if not verdict.passed else Verdict.NO_PERMISSION)
    if not shared or not gate.allows(permission, shared):
        raise NotOnTheList
    line = Shared(
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        held_on=vault.clock.today(),
        permission=permission,
        to_contact=allowed.with_contact,
        what="; ".join(shared),
        how=how,
    )
    tx.add(line)
    return line


def _referral(vault: Vault, client: Client, wanted: str) -> Refer:
    """The one that is wanted, if they want it too; else the newest they agreed to."""
    current = [each for each in entries_of_client(vault, STEPS[StepNumber.REFER], client.id) if isinstance(each, Refer)]
    if wanted:
        current = [each for each in current if each.id == wanted]
    found = next((each for each in current if _is_wanted(each)), None)
    if found is None:
        raise ReferralNotWanted(client.code) if wanted and current else NoReferralYet(client.code)
    return found


def _is_wanted(entry: Refer) -> bool:
    agreed = entry.agreed == DidTheyAgree.YES and entry.changed_their_mind_on is None
    return agreed and entry.state not in NOTHING_TO_SEND


def _permission(kept: Sequence[Permission], entry: Refer, today: date, *, part_2: bool) -> Permission:
    """The permission the referral names, else the newest one that lets the letter be written."""
    gate = gate_of(kept, part_2=part_2)
    for_them = [each.id for each in kept if each.with_contact == entry.to_contact]
    asked = list(dict.fromkeys([entry.permission, *for_them] if entry.permission else for_them))
    verdicts = {each: _verdict(gate, each, entry.to_contact, today) for each in asked}
    open_to = next((each for each, verdict in verdicts.items() if verdict.passed), None)
    if open_to is None:
        raise LetterNotAllowed(_first_in_the_way(verdicts.values()))
    return next(each for each in kept if each.id == open_to)


def _verdict(gate: Gate, permission: str, contact: str, today: date) -> Verdict:
    """A letter tells and does not hear, and it is made now: on the day of a withdrawal that is after it."""
    return gate.verdict(permission, Talk(today, contact, shares=True, hears=False, before_withdrawal=False))


def _first_in_the_way(verdicts: Iterable[Verdict]) -> Verdict:
    """That of the permission the referral names, or of the newest for this contact. One they refused tells nothing."""
    told = [verdict for verdict in verdicts if verdict is not Verdict.NO_PERMISSION]
    return told[0] if told else Verdict.NO_PERMISSION
