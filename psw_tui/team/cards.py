"""A laptop's card as a file that is carried or mailed to somebody in the team. It holds no secret."""

from __future__ import annotations

import json
from dataclasses import astuple
from uuid import UUID

from psw_tui.domain.text import one_line
from psw_tui.storage.errors import CardNewer, CardUnreadable, RecipientMistyped
from psw_tui.storage.sealing import check_recipient
from psw_tui.team.keys import KEY_BYTES, Card

KIND = "psw-tui card"
VERSION = 1
LONGEST = 8 * 1024
LONGEST_NAME = 200
"""A letter has many cards in it, so none may be as long as it likes."""


def packed(card: Card) -> bytes:
    """The file."""
    told = {"kind": KIND, "version": VERSION, "device": card.device, "name": card.name}
    keys = {"sign_key": card.sign_key, "recipient": card.recipient, "code": card.spoken}
    return json.dumps(told | keys, ensure_ascii=False, indent=1).encode() + b"\n"


def unpacked(content: bytes) -> Card:
    """The card in a file. Raises CardUnreadable, CardNewer."""
    try:
        told = json.loads(content) if len(content) <= LONGEST else {}
        if told["kind"] != KIND:
            raise CardUnreadable
        if told["version"] > VERSION:
            raise CardNewer
        card = sound(told["device"], told["name"], told["sign_key"], told["recipient"])
        if told["code"] != card.spoken:
            raise CardUnreadable
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CardUnreadable from error
    return card


def fitting(name: str) -> str:
    """A worker's name as it stands on a card."""
    return one_line(one_line(name)[:LONGEST_NAME])


def sound(*parts: object) -> Card:
    """A card of these parts, as they came. Raises ValueError where they cannot be those of any laptop."""
    match parts:
        case [str(device), str(name), str(sign_key), str(recipient)]:
            card = Card(device, name, sign_key, recipient)
        case _:
            raise ValueError
    try:
        check_recipient(recipient)
    except RecipientMistyped as error:
        raise ValueError from error
    is_sound = str(UUID(device)) == device and fitting(name) == name
    is_sound = is_sound and bytes.fromhex(sign_key).hex() == sign_key and len(sign_key) == 2 * KEY_BYTES
    if not is_sound or recipient != recipient.strip():
        raise ValueError
    return card


def parts_of(card: Card) -> list[str]:
    """What `sound` makes it from again."""
    return list(astuple(card))
