"""The same changes on a stick: a header and signed changes, packed, signed by who made it, locked for named people.

age does not say who locked a file; the signature does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from psw_tui.storage.change import Change, Vector
from psw_tui.storage.errors import DeviceUnknown, LetterOfStranger, StickCutShort, StickOfAnotherTeam, StickTwice
from psw_tui.storage.sealing import opened_by, sealed_for_all
from psw_tui.storage.vault import Vault
from psw_tui.team.content import content_of, from_content
from psw_tui.team.fold import outgoing, take_in, this_device, vector
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


def make(vault: Vault, recipients: Sequence[str], known: Vector) -> bytes:
    """What somebody who knows this much has not got, locked for these people, with a letter to each of them.

    Raises NotInTeam, TakenOut, and DeviceUnknown for somebody who is not in the team: the letter has its keys.
    """
    letter, device = letter_text(vault, recipients), this_device(vault)
    keys = keys_of(vault)
    for each in recipients:
        if not is_for(keys, each):
            raise DeviceUnknown(each)
    changes = [signed(keys, change) for change in outgoing(vault, known)]
    header = {
        "team": keys.team,
        "device": device,
        "letter": letter,
        "vector": vector(vault),
        "changes": len(changes),
    }
    lines = [header, *([each.device, each.seq, each.clock, *content_of(each)] for each in changes)]
    packed = zlib.compress("\n".join(json.dumps(line) for line in lines).encode())
    return sealed_for_all(recipients, MAGIC + keys.sign(device, MAGIC + packed) + packed)


def read(vault: Vault, content: bytes) -> Stick:
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
        take_letter_text(vault, stick.letter)
    except LetterOfStranger as error:
        raise DeviceUnknown(stick.device) from error
    keys = keys_of(vault)
    keys.check(stick.device, MAGIC + packed, signature.hex())
    return replace(stick, changes=[checked(keys, each, vouched=True) for each in stick.changes])


def import_(vault: Vault, content: bytes) -> int:
    """Take a stick in: all of it or nothing; how many records are not as they were. Raises StickTwice, Forked, and as `read`."""
    stick = read(vault, content)
    here = vector(vault)
    changed = take_in(vault, stick.changes)
    if stick.changes and all(each.seq <= here.get(each.device, 0) for each in stick.changes):
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
        changes = [_change(line) for line in lines]
        if header["changes"] != len(changes):
            raise StickCutShort
        return Stick(str(header["team"]), str(header["device"]), str(header["letter"]), known, changes)
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
