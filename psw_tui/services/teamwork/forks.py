"""A copy of a vault that was used too: found before anything is lost, and cured by going on under a new name."""

from __future__ import annotations

from collections.abc import Callable

from psw_tui.storage.change import Vector
from psw_tui.storage.errors import ChangeForged, ChangeImpossible, DeviceUnknown, EpochUnknown
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import forget_moved, id_of, ids_of, start_anew, vector
from psw_tui.team.hub import Hub
from psw_tui.team.keys import unseal
from psw_tui.team.membership import adopt, keys_of, prepare
from psw_tui.team.sealed import Sealed

ANY_NUMBER = 2**63 - 1
"""No device has so many changes."""


def cure(vault: Vault, since: int) -> None:
    """Go on under a new name with what was written here from this number on. Cut off between, `prepare` comes next time."""
    start_anew(vault, since)
    prepare(vault)


def own_fork(vault: Vault, hub: Hub, team: str, device: str) -> int | None:
    """The first own number under which the hub has a change that was not written here; None where all agrees."""
    newest = vector(vault).get(device, 0)
    found = hub.newest_own(team, device, newest)
    if found is not None and id_of(vault, device, found[0]) != found[1]:
        return _first_other(lambda upto: _told_apart(vault, hub.newest_own(team, device, upto), device), found[0])
    beyond = hub.newest_own(team, device, ANY_NUMBER)
    return newest + 1 if beyond is not None and beyond[0] > newest else None


def other_forks(vault: Vault, hub: Hub, team: str, theirs: Vector) -> dict[str, int]:
    """Other devices of which the hub has another change than this vault under the last number that both have."""
    here = vector(vault)
    places = {device: min(upto, here[device]) for device, upto in theirs.items() if device in here}
    ours, shown = ids_of(vault, places), hub.ids_of(team, places)
    return {device: places[device] for device, name in shown.items() if ours.get(device) != name}


def heal(vault: Vault, hub: Hub, team: str, device: str, number: int) -> bool:
    """Make room for the hub's changes of a device in place of those here, which are told on under another name.

    Whether it could be done: a hub that only says that it has others is not believed.
    """
    since = _first_other(lambda upto: _told_apart(vault, hub.newest_own(team, device, upto), device), number)
    others = dict.fromkeys(hub.vector(team), ANY_NUMBER)
    shown = next(hub.pull(team, others | {device: since - 1}), None)
    if shown is None or not _is_other(vault, shown, device, since):
        return False
    return heal_from(vault, device, since)


def _is_other(vault: Vault, shown: Sealed, device: str, since: int) -> bool:
    """Whether that is another change than the one here, signed by its device."""
    if (shown.device, shown.seq) != (device, since) or shown.id == id_of(vault, device, since):
        return False
    try:
        unseal(keys_of(vault), shown)
    except (ChangeForged, ChangeImpossible, DeviceUnknown, EpochUnknown):
        return False
    return True


def heal_from(vault: Vault, device: str, since: int, *, yields: bool = True) -> bool:
    """The same, where it is known from which number on they differ; whether it could be done.

    What its laptop told again under the name it has now makes room at once. Else it is told on from here, if what is here
    `yields` to the others.
    """
    keys = keys_of(vault)
    cards = {name: each.card.recipient for name, each in keys.members.items()} | dict.fromkeys(
        keys.seeds, keys.recipient
    )
    others = cards.keys() - {device}
    heirs = {name for name in others if cards[name] == cards.get(device)}
    if forget_moved(vault, device, since, heirs) or (yields and forget_moved(vault, device, since, others)):
        return True
    if yields:
        adopt(vault, device, since)
    return yields


def _told_apart(vault: Vault, found: tuple[int, str] | None, device: str) -> tuple[int, bool]:
    """Which number the hub has there, and whether it is another change than here."""
    return (found[0], id_of(vault, device, found[0]) != found[1]) if found else (0, False)


def _first_other(asked: Callable[[int], tuple[int, bool]], other: int) -> int:
    """The first number that differs, of numbers that agree up to it and differ from it on."""
    same = 0
    while other - same > 1:
        middle = (same + other) // 2
        number, differs = asked(middle)
        if differs:
            other = number
        else:
            same = middle
    return other
