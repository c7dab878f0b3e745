"""Who wrote a change, and who may read it: one Ed25519 key per device, one XChaCha20-Poly1305 key per team and epoch.

A signature says that a device wrote a change; a seal says that somebody of the team passed it on, and hides it from
everybody else. Both cover team, device, number, id and clock, so no server can relabel what it keeps. Of an erased
record a line stays that says nothing; its signature went with it, so such a line is believed without one. All a dishonest
member could do with that is to hold a change of another back.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from hashlib import sha256

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from psw_tui.storage.change import NOTHING, Change
from psw_tui.storage.errors import ChangeForged, ChangeImpossible, DeviceUnknown, EpochUnknown
from psw_tui.team.sealed import Sealed

BLOCK = 256
"""Sealed changes are as long as a multiple of this, so that their length tells little."""

KEY_BYTES = 32
NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
SEAL_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES
VERSION = b"\x01"
EPOCH_BYTES = 4
HEAD = len(VERSION) + EPOCH_BYTES + NONCE_BYTES
LENGTH_BYTES = 4
LONGEST = 64 * 1024 * 1024
"""No change unpacks to more."""

SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SPOKEN_BITS = 60


@dataclass(frozen=True)
class Card:
    """What a device shows of itself to be enrolled."""

    device: str
    name: str
    sign_key: str
    recipient: str

    @property
    def spoken(self) -> str:
        """A short code both read aloud: equal codes mean that nobody changed the card on the way."""
        number = int.from_bytes(sha256("\0".join(astuple(self)).encode()).digest()) >> 256 - SPOKEN_BITS
        letters = "".join(SPOKEN[number >> place & 31] for place in range(SPOKEN_BITS - 5, -1, -5))
        return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


@dataclass(frozen=True)
class Member:
    """A device whose changes are believed."""

    card: Card
    revoked: int = 0
    """The epoch from which on they are not; 0 for never."""


@dataclass(frozen=True)
class Keys:
    """All that signing, sealing and checking takes."""

    team: str
    name: str
    epoch: int
    of_epoch: Mapping[int, bytes]
    seeds: Mapping[str, bytes]
    members: Mapping[str, Member]
    identity: str = ""

    def sign_key(self, device: str) -> str:
        """What others check this own device's changes with. Raises DeviceUnknown."""
        return self._signing_key(device).verify_key.encode().hex()

    def _signing_key(self, device: str) -> SigningKey:
        if device not in self.seeds:
            raise DeviceUnknown(device)
        return self._signing[device]

    @cached_property
    def _signing(self) -> dict[str, SigningKey]:
        """Worked out once, not for each of ten thousand changes."""
        return {device: SigningKey(seed) for device, seed in self.seeds.items()}

    def sign(self, device: str, words: bytes) -> bytes:
        """This own device's signature under some bytes. Raises DeviceUnknown."""
        return bytes(self._signing_key(device).sign(words).signature)

    def check(self, device: str, epoch: int, words: bytes, signature: bytes) -> None:
        """Return if the device wrote that while it was a member. Raises DeviceUnknown, ChangeForged."""
        if device in self.seeds:
            key = self.sign_key(device)
        elif device in self.members and not 0 < self.members[device].revoked <= epoch:
            key = self.members[device].card.sign_key
        else:
            raise DeviceUnknown(device)
        try:
            VerifyKey(bytes.fromhex(key)).verify(words, signature)
        except (CryptoError, ValueError) as error:
            raise ChangeForged(device, 0) from error


def new_seed() -> bytes:
    """What a device signs with."""
    return secrets.token_bytes(KEY_BYTES)


def signed(keys: Keys, change: Change) -> Change:
    """An own change with its signature; another device's as it came. Raises DeviceUnknown for one of nobody's."""
    if change.sig or (change.op == NOTHING and change.device not in keys.seeds):
        return change
    signature = keys.sign(change.device, _words(keys, change, keys.epoch))
    return replace(change, sig=f"{keys.epoch}:{signature.hex()}")


def checked(keys: Keys, change: Change) -> Change:
    """A change that came in, if the device it names wrote it. Raises ChangeForged, DeviceUnknown."""
    if not change.sig and change.op == NOTHING:
        return change.emptied()
    try:
        epoch, _, signature = change.sig.partition(":")
        keys.check(change.device, int(epoch), _words(keys, change, int(epoch)), bytes.fromhex(signature))
    except (ChangeForged, ValueError) as error:
        raise ChangeForged(change.device, change.seq) from error
    return change


def seal(keys: Keys, change: Change) -> Sealed:
    """A change as the hub keeps it. Raises DeviceUnknown."""
    label = Sealed(change.device, change.seq, change.id, change.clock, b"")
    content = zlib.compress(json.dumps(_content(signed(keys, change))).encode())
    words = len(content).to_bytes(LENGTH_BYTES) + content
    room = -(HEAD + len(words) + SEAL_BYTES) % BLOCK
    nonce = secrets.token_bytes(NONCE_BYTES)
    locked = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        words + bytes(room), _label(keys, label), nonce, keys.of_epoch[keys.epoch]
    )
    body = VERSION + keys.epoch.to_bytes(EPOCH_BYTES) + nonce + locked
    return Sealed(label.device, label.seq, label.id, label.clock, body)


def unseal(keys: Keys, sealed: Sealed) -> Change:
    """The change behind it. Raises ChangeForged for one altered or relabelled, DeviceUnknown, EpochUnknown, ChangeImpossible."""
    epoch = int.from_bytes(sealed.body[len(VERSION) : len(VERSION) + EPOCH_BYTES])
    if not sealed.body.startswith(VERSION) or len(sealed.body) <= HEAD + SEAL_BYTES:
        raise ChangeForged(sealed.device, sealed.seq)
    if epoch not in keys.of_epoch:
        raise EpochUnknown(epoch)
    nonce = sealed.body[HEAD - NONCE_BYTES : HEAD]
    try:
        words = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed.body[HEAD:], _label(keys, sealed), nonce, keys.of_epoch[epoch]
        )
    except (CryptoError, ValueError) as error:
        raise ChangeForged(sealed.device, sealed.seq) from error
    change = from_content(sealed.device, sealed.seq, sealed.clock, _unpacked(sealed, words))
    if change.id != sealed.id:
        raise ChangeForged(sealed.device, sealed.seq)
    return checked(keys, change)


def _unpacked(sealed: Sealed, words: bytes) -> object:
    size = int.from_bytes(words[:LENGTH_BYTES])
    try:
        content = zlib.decompressobj().decompress(words[LENGTH_BYTES : LENGTH_BYTES + size], LONGEST)
        return json.loads(content)
    except (zlib.error, ValueError) as error:
        raise ChangeImpossible(sealed.device, sealed.seq) from error


def _content(change: Change) -> list[object]:
    return [*_said(change), change.sig]


def _said(change: Change) -> list[object]:
    return [
        *(change.at, change.client, change.entity, change.row, change.op),
        *(change.vals, change.author, change.save, change.knows),
    ]


def from_content(device: str, seq: int, clock: int, content: object) -> Change:
    """A change from its parts, as they came. Raises ChangeImpossible."""
    match content:
        case [
            str(at),
            str(client),
            str(entity),
            str(row),
            str(op),
            str(vals),
            str(author),
            int(save),
            str(knows),
            str(sig),
        ]:
            change = Change(device, seq, clock, at, client, entity, row, op, vals, author, save, knows, sig)
        case _:
            raise ChangeImpossible(device, seq)
    try:
        _ = change.id
    except ValueError as error:
        raise ChangeImpossible(device, seq) from error
    return change


def content_of(change: Change) -> list[object]:
    """All of a signed change but device, number and clock."""
    return _content(change)


def _label(keys: Keys, sealed: Sealed) -> bytes:
    return f"{keys.team}|{sealed.device}|{sealed.seq}|{sealed.id}|{sealed.clock}".encode()


def _words(keys: Keys, change: Change, epoch: int) -> bytes:
    """What is signed."""
    label = Sealed(change.device, change.seq, change.id, change.clock, b"")
    said = json.dumps(_said(change), separators=(",", ":"))
    return b"psw-tui change\0" + _label(keys, label) + f"|{epoch}\0".encode() + said.encode()
