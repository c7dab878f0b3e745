"""Reading a key file that anybody may have written: every value is checked before it is believed or computed with."""

from __future__ import annotations

import json
import re

from psw_tui.storage import kdf, keyfile
from psw_tui.storage.errors import KeysDamaged, VaultNewer
from psw_tui.storage.kdf import Profile
from psw_tui.storage.keyfile import KeyFile, Slot
from psw_tui.storage.recovery import ROOT_BYTES

MOST_BYTES = 64 * 1024
MOST_SLOTS = 8
"""Each slot may cost seconds, and all of them are tried."""

MOST_TEXT = 200
MOST_SEQ = 2**53
TAG_BYTES = 16
MAC_BYTES = 32

_FORMAT = re.compile(r"psw-vault/(\d{1,4})")
_KNOWN = 1


def parse(content: bytes) -> KeyFile:
    """The key file in these bytes.

    Raises KeysDamaged (KeysOutOfRange for a cost beyond bounds), and VaultNewer for a later format.
    """
    if len(content) > MOST_BYTES:
        raise KeysDamaged("size")
    body = keyfile.unpack(content)
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise KeysDamaged("json") from error
    _check_format(_text(_mapping(document), "format"))
    return _key_file(_mapping(document))


def _check_format(spelled: str) -> None:
    match = _FORMAT.fullmatch(spelled)
    if not match:
        raise KeysDamaged("format")
    if int(match[1]) > _KNOWN:
        raise VaultNewer(int(match[1]), _KNOWN)


def _key_file(document: dict[str, object]) -> KeyFile:
    slots = document.get("slots")
    if not isinstance(slots, list) or not 1 <= len(slots) <= MOST_SLOTS:
        raise KeysDamaged("slots")
    seq = _number(document, "seq")
    if not 1 <= seq < MOST_SEQ:
        raise KeysDamaged("seq")
    return KeyFile(
        vault=_text(document, "vault"),
        seq=seq,
        file_salt=_bytes(document, "file_salt", keyfile.FILE_SALT_BYTES),
        slots=tuple(_slot(_mapping(slot)) for slot in slots),
        mac=_bytes(document, "mac", MAC_BYTES),
    )


def _slot(document: dict[str, object]) -> Slot:
    costs = _mapping(document.get("kdf"))
    if costs.get("alg") != "argon2id":
        raise KeysDamaged("alg")
    return Slot(
        id=_text(document, "id"),
        kind=_text(document, "kind"),
        label=_text(document, "label"),
        cost=Profile(_number(costs, "m"), _number(costs, "t"), _number(costs, "p")),
        salt=_bytes(costs, "salt", kdf.SALT_BYTES),
        nonce=_bytes(document, "nonce", keyfile.NONCE_BYTES),
        ciphertext=_bytes(document, "ciphertext", ROOT_BYTES + TAG_BYTES),
    )


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise KeysDamaged("shape")
    return value


def _text(document: dict[str, object], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise KeysDamaged(name)
    return value


def _number(document: dict[str, object], name: str) -> int:
    value = document.get(name)
    if type(value) is not int:  # a bool is an int to isinstance
        raise KeysDamaged(name)
    return value


def _bytes(document: dict[str, object], name: str, size: int) -> bytes:
    try:
        value = bytes.fromhex(_text(document, name))
    except ValueError as error:
        raise KeysDamaged(name) from error
    if len(value) != size:
        raise KeysDamaged(name)
    return value
