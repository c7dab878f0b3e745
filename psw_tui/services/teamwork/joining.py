"""The team as its worker sees it: started, joined by a card and a letter, and who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psw_tui.storage.vault import Vault
from psw_tui.team.keys import Card


@dataclass(frozen=True)
class OtherLaptop:
    """Another laptop of the team."""

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
    raise NotImplementedError


def start_team(vault: Vault, name: str) -> TeamState:
    """A new team with this laptop in it. Raises TeamNameMissing, AlreadyInTeam."""
    raise NotImplementedError


def own_card(vault: Vault) -> bytes:
    """This laptop's card as a file that its owner carries to somebody in the team. It holds no secret."""
    raise NotImplementedError


def card_in(content: bytes) -> Card:
    """The card in a file; its `spoken` code is compared aloud before anything else. Raises CardUnreadable."""
    raise NotImplementedError


def let_in(vault: Vault, card: Card) -> bytes:
    """Let a laptop in whose code was compared aloud; gives the letter it joins with, locked for it alone.

    Raises NotInTeam, CardOfThisLaptop.
    """
    raise NotImplementedError


def letter_for(vault: Vault, device: str) -> bytes:
    """The same letter once more, as things stand now. Raises NotInTeam, KeyError."""
    raise NotImplementedError


def join(vault: Vault, letter: bytes) -> Card:
    """Join by a letter, or learn from it of new keys and members; gives the card of who wrote it.

    Whoever joins for the first time compares that card's code aloud too. Raises as `take_letter` does.
    """
    raise NotImplementedError


def take_out(vault: Vault, device: str) -> None:
    """No longer believe a laptop, nor any that came of it by restoring; new keys for the others. Raises NotInTeam, KeyError."""
    raise NotImplementedError


def keep_hub(vault: Vault, address: str, password: str) -> None:
    """Remember where the hub is; both empty to forget it. Raises NotInTeam, AddressWrong, NotPrivate, DriverMissing."""
    raise NotImplementedError
