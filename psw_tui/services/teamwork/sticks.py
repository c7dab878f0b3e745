"""Meeting the team without a network: everything somebody has not got, in one locked file on a stick."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from psw_tui.progress import Doing, Progress
from psw_tui.services.errors import CopyUsedToo, NobodyToTell
from psw_tui.services.teamwork.forks import cure, heal_from
from psw_tui.services.teamwork.met import Met, Tally
from psw_tui.storage.change import Vector
from psw_tui.storage.errors import Forked, ParcelForeign, ParcelLocked, StickCutShort, StickForOthers, StickTwice
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team import stick
from psw_tui.team.fold import id_of, missing, take_in, this_device, vector
from psw_tui.team.kept import row_of
from psw_tui.team.keys import Card, Keys
from psw_tui.team.membership import keys_of, prepare
from psw_tui.team.stick import Stick


def stick_for(vault: Vault, devices: Sequence[str], *, everything: bool, progress: Progress) -> tuple[bytes, int]:
    """A file for these laptops, or for all of the team where none is named, and how many changes are in it.

    What they said they have is left out unless `everything` is asked for. Raises NotInTeam, NobodyToTell, Cancelled.
    """
    progress.at(Doing.GATHERING)
    prepare(vault)
    keys = keys_of(vault)
    cards = _cards(keys, devices)
    here = vector(vault)
    known = {} if everything else _known_to_all(vault, cards, here)
    count = sum(upto - known.get(device, 0) for device, upto in here.items())
    recipients = sorted({keys.recipient, *(card.recipient for card in cards)})  # a copy of this vault has our key
    made = stick.make(vault, recipients, known, lambda lines: progress.over(Doing.GATHERING, lines, count))
    progress.at(Doing.GATHERING, count, count)
    return made, count


@dataclass(frozen=True)
class StickLook:
    """What is on a stick."""

    device: str
    """Whose laptop made it."""
    changes: int
    fresh: int
    """How many of the changes are not here yet."""


def look_at_stick(vault: Vault, content: bytes, progress: Progress | None = None) -> StickLook:
    """What is on a stick; its changes are not taken in. Raises as `stick.read` does, and Cancelled."""
    found, here = _opened(vault, content, progress or Progress()), vector(vault)
    fresh = sum(each.seq > here.get(each.device, 0) for each in found.changes)
    return StickLook(found.device, len(found.changes), fresh)


def take_stick(vault: Vault, content: bytes, progress: Progress) -> Met:
    """Take a stick in, all of it or nothing. Raises as `stick.read` does, StickTwice, Forked, CopyUsedToo, Cancelled.

    Where a copy of this vault was used too, this laptop goes on under a new name first, and nothing is lost. Forked is for
    another laptop of which there are two: all that the stick has of others was taken in by then.
    """
    progress.at(Doing.READING)
    prepare(vault)
    brought = _opened(vault, content, progress)
    progress.at(Doing.BRINGING, 0, len(brought.changes))
    here, tally = vector(vault), Tally()
    forks = _take(vault, brought, tally)
    _remember(vault, brought)
    for fork in forks:
        raise fork
    there = vector(vault)
    tally.passed.taken = sum(max(0, upto - here.get(device, 0)) for device, upto in there.items())
    if brought.changes and there == here and not missing(vault) and not brought.told:
        raise StickTwice
    return tally.met(vault)


def _opened(vault: Vault, content: bytes, progress: Progress) -> Stick:
    """Raises as `stick.read` does, with words for a file that nobody types a passphrase for."""
    try:
        return stick.read(vault, content, lambda lines: progress.over(Doing.CHECKING, lines))
    except ParcelLocked as error:
        raise StickForOthers from error
    except ParcelForeign as error:
        raise StickCutShort from error


def _cards(keys: Keys, devices: Sequence[str]) -> list[Card]:
    """Of those named, or of everybody who is in the team. Raises NobodyToTell."""
    found = [
        each.card
        for device, each in keys.members.items()
        if keys.believes(device) and (device in devices or not devices)
    ]
    if not found:
        raise NobodyToTell
    return found


def _known_to_all(vault: Vault, cards: Sequence[Card], here: Vector) -> dict[str, int]:
    """What each of them said they have; none of it is more than is here."""
    said = [_said(vault, card.device) for card in cards]
    return {device: min(upto, *(each.get(device, 0) for each in said)) for device, upto in here.items()}


def _said(vault: Vault, device: str) -> Mapping[str, int]:
    found = column(vault, "SELECT known FROM peer WHERE device = :device", device=device)
    said: Mapping[str, int] = json.loads(found[0]) if found else {}
    return said


def _take(vault: Vault, brought: Stick, tally: Tally) -> list[Forked]:
    """Take in what can be; gives what is to be said of laptops of which there are two."""
    forks: dict[str, Forked] = {}
    while True:
        try:
            tally.passed.changed += _taken(vault, brought, forks.keys())
            break
        except Forked as fork:
            if fork.device == this_device(vault):
                cure(vault, _since(brought, fork))
                tally.new_name = True
            else:
                forks[fork.device] = fork
    for device in [*forks]:
        since = _located(brought, forks[device])
        if since and heal_from(vault, device, since, yields=_yields(vault, brought, device, since)):
            del forks[device]
            tally.passed.changed += take_in(vault, [each for each in brought.changes if each.device == device])
    return [*forks.values()]


def _yields(vault: Vault, brought: Stick, device: str, since: int) -> bool:
    """Whether what is here of a device makes room for what a stick has: the same answer on every laptop.

    What is on a hub stays; where there is none, so does the smaller id.
    """
    on_hub = row_of(vault)["synced_at"] is not None
    if on_hub or brought.on_hub:
        return not on_hub
    ((theirs),) = [each.id for each in brought.changes if each.key == (device, since)]
    return theirs < id_of(vault, device, since)


def _taken(vault: Vault, brought: Stick, without: Collection[str]) -> int:
    rest = replace(
        brought,
        changes=[each for each in brought.changes if each.device not in without],
        before={device: last for device, last in brought.before.items() if device not in without},
    )
    stick.compare(vault, rest)
    return take_in(vault, rest.changes)


def _since(brought: Stick, fork: Forked) -> int:
    """From which number on this vault and its copy differ. Raises CopyUsedToo where the stick does not tell."""
    since = _located(brought, fork)
    if not since:
        raise CopyUsedToo from fork
    return since


def _located(brought: Stick, fork: Forked) -> int:
    """The number where a laptop and its copy part; 0 where the stick leaves out what would tell."""
    own = {each.seq for each in brought.changes if each.device == fork.device}
    agreed = own | {brought.before.get(fork.device, (0, ""))[0]}
    return fork.seq if fork.seq in own and fork.seq - 1 in agreed else 0


def _remember(vault: Vault, brought: Stick) -> None:
    """What whoever made the stick has, for the next one that goes to them. An older stick takes nothing of it back."""
    known = dict(_said(vault, brought.device))
    known |= {device: max(upto, known.get(device, 0)) for device, upto in brought.vector.items()}
    with writing(vault) as tx:
        tx.run("UPDATE peer SET known = ? WHERE device = ?", json.dumps(known), brought.device)
