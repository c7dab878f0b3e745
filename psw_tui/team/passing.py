"""Sealed changes to and from a hub: what it has not got, and what it has brought, less what nobody should believe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from psw_tui.storage.change import Change, Vector
from psw_tui.storage.errors import ChangeForged, ChangeImpossible, DeviceUnknown, EpochUnknown
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import outgoing, take_in
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


def sealed_since(vault: Vault, known: Vector) -> Iterator[Sealed]:
    """What somebody who knows this much has not got, sealed; by device and number. Raises NotInTeam."""
    prepare(vault)  # a laptop that was restored, or goes on anew, has no key of its own yet
    keys = keys_of(vault)
    return (seal(keys, change) for change in outgoing(vault, known))


def take_sealed(vault: Vault, rows: Iterable[Sealed]) -> Passed:
    """Take in all that the team has sealed and its devices have signed. Raises NotInTeam, Forked, DiskFull and its kin."""
    keys, passed = keys_of(vault), Passed()
    passed.changed = take_in(vault, list(_believed(keys, rows, passed)))
    return passed


def _believed(keys: Keys, rows: Iterable[Sealed], passed: Passed) -> Iterator[Change]:
    for row in rows:
        try:
            yield unseal(keys, row)
        except (ChangeForged, ChangeImpossible):
            passed.forged.append((row.device, row.seq))
        except DeviceUnknown as refusal:
            passed.unknown.add(refusal.device)
        except EpochUnknown as refusal:
            passed.epochs.add(refusal.epoch)
