"""What a terminal answers when a program asks it something: without answers programs wait for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ASKED = re.compile(
    rb"\x1b\[(?P<device>[>=]?)0?c"
    rb"|\x1b\[(?P<status>\??[56])n"
    rb"|\x1b\[\?(?P<mode>\d+)\$p"
    rb"|(?P<version>\x1b\[>0?q)"
    rb"|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)"
)
_LONGEST = 32
"""Bytes of the longest question, to know one that came in two parts."""

_KNOWN_MODES = {b"2026", b"2004", b"1049", b"1004", b"1006", b"25"}
_DEVICE = {b"": b"\x1b[?62;22c", b">": b"\x1b[>1;4000;0c", b"=": b"\x1bP!|00000000\x1b\\"}
_COLOURS = {b"10": b"e0e0/e0e0/e0e0", b"11": b"1010/1010/1010"}


class Replies:
    """Finds questions in what a program sends. The kitty keyboard goes unanswered: there is none."""

    def __init__(self) -> None:
        self._rest = b""

    def to(self, sent: bytes, cursor: tuple[int, int]) -> Iterator[bytes]:
        """The answers, in the order of the questions."""
        seen, end = self._rest + sent, 0
        for found in _ASKED.finditer(seen):
            end = found.end()
            yield _reply(found, cursor)
        self._rest = seen[max(end, len(seen) - _LONGEST) :]


def _reply(found: re.Match[bytes], cursor: tuple[int, int]) -> bytes:
    asked = found[found.lastgroup or 0]
    match found.lastgroup:
        case "device":
            return _DEVICE[asked]
        case "status" if asked.endswith(b"5"):
            return b"\x1b[0n"
        case "status":
            return b"\x1b[%s%d;%dR" % (asked[:-1], *cursor)
        case "mode":
            return b"\x1b[?%s;%d$y" % (asked, 2 if asked in _KNOWN_MODES else 0)
        case "version":
            return b"\x1bP>|psw-test(1)\x1b\\"
        case _:
            return b"\x1b]%s;rgb:%s\x1b\\" % (asked, _COLOURS[asked])
