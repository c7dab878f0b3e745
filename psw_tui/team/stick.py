"""The same changes on a stick: a header and signed changes, packed, signed by who made it, locked for named people.

age does not say who locked a file; the signature does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from psw_tui.storage.change import Change, Vector
from psw_tui.storage.errors import (
    DeviceUnknown,
    Forked,
    LetterOfStranger,
    StickCutShort,
    StickOfAnotherTeam,
    StickTwice,
)
from psw_tui.storage.sealing import opened_by, sealed_for_all
from psw_tui.storage.vault import Vault
from psw_tui.team.content import content_of, from_content
from psw_tui.team.fold import ids_of, outgoing, take_in, this_device, vector
from psw_tui.team.kept import row_of
from psw_tui.team.keys import Keys, checked, signed
from psw_tui.team.membership import keys_of, letter_text, prepare, take_letter_text

MAGIC = b"psw-tui stick 1\n"
SIGNATURE_BYTES = 64
LONGEST = 1024 * 1024 * 1024
"""No stick unpacks to more: a hundred thousand notes are a tenth of it."""


@dataclass(frozen=True)
class Stick:
    """What is on one that was opened."""

    team: str
    device: str
    """Who made it."""
    letter: str
    """What they have to tell of the team."""
    vector: Vector
    """What they knew."""
    changes: Sequence[Change]
    before: Mapping[str, tuple[int, str]]
    """Of each device of which something was left out: the number and the id of the last of it. Were the ids of two laptops
    not compared there, a copy of a vault that was used too would go unseen."""
    on_hub: bool = False
    """Whether who made it has been at the team's hub."""
    told: bool = False
    """Whether the letter told something new."""


Watched = Callable[[Iterable[Change]], Iterable[Change]]
"""The same changes; somebody sees them go by."""


def make(vault: Vault, recipients: Sequence[str], known: Vector, watched: Watched = iter) -> bytes:
    """What somebody who knows this much has not got, locked for these people, with a letter to each of them.

    Raises NotInTeam, TakenOut, and DeviceUnknown for somebody who is not in the team: the letter has its keys.
    """
    letter, device = letter_text(vault, recipients), this_device(vault)
    keys = keys_of(vault)
    for each in recipients:
        if not is_for(keys, each):
            raise DeviceUnknown(each)
    here = vector(vault)
    left_out = {each: min(upto, here[each]) for each, upto in known.items() if each in here and upto > 0}
    changes = [signed(keys, change) for change in watched(outgoing(vault, known))]
    header = {
        "team": keys.team,
        "device": device,
        "letter": letter,
        "vector": here,
        "hub": row_of(vault)["synced_at"] is not None,
        "before": {each: [left_out[each], name] for each, name in ids_of(vault, left_out).items()},
        "changes": len(changes),
    }
    lines = [header, *([each.device, each.seq, each.clock, *content_of(each)] for each in changes)]
    packed = zlib.compress("\n".join(json.dumps(line) for line in lines).encode())
    return sealed_for_all(recipients, MAGIC + keys.sign(device, MAGIC + packed) + packed)


def read(vault: Vault, content: bytes, watched: Watched = iter) -> Stick:
    """What is on a stick, all of it checked. Its letter is taken in first, its changes not yet.

    A stick made on a laptop that was taken out is refused outright, even one made before. Raises ParcelForeign,
    ParcelLocked, ParcelDamaged, StickCutShort, StickOfAnotherTeam, DeviceUnknown, ChangeForged, ChangeImpossible, NotInTeam,
    and as `take_letter_text` does.
    """
    prepare(vault)
    plain = opened_by(keys_of(vault).identity, content)
    start = len(MAGIC) + SIGNATURE_BYTES
    if not plain.startswith(MAGIC) or len(plain) < start:
        raise StickCutShort
    signature, packed = plain[len(MAGIC) : start], plain[start:]
    stick = _unpacked(packed)
    if stick.team != keys_of(vault).team:
        raise StickOfAnotherTeam
    try:
        told = take_letter_text(vault, stick.letter)
    except LetterOfStranger as error:
        raise DeviceUnknown(stick.device) from error
    keys = keys_of(vault)
    keys.check(stick.device, MAGIC + packed, signature.hex())
    return replace(stick, told=told, changes=[checked(keys, each, vouched=True) for each in watched(stick.changes)])


def compare(vault: Vault, stick: Stick) -> None:
    """Return if what was left out is what is here, as far as it is here. Raises Forked."""
    here = vector(vault)
    both = {device: seq for device, (seq, _name) in stick.before.items() if seq <= here.get(device, 0)}
    for device, name in ids_of(vault, both).items():
        if name != stick.before[device][1]:
            raise Forked(device, both[device])


def import_(vault: Vault, content: bytes) -> int:
    """Take a stick in: all of its changes or none; how many records are not as they were.

    Raises StickTwice where neither they nor its letter are new, Forked, and as `read`.
    """
    stick = read(vault, content)
    here = vector(vault)
    compare(vault, stick)
    changed = take_in(vault, stick.changes)
    if stick.changes and not stick.told and all(each.seq <= here.get(each.device, 0) for each in stick.changes):
        raise StickTwice
    return changed


def _unpacked(packed: bytes) -> Stick:
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, LONGEST)
        if not unpacker.eof:
            raise StickCutShort
        header, *lines = [json.loads(line) for line in text.decode().split("\n")]
        known = {str(device): int(upto) for device, upto in header["vector"].items()}
        before = {str(device): (int(seq), str(name)) for device, (seq, name) in header["before"].items()}
        changes = [_change(line) for line in lines]
        if header["changes"] != len(changes):
            raise StickCutShort
        on_hub = header.get("hub") is True
        return Stick(str(header["team"]), str(header["device"]), str(header["letter"]), known, changes, before, on_hub)
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StickCutShort from error


def _change(line: object) -> Change:
    match line:
        case [str(device), int(seq), int(clock), *content]:
            return from_content(device, seq, clock, content)
    raise StickCutShort


def is_for(keys: Keys, recipient: str) -> bool:
    """Whether this is the key of somebody of the team, who is still in it."""
    everybody = {keys.recipient, *(each.card.recipient for each in keys.members.values())}
    return recipient in everybody - keys.gone
