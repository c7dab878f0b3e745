"""The key file, format psw-vault/1: the root, sealed once per slot, under a header that only the root can sign.

    root ──HKDF(salt of vault.db)──> database key          root ──HKDF──> key of the header MAC
    passphrase ──Argon2id(salt and cost of the slot)──> key of the slot ──XChaCha20-Poly1305──> root

Bytes in, bytes out: where they lie is keyfiles.py. Nothing readable in it comes from the worker.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace

import nacl.exceptions
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _unseal,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _seal,
)

from psw_tui.storage import kdf
from psw_tui.storage.errors import KeysDamaged, WrongPassphrase
from psw_tui.storage.kdf import Profile

FORMAT = "psw-vault/1"
NONCE_BYTES = 24
FILE_SALT_BYTES = 16
"""The first 16 bytes of vault.db, kept here as well: damage to them would otherwise cost every page."""

_CHECKSUM = b"\n#sha256 "


@dataclass(frozen=True)
class Slot:
    """The root, sealed for one passphrase."""

    id: str
    """Names the slot within its file."""

    kind: str
    """What opens it; so far always `passphrase`."""

    label: str
    """What the slot is for, readable by anybody who has the file."""

    cost: Profile
    salt: bytes
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True)
class KeyFile:
    """Everything a key file says. Believe it only once `unlock` or `is_signed_by` has agreed."""

    vault: str
    """Names the vault; random."""

    seq: int
    """Grows with every change; of two copies the greater is the newer."""

    file_salt: bytes
    slots: tuple[Slot, ...]
    mac: bytes = b""
    """HMAC-SHA256 over all the rest under a key from the root."""


def fresh(root: bytes, passphrase: str, profile: Profile, *, file_salt: bytes, after: KeyFile | None = None) -> KeyFile:
    """A signed key file with one slot; `after` is the one it follows. Raises EmptyPassphrase, NotEnoughMemory."""
    vault, seq = (after.vault, after.seq + 1) if after else (secrets.token_hex(8), 1)
    slot = seal(root, passphrase, profile)
    return signed(KeyFile(vault=vault, seq=seq, file_salt=file_salt, slots=(slot,)), root)


def seal(root: bytes, passphrase: str, profile: Profile, label: str = "worker") -> Slot:
    """A new slot that opens with `passphrase`. Raises EmptyPassphrase, NotEnoughMemory."""
    salt, nonce = secrets.token_bytes(kdf.SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    bare = Slot(secrets.token_hex(4), "passphrase", label, profile, salt, nonce, b"")
    return replace(bare, ciphertext=_seal(root, _bound(bare), nonce, kdf.derive(passphrase, salt, profile)))


def unlock(keys: KeyFile, passphrase: str) -> tuple[bytes, Slot]:
    """The root and the slot that gave it.

    Raises WrongPassphrase; KeysDamaged if the header was changed by anything but this program; EmptyPassphrase;
    NotEnoughMemory.
    """
    for slot in keys.slots:
        key = kdf.derive(passphrase, slot.salt, slot.cost)
        try:
            root = _unseal(slot.ciphertext, _bound(slot), slot.nonce, key)
        except nacl.exceptions.CryptoError:
            continue
        if not is_signed_by(keys, root):
            raise KeysDamaged("header")
        return root, slot
    raise WrongPassphrase


def with_passphrase(
    keys: KeyFile, root: bytes, slot: Slot, passphrase: str, profile: Profile, *, seq: int = 0
) -> KeyFile:
    """The same keys, newer than they and than `seq`, with `slot` sealed anew. Raises EmptyPassphrase, NotEnoughMemory."""
    renewed = seal(root, passphrase, profile, slot.label)
    slots = tuple(renewed if other == slot else other for other in keys.slots)
    return signed(replace(keys, seq=max(keys.seq, seq) + 1, slots=slots), root)


def moved(keys: KeyFile, root: bytes) -> KeyFile:
    """Keys for another database under the same root: every slot opens it, and it has a name and a salt of its own."""
    name, salt = secrets.token_hex(8), secrets.token_bytes(FILE_SALT_BYTES)
    return signed(replace(keys, seq=1, vault=name, file_salt=salt), root)


def signed(keys: KeyFile, root: bytes) -> KeyFile:
    """The same keys with the MAC that belongs to them."""
    return replace(keys, mac=_mac(keys, root))


def is_signed_by(keys: KeyFile, root: bytes) -> bool:
    """Whether whoever wrote this header knew the root."""
    return hmac.compare_digest(_mac(keys, root), keys.mac)


def database_key(root: bytes, file_salt: bytes) -> bytearray:
    """SQLCipher's keyspec, 99 bytes: x'<64 hex digits of key><32 of salt>'. ValueError unless the salt has 16 bytes.

    Any other length would silently be taken for a passphrase. Overwrite it after use.
    """
    if len(file_salt) != FILE_SALT_BYTES:
        raise ValueError("the salt of a database has 16 bytes")
    key = hkdf(root, file_salt, b"psw-vault/1 sqlcipher key")
    return bytearray(b"x'" + key.hex().encode() + file_salt.hex().encode() + b"'")


def hkdf(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    """32 bytes by HKDF-SHA256 (RFC 5869), whose first block is all we need."""
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, purpose + b"\x01", hashlib.sha256).digest()


def pack(keys: KeyFile) -> bytes:
    """The file's bytes, with a checksum that tells accidents from a wrong passphrase."""
    body = json.dumps(header(keys) | {"mac": keys.mac.hex()}, sort_keys=True, indent=1).encode()
    return body + _CHECKSUM + hashlib.sha256(body).hexdigest().encode() + b"\n"


def unpack(content: bytes) -> bytes:
    """The JSON within a packed file. Raises KeysDamaged if the checksum does not fit."""
    body, _, checksum = content.rpartition(_CHECKSUM)
    if hashlib.sha256(body).hexdigest().encode() != checksum.strip():
        raise KeysDamaged("checksum")
    return body


def header(keys: KeyFile) -> dict[str, object]:
    """What the MAC covers, as JSON knows it."""
    return {
        "format": FORMAT,
        "vault": keys.vault,
        "seq": keys.seq,
        "file_salt": keys.file_salt.hex(),
        "slots": [_slot_header(slot) for slot in keys.slots],
    }


def _slot_header(slot: Slot) -> dict[str, object]:
    cost = slot.cost
    return {
        "id": slot.id,
        "kind": slot.kind,
        "label": slot.label,
        "kdf": {"alg": "argon2id", "m": cost.memory_kib, "t": cost.passes, "p": cost.lanes, "salt": slot.salt.hex()},
        "nonce": slot.nonce.hex(),
        "ciphertext": slot.ciphertext.hex(),
    }


def _bound(slot: Slot) -> bytes:
    """What a ciphertext is tied to. The rest is left to the MAC, or a changed label would look like a wrong word."""
    return json.dumps([FORMAT, slot.id, slot.kind]).encode()


def _mac(keys: KeyFile, root: bytes) -> bytes:
    key = hkdf(root, b"", b"psw-vault/1 header mac")
    return hmac.new(key, json.dumps(header(keys), sort_keys=True).encode(), hashlib.sha256).digest()
