"""The team as its worker sees it: started, joined by a card and a letter, and who is in it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from psw_tui.domain.text import one_line
from psw_tui.records.house import Peer, Team
from psw_tui.services.errors import AlreadyInTeam, CardOfACopy, CardOfThisLaptop, CardTakenOut, TeamNameMissing
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team import cards
from psw_tui.team.address import without_password
from psw_tui.team.kept import all_keys, put, row_of
from psw_tui.team.keys import Card, Keys, Member
from psw_tui.team.membership import enrol, found, keys_of, letter, letters_due, opened, prepare, revoke, take_letter


@dataclass(frozen=True)
class OtherLaptop:
    """Another laptop of the team, once, however often it was restored."""

    card: Card
    taken_out: bool
    met: bool
    """Whether anything written on it has come here yet."""


@dataclass(frozen=True)
class TeamState:
    """All there is to know of the team this vault is in."""

    id: str
    name: str
    own: Card
    """This laptop's card; `own.spoken` is the code to read aloud, `own.device` the id an administrator asks for."""
    others: Sequence[OtherLaptop]
    hub: str
    """The address of the hub, without a password; empty where there is none."""
    synced_at: datetime | None
    letters_due: bool
    """Whether somebody has to hear of new keys or members yet."""


def team_state(vault: Vault) -> TeamState:
    """The team this vault is in. Raises NotInTeam."""
    keys = keys_of(vault)
    with reading(vault) as session:
        team = session.exec(select(Team)).one()
        met = set(session.exec(select(Peer.device).where(Peer.met)))
    return TeamState(
        id=keys.team,
        name=keys.name,
        own=prepare(vault),
        others=_others(keys, met),
        hub=team.hub,
        synced_at=team.synced_at,
        letters_due=letters_due(vault),
    )


def _others(keys: Keys, met: Set[str]) -> list[OtherLaptop]:
    """One for each laptop, by the newest of the names it has had: a restored one has several."""
    names: dict[str, list[Member]] = {}
    for _device, each in sorted(keys.members.items()):
        if each.card.recipient != keys.recipient:
            names.setdefault(each.card.recipient, []).append(each)
    return [
        OtherLaptop(several[-1].card, several[-1].revoked > 0, any(each.card.device in met for each in several))
        for several in names.values()
    ]


def start_team(vault: Vault, name: str) -> TeamState:
    """A new team with this laptop in it. Raises TeamNameMissing, AlreadyInTeam."""
    known = all_keys(vault)
    if known.team:
        raise AlreadyInTeam(known.name)
    if not one_line(name):
        raise TeamNameMissing
    found(vault, one_line(name))
    return team_state(vault)


def own_card(vault: Vault) -> bytes:
    """This laptop's card as a file that its owner carries to somebody in the team. It holds no secret."""
    return cards.packed(prepare(vault))


def card_in(content: bytes) -> Card:
    """The card in a file; its `spoken` code is compared aloud before anything else. Raises CardUnreadable, CardNewer."""
    return cards.unpacked(content)


def let_in(vault: Vault, card: Card) -> bytes:
    """Let a laptop in whose code was compared aloud; gives the letter it joins with, locked for it alone.

    Raises NotInTeam, TakenOut, CardOfThisLaptop, CardTakenOut, CardOfACopy.
    """
    keys = keys_of(vault)
    if card.device in keys.seeds or card.recipient == keys.recipient:
        raise CardOfThisLaptop
    if card.recipient in keys.gone:
        raise CardTakenOut(card.name)
    known = keys.members.get(card.device)
    if known is not None and (known.card.sign_key, known.card.recipient) != (card.sign_key, card.recipient):
        raise CardOfACopy
    enrol(vault, card)
    return letter(vault, card.device)


def letter_for(vault: Vault, device: str) -> bytes:
    """The same letter once more, as things stand now. Raises NotInTeam, TakenOut, KeyError."""
    return letter(vault, device)


def writer_of(vault: Vault, letter: bytes) -> Card:
    """The card of who wrote a letter; nothing is kept yet. Who joins for the first time compares its code aloud before.

    Raises as `join` does.
    """
    return opened(vault, letter).card


def join(vault: Vault, letter: bytes) -> Card:
    """Join by a letter, or learn from it of new keys and members; gives the card of who wrote it.

    Raises LetterUnreadable, LetterNewer, LetterForAnother, LetterOfStranger, StickOfAnotherTeam, ParcelDamaged, ChangeForged.
    """
    return take_letter(vault, letter)


def take_out(vault: Vault, device: str) -> None:
    """No longer believe a laptop, nor any that came of it by restoring; new keys for the others. Raises NotInTeam, KeyError.

    What it wrote counts as far as somebody of the team has it: so the team is met first where that can be.
    """
    keys = keys_of(vault)
    if device in keys.seeds:
        raise KeyError(device)
    if not keys.members[device].revoked:
        revoke(vault, device)


def keep_hub(vault: Vault, address: str, password: str) -> None:
    """Remember where the hub is; both empty to forget it. Raises NotInTeam, AddressWrong, NotPrivate, DriverMissing.

    A password that stands in the address is kept apart from it, and one typed goes before it.
    """
    keys_of(vault)
    place, kept = without_password(address, password) if address.strip() else ("", "")
    told: dict[str, object] = {"hub": place, "hub_password": kept}
    if place != row_of(vault)["hub"]:  # a hub that has nothing yet, perhaps
        told |= {"synced_at": None, "letters_due": int(bool(place))}
    with writing(vault) as tx:
        put(tx, **told)
