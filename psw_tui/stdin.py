"""Standard input below Python's own buffer, for whoever reads a first line and leaves the rest to others."""

from __future__ import annotations

import sys
from typing import BinaryIO


def standard_input() -> BinaryIO:
    """Standard input without a buffer, whose lock a waiting thread would hold to the very end."""
    buffer = sys.stdin.buffer
    raw: BinaryIO = getattr(buffer, "raw", buffer)
    return raw


def first_line(source: BinaryIO, longest: int) -> bytes:
    """The bytes up to the first line end, at most one more than `longest`; nothing after it is read."""
    found = b""
    while len(found) <= longest:
        byte = source.read(1)
        if not byte or byte == b"\n":
            break
        found += byte
    return found.removesuffix(b"\r")
