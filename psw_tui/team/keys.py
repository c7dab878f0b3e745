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
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from hashlib import sha256

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from psw_tui.storage.change import NOTHING, Change
from psw_tui.storage.errors import ChangeForged, ChangeImpossible, DeviceUnknown, EpochUnknown, TakenOut
from psw_tui.storage.sealing import recipient_of
from psw_tui.team.content import content_of, from_content, said_by
from psw_tui.team.sealed import Sealed

BLOCK = 256
"""Sealed changes are as long as a multiple of this, so that their length tells little."""

KEY_BYTES = 32
NONCE_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
SEAL_BYTES = bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES
VERSION = b"\x01"
EPOCH_BYTES = 4
MARK_BYTES = 4
HEAD = len(VERSION) + EPOCH_BYTES + MARK_BYTES + NONCE_BYTES
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
    """The epoch that began when it was taken out; 0 for a member."""
    upto: int = 0
    """The last of its lines that is here, or that somebody believed had. Of one revoked no later line is believed."""


@dataclass(frozen=True)
class Keys:
    """All that signing, sealing and checking takes."""

    team: str
    name: str
    epoch: int
    of_epoch: Mapping[int, Sequence[bytes]]
    """Several where two people made one without knowing of each other; in order, so that all seal with the same."""
    seeds: Mapping[str, bytes]
    members: Mapping[str, Member]
    identity: str = ""

    @property
    def recipient(self) -> str:
        """What others lock with for this laptop: the same after restoring, whatever its name in the log."""
        return recipient_of(self.identity)

    @property
    def gone(self) -> frozenset[str]:
        """The recipients of the laptops that were taken out: they and whatever comes of them by restoring."""
        return frozenset(each.card.recipient for each in self.members.values() if each.revoked)

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

    def sign_all(self, words: bytes) -> dict[str, str]:
        """What each name this vault has written under signs, so that whoever knows one of them believes it. Raises TakenOut."""
        if self.recipient in self.gone:
            raise TakenOut
        return {device: self.sign(device, words).hex() for device in sorted(self.seeds)}

    def believes(self, device: str) -> bool:
        """Whether that is this laptop, or somebody who is in the team now."""
        member = self.members.get(device)
        return device in self.seeds or (member is not None and member.card.recipient not in self.gone)

    def check(self, device: str, words: bytes, signature: str) -> None:
        """Return if somebody who is in the team now signed that. Raises DeviceUnknown, ChangeForged."""
        if not self.believes(device):
            raise DeviceUnknown(device)
        self._verify(device, words, signature)

    def check_line(self, change: Change, words: bytes, signature: str, *, vouched: bool) -> None:
        """Return if its device wrote the change, and was in the team as far as one can know. Raises DeviceUnknown, ChangeForged.

        Who was taken out can still pretend that it was before; so of them those lines count that somebody believed had
        before hearing of it, whatever epoch they name. Then all come to believe the same.
        """
        member = self.members.get(change.device)
        if change.device not in self.seeds and (
            member is None or (member.revoked and change.seq > member.upto and not vouched)
        ):
            raise DeviceUnknown(change.device)
        self._verify(change.device, words, signature)

    def _verify(self, device: str, words: bytes, signature: str) -> None:
        key = self.sign_key(device) if device in self.seeds else self.members[device].card.sign_key
        verify(device, key, words, signature)


def verify(device: str, sign_key: str, words: bytes, signature: str) -> None:
    """Return if it was signed with this key. Raises ChangeForged."""
    try:
        VerifyKey(bytes.fromhex(sign_key)).verify(words, bytes.fromhex(signature))
    except (CryptoError, ValueError, TypeError) as error:
        raise ChangeForged(device, 0) from error


def new_key() -> bytes:
    """What a team locks with during one epoch."""
    return secrets.token_bytes(KEY_BYTES)


def new_seed() -> bytes:
    """What a device signs with."""
    return secrets.token_bytes(KEY_BYTES)


def signed(keys: Keys, change: Change) -> Change:
    """An own change with its signature; another device's as it came. Raises DeviceUnknown for one of nobody's."""
    if change.sig or (change.op == NOTHING and change.device not in keys.seeds):
        return change
    signature = keys.sign(change.device, _words(keys, change, keys.epoch))
    return change.signed(f"{keys.epoch}:{signature.hex()}")


def checked(keys: Keys, change: Change, *, vouched: bool = False) -> Change:
    """A change that came in, if the device it names wrote it. Raises ChangeForged, DeviceUnknown.

    `vouched` says that somebody believed had it and passed it on under their own signature.
    """
    if not change.sig and change.op == NOTHING:
        return change.emptied()
    try:
        epoch, _, signature = change.sig.partition(":")
        keys.check_line(change, _words(keys, change, int(epoch)), signature, vouched=vouched)
    except (ChangeForged, ValueError) as error:
        raise ChangeForged(change.device, change.seq) from error
    return change


def seal(keys: Keys, change: Change) -> Sealed:
    """A change as the hub keeps it. Raises DeviceUnknown."""
    label = Sealed(change.device, change.seq, change.id, change.clock, b"")
    content = zlib.compress(json.dumps(content_of(signed(keys, change))).encode())
    words = len(content).to_bytes(LENGTH_BYTES) + content
    room = -(HEAD + len(words) + SEAL_BYTES) % BLOCK
    nonce = secrets.token_bytes(NONCE_BYTES)
    key = keys.of_epoch[keys.epoch][0]
    locked = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(words + bytes(room), _label(keys, label), nonce, key)
    return Sealed(label.device, label.seq, label.id, label.clock, _head(keys.epoch, key) + nonce + locked)


def _head(epoch: int, key: bytes) -> bytes:
    """Which key it takes: an epoch, and a mark, as an epoch may have several."""
    return VERSION + epoch.to_bytes(EPOCH_BYTES) + sha256(b"psw-tui mark\0" + key).digest()[:MARK_BYTES]


def unseal(keys: Keys, sealed: Sealed) -> Change:
    """The change behind it. Raises ChangeForged for one altered or relabelled, DeviceUnknown, EpochUnknown, ChangeImpossible."""
    if not sealed.body.startswith(VERSION) or len(sealed.body) <= HEAD + SEAL_BYTES:
        raise ChangeForged(sealed.device, sealed.seq)
    nonce = sealed.body[HEAD - NONCE_BYTES : HEAD]
    try:
        words = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed.body[HEAD:], _label(keys, sealed), nonce, _key_for(keys, sealed.body)
        )
    except (CryptoError, ValueError) as error:
        raise ChangeForged(sealed.device, sealed.seq) from error
    change = from_content(sealed.device, sealed.seq, sealed.clock, _unpacked(sealed, words))
    if change.id != sealed.id:
        raise ChangeForged(sealed.device, sealed.seq)
    return checked(keys, change)


def _key_for(keys: Keys, body: bytes) -> bytes:
    """Raises EpochUnknown."""
    epoch = int.from_bytes(body[len(VERSION) : len(VERSION) + EPOCH_BYTES])
    for key in keys.of_epoch.get(epoch, ()):
        if body.startswith(_head(epoch, key)):
            return key
    raise EpochUnknown(epoch)


def _unpacked(sealed: Sealed, words: bytes) -> object:
    size = int.from_bytes(words[:LENGTH_BYTES])
    try:
        content = zlib.decompressobj().decompress(words[LENGTH_BYTES : LENGTH_BYTES + size], LONGEST)
        return json.loads(content)
    except (zlib.error, ValueError) as error:
        raise ChangeImpossible(sealed.device, sealed.seq) from error


def _label(keys: Keys, sealed: Sealed) -> bytes:
    return f"{keys.team}|{sealed.device}|{sealed.seq}|{sealed.id}|{sealed.clock}".encode()


def _words(keys: Keys, change: Change, epoch: int) -> bytes:
    """What is signed."""
    label = Sealed(change.device, change.seq, change.id, change.clock, b"")
    said = json.dumps(said_by(change), separators=(",", ":"))
    return b"psw-tui change\0" + _label(keys, label) + f"|{epoch}\0".encode() + said.encode()
