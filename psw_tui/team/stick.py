"""The same changes on a stick: a header and signed changes, packed, signed by who made it, locked for named people.

age does not say who locked a file; the signature does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from psw_tui.storage.change import Change, Vector
from psw_tui.storage.errors import StickCutShort, StickOfAnotherTeam, StickTwice
from psw_tui.storage.sealing import opened_by, sealed_for_all
from psw_tui.storage.vault import Vault
from psw_tui.team.fold import outgoing, take_in, this_device, vector
from psw_tui.team.keys import Keys, checked, content_of, from_content, signed
from psw_tui.team.membership import keys_of

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
    epoch: int
    vector: Vector
    """What they knew."""
    changes: Sequence[Change]


def make(vault: Vault, recipients: Sequence[str], known: Vector) -> bytes:
    """What somebody who knows this much has not got, locked for these people. Raises NotInTeam, RecipientMistyped."""
    keys, device = keys_of(vault), this_device(vault)
    changes = [signed(keys, change) for change in outgoing(vault, known)]
    header = {
        "team": keys.team,
        "device": device,
        "epoch": keys.epoch,
        "vector": vector(vault),
        "changes": len(changes),
    }
    lines = [header, *([each.device, each.seq, each.clock, *content_of(each)] for each in changes)]
    packed = zlib.compress("\n".join(json.dumps(line) for line in lines).encode())
    return sealed_for_all(recipients, MAGIC + keys.sign(device, MAGIC + packed) + packed)


def read(vault: Vault, content: bytes) -> Stick:
    """What is on a stick, all of it checked; nothing is taken in yet.

    Raises ParcelForeign, ParcelLocked, ParcelDamaged, StickCutShort, StickOfAnotherTeam, DeviceUnknown, ChangeForged,
    ChangeImpossible, NotInTeam.
    """
    keys = keys_of(vault)
    plain = opened_by(keys.identity, content)
    start = len(MAGIC) + SIGNATURE_BYTES
    if not plain.startswith(MAGIC) or len(plain) < start:
        raise StickCutShort
    signature, packed = plain[len(MAGIC) : start], plain[start:]
    stick = _unpacked(packed)
    if stick.team != keys.team:
        raise StickOfAnotherTeam
    keys.check(stick.device, stick.epoch, MAGIC + packed, signature)
    return Stick(stick.team, stick.device, stick.epoch, stick.vector, [checked(keys, each) for each in stick.changes])


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
        return Stick(str(header["team"]), str(header["device"]), int(header["epoch"]), known, changes)
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StickCutShort from error


def _change(line: object) -> Change:
    match line:
        case [str(device), int(seq), int(clock), *content]:
            return from_content(device, seq, clock, content)
    raise StickCutShort


def is_for(keys: Keys, recipient: str) -> bool:
    """Whether this is the key of somebody of the team, who is still in it."""
    return any(each.card.recipient == recipient and not each.revoked for each in keys.members.values())
