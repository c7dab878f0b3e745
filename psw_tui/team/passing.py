"""Sealed changes to and from a hub: what it has not got, and what it has brought, less what nobody should believe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from psw_tui.storage.change import Change, Vector
from psw_tui.storage.errors import ChangeForged, ChangeImpossible, DeviceUnknown, EpochUnknown
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import outgoing_pages, take_in
from psw_tui.team.keys import Keys, seal, unseal
from psw_tui.team.membership import keys_of, prepare
from psw_tui.team.sealed import Sealed


@dataclass
class Passed:
    """What became of what a hub brought. What was left there is asked for again: one bad line does not stop the others."""

    changed: int = 0
    """How many records are not as they were."""
    forged: list[tuple[str, int]] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    """Devices that nobody has enrolled here, or that were revoked."""
    epochs: set[int] = field(default_factory=set)
    """Keys of the team that this laptop was not given yet."""
    taken: int = 0
    """Changes that were not here."""
    gaps: set[str] = field(default_factory=set)
    """Devices whose changes came with a gap before them."""
    left: set[str] = field(default_factory=set)
    """Devices of which something was not believed; a gap is no wonder there."""


PAGE = 2_000
"""Changes in memory at a time, and in one push: a few megabytes, as changes are."""


def sealed_since(vault: Vault, known: Vector) -> Iterator[Sealed]:
    """What somebody who knows this much has not got, sealed; by device and number. Raises NotInTeam."""
    return (row for page in sealed_pages(vault, known) for row in page)


def sealed_pages(vault: Vault, known: Vector) -> Iterator[list[Sealed]]:
    """The same, page by page. Raises NotInTeam."""
    prepare(vault)  # a laptop that was restored, or goes on anew, has no key of its own yet
    keys = keys_of(vault)
    return ([seal(keys, change) for change in page] for page in outgoing_pages(vault, known, PAGE))


def take_sealed(vault: Vault, rows: Iterable[Sealed]) -> Passed:
    """Take in all that the team has sealed and its devices have signed. Raises NotInTeam, Forked, DiskFull and its kin."""
    keys, passed = keys_of(vault), Passed()
    passed.changed = take_in(vault, list(_believed(keys, rows, passed)))
    return passed


def take_in_turn(vault: Vault, rows: Iterable[Sealed], upto: dict[str, int]) -> Passed:
    """The same, of each device only what follows number by number on what is here, which `upto` says and is told.

    A hub is asked again for what is left, so nothing has to wait here for what may never come. Raises as `take_sealed`.
    """
    keys, passed, reached = keys_of(vault), Passed(), dict(upto)
    in_turn = list(_in_turn(_believed(keys, sorted(rows, key=_place), passed), reached, passed))
    if in_turn:
        passed.changed = take_in(vault, in_turn)
    passed.taken = len(in_turn)
    upto.update(reached)
    return passed


def _place(row: Sealed) -> tuple[str, int]:
    return row.device, row.seq


def _in_turn(changes: Iterable[Change], reached: dict[str, int], passed: Passed) -> Iterator[Change]:
    for change in changes:
        before = reached.get(change.device, 0)
        if change.seq == before + 1:
            reached[change.device] = change.seq
            yield change
        elif change.seq > before:
            passed.gaps.add(change.device)


def _believed(keys: Keys, rows: Iterable[Sealed], passed: Passed) -> Iterator[Change]:
    for row in rows:
        try:
            yield unseal(keys, row)
            continue
        except (ChangeForged, ChangeImpossible):
            passed.forged.append((row.device, row.seq))
        except DeviceUnknown as refusal:
            passed.unknown.add(refusal.device)
        except EpochUnknown as refusal:
            passed.epochs.add(refusal.epoch)
        passed.left.add(row.device)
