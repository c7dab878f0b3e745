"""Locking what leaves the laptop, and opening what comes in, as age files: stock `age` opens and makes them too.

What is sealed is whole in memory, and so is what is opened: nothing readable touches the disk.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence

import pyrage

from psw_tui.storage.errors import ParcelDamaged, ParcelForeign, ParcelLocked, RecipientMistyped

BINARY, ARMOURED = b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----"
PASSPHRASE_LINE = b"\n-> scrypt "
HEADER = 4096
"""So many bytes hold the header of any age file that is made for a few people."""

NOT_FOR_US = ("No matching keys", "Decryption failed")
"""What age says when the key or the passphrase is another one; everything else it says is about the file."""


def sealed_with(passphrase: str, content: bytes) -> bytes:
    """Lock it with a passphrase. Takes a second or more, and much memory: age makes guessing slow (scrypt)."""
    return bytes(pyrage.passphrase.encrypt(content, passphrase))


def sealed_for(recipient: str, content: bytes) -> bytes:
    """Lock it for the one who has the key of this recipient, such as `age1…`. Raises RecipientMistyped."""
    return bytes(pyrage.encrypt(content, [_recipient(recipient)]))


def sealed_for_all(recipients: Sequence[str], content: bytes) -> bytes:
    """Lock it for several people, each of whom opens it with their own key. Raises RecipientMistyped."""
    return bytes(pyrage.encrypt(content, [_recipient(each) for each in recipients]))


def check_recipient(recipient: str) -> None:
    """Return if something can be locked for it. Raises RecipientMistyped."""
    _recipient(recipient)


def new_identity() -> str:
    """A key of one's own to be written to: `AGE-SECRET-KEY-1…`. It is as secret as a passphrase."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """What others lock with so that this key opens it."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def is_sealed(content: bytes) -> bool:
    """Whether this is an age file at all."""
    return content.startswith((BINARY, ARMOURED))


def wants_passphrase(content: bytes) -> bool:
    """Whether it was locked with a passphrase. Raises ParcelForeign for no age file."""
    if not is_sealed(content):
        raise ParcelForeign
    return PASSPHRASE_LINE in _beginning(content).split(b"\n---", 1)[0]


def opened_with(passphrase: str, content: bytes) -> bytes:
    """What was locked with this passphrase. Raises ParcelLocked for another one, ParcelDamaged, ParcelForeign."""
    if not is_sealed(content):
        raise ParcelForeign
    try:
        return bytes(pyrage.passphrase.decrypt(content, passphrase))
    except pyrage.DecryptError as error:
        raise _refusal(error) from error


def opened_by(identity: str, content: bytes) -> bytes:
    """What was locked for this key. Raises ParcelLocked when it is for another one, ParcelDamaged, ParcelForeign."""
    if not is_sealed(content):
        raise ParcelForeign
    try:
        return bytes(pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.DecryptError as error:
        raise _refusal(error) from error


def _beginning(content: bytes) -> bytes:
    """The first bytes of an age file, whether it comes as bytes or as letters for a message."""
    if not content.startswith(ARMOURED):
        return content[:HEADER]
    letters = b"".join(content[len(ARMOURED) : HEADER].split())
    try:
        return b64decode(letters[: len(letters) // 4 * 4])
    except NotBase64:  # the whole file is shorter than that, and ends with its last line
        return b64decode(letters.split(b"-")[0] + b"==")


def _recipient(typed: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(typed.strip())
    except pyrage.RecipientError as error:
        raise RecipientMistyped from error


def _refusal(error: pyrage.DecryptError) -> ParcelLocked | ParcelDamaged:
    return ParcelLocked() if str(error).startswith(NOT_FOR_US) else ParcelDamaged()
