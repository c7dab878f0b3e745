"""Tells whether an Ed25519 signature in a minisign file is right, with nothing but Python (RFC 8032, verification only).

The installer needs it before anything is installed, and Python has none of its own. Nothing here is secret, so nothing
here needs to take the same time every time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, x*y = T/Z."""

IDENTITY: Point = (0, 1, 1, 0)


class Unreadable(ValueError):
    """A key or signature file is none of minisign's."""


@dataclass(frozen=True)
class PublicKey:
    """What the agency gives out; `spelled` is what stands on its paper."""

    spelled: str
    number: bytes
    point: bytes


@dataclass(frozen=True)
class Signature:
    """What lies beside the sums."""

    hashed: bool
    """Whether a BLAKE2b of the file was signed, as minisign does now, or the file itself."""
    number: bytes
    of_file: bytes
    trusted_comment: bytes
    of_comment: bytes


def read_public_key(text: bytes) -> PublicKey:
    """A minisign .pub file, or its second line alone. Raises Unreadable."""
    lines = text.splitlines()
    spelled = lines[-1].strip() if lines else b""
    raw = _decoded(spelled, 42)
    if raw[:2] != b"Ed":
        raise Unreadable(spelled)
    return PublicKey(spelled.decode("ascii"), raw[2:10], raw[10:])


def read_signature(text: bytes) -> Signature:
    """A .minisig file. Raises Unreadable."""
    lines = text.splitlines()
    if (
        len(lines) != 4
        or not lines[0].startswith(b"untrusted comment: ")
        or not lines[2].startswith(b"trusted comment: ")
    ):
        raise Unreadable("four lines")
    raw = _decoded(lines[1], 74)
    if raw[:2] not in (b"Ed", b"ED"):
        raise Unreadable(raw[:2])
    comment = lines[2][len(b"trusted comment: ") :]
    return Signature(raw[:2] == b"ED", raw[2:10], raw[10:], comment, _decoded(lines[3], 64))


def signed_by(key: PublicKey, signature: Signature, content: bytes) -> bool:
    """Whether `key` signed both the file and what the signature says about it."""
    message = hashlib.blake2b(content).digest() if signature.hashed else content
    return (
        signature.number == key.number
        and verify(key.point, message, signature.of_file)
        and verify(key.point, signature.of_file + signature.trusted_comment, signature.of_comment)
    )


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032, 5.1.7, without the cofactor; points spelled in two ways and keys of small order are refused."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, first = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or first is None or scalar >= ORDER or _same(_times(8, key), IDENTITY):
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return _same(_times(scalar, BASE), _plus(first, _times(challenge, key)))


def _plus(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = _plus(result, point)
        point = _plus(point, point)
        scalar >>= 1
    return result


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def _point(spelled: bytes) -> Point | None:
    number = int.from_bytes(spelled, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = P - x
    return (x, y, 1, x * y % P)


def _decoded(line: bytes, length: int) -> bytes:
    try:
        raw = base64.b64decode(line.strip(), validate=True)
    except binascii.Error as problem:
        raise Unreadable(line) from problem
    if len(raw) != length:
        raise Unreadable(line)
    return raw


def _base() -> Point:
    found = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    if found is None:
        raise ArithmeticError
    return found


BASE = _base()
