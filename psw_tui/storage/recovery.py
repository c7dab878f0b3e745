"""The recovery code: the root itself, in 36 symbols that survive pen, paper and a tired reader.

Crockford base32 has no I, L, O, U; typed in their place they are read as the symbol they resemble. 32 symbols hold
the 160 bits, 4 more hold 20 bits of SHA-256 over them, so that one wrong code in a million goes unnoticed.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterator

from psw_tui.storage.errors import CodeCharacter, CodeLength, CodeMismatch

ROOT_BYTES = 20
"""Size of the root secret."""

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a code is made of; the place of a symbol is its value."""

GROUP = 4
"""Symbols per group on the sheet."""

CHECK = 4
"""Symbols at the end that only check the others."""

LENGTH = ROOT_BYTES * 8 // 5 + CHECK
"""Symbols in a whole code."""

_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_RFC4648, SYMBOLS)
_FROM_CROCKFORD = str.maketrans(SYMBOLS, _RFC4648)
_LOOKALIKES = str.maketrans("OILU", "011V")
_ALSO_DASHES = "−_"


def encode(root: bytes) -> str:
    """The code for a root of 20 bytes: nine groups of four. ValueError for any other size."""
    if len(root) != ROOT_BYTES:
        raise ValueError("a root has 20 bytes")
    symbols = base64.b32encode(root).decode().translate(_TO_CROCKFORD) + _check_symbols(root)
    return "-".join(symbols[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def decode(text: str) -> bytes:
    """The 20-byte root behind a typed code, forgiving case, spaces, dashes and look-alikes.

    Raises CodeCharacter, CodeLength or CodeMismatch, in this order: all of them are a BadRecoveryCode.
    """
    symbols = _read(text)
    if len(symbols) != LENGTH:
        raise CodeLength(len(symbols), LENGTH)
    if not _agrees(symbols):
        raise CodeMismatch(_suspects(symbols))
    return _root_of(symbols)


def _read(text: str) -> str:
    """Only the symbols of what was typed, each as the sheet would print it."""
    typed = [character for character in unicodedata.normalize("NFKC", text) if not _is_spacing(character)]
    symbols = [character.upper().translate(_LOOKALIKES) for character in typed]
    for position, (symbol, character) in enumerate(zip(symbols, typed, strict=True), 1):
        if len(symbol) != 1 or symbol not in SYMBOLS:
            raise CodeCharacter(position, character)
    return "".join(symbols)


def _is_spacing(character: str) -> bool:
    return character.isspace() or character in _ALSO_DASHES or unicodedata.category(character) == "Pd"


def _root_of(symbols: str) -> bytes:
    return base64.b32decode(symbols[:-CHECK].translate(_FROM_CROCKFORD))


def _agrees(symbols: str) -> bool:
    return _check_symbols(_root_of(symbols)) == symbols[-CHECK:]


def _check_symbols(root: bytes) -> str:
    digest = hashlib.sha256(b"psw-recovery/1" + root).digest()
    bits = int.from_bytes(digest[:3], "big") >> 4
    return "".join(SYMBOLS[bits >> shift & 31] for shift in (15, 10, 5, 0))


def _suspects(symbols: str) -> tuple[int, ...]:
    """The groups that hold the slip, if one wrong symbol or one swapped pair explains everything."""
    places = {at for slip, places in _single_slips(symbols) if _agrees(slip) for at in places}
    return tuple(sorted({at // GROUP + 1 for at in places}))


def _single_slips(symbols: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every code one slip away, with the places that differ."""
    for at, present in enumerate(symbols):
        for other in SYMBOLS:
            if other != present:
                yield symbols[:at] + other + symbols[at + 1 :], (at,)
    for at in range(len(symbols) - 1):
        if symbols[at] != symbols[at + 1]:
            yield symbols[:at] + symbols[at + 1] + symbols[at] + symbols[at + 2 :], (at, at + 1)
