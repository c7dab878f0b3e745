"""What text from people is allowed to hold, wherever it comes from."""

from __future__ import annotations

import re
import unicodedata

_STRING = r"[^\x00-\x1f\x7f-\x9f]*"
_TERMINAL_SEQUENCE = re.compile(
    rf"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    rf"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]){_STRING}(?:\x07|\x1b\\|\x9c)"  # OSC and its kin: titles, clipboard, links
)

_NEWLINE = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # what is left of C0 and C1
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"  # marks that turn the direction of writing
    "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # marks nobody sees; ZWJ and ZWNJ are not among them
    "\ud800-\udfff"  # halves of characters, which no file can hold
    "\U000e0000-\U000e007f"  # invisible copies of ASCII
    "]"
)


def plain(text: str) -> str:
    """`text` as it may be kept and shown: NFC, "\\n" newlines, nothing that steers a terminal or hides. Idempotent."""
    visible = _TERMINAL_SEQUENCE.sub("", text)
    visible = _NEWLINE.sub("\n", visible).replace("\t", " ")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", visible))


def one_line(text: str) -> str:
    """`plain` text with its newlines turned into spaces and no space around it. Idempotent."""
    return plain(text).replace("\n", " ").strip()
