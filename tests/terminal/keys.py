"""What a terminal sends for keys that are no letters."""

from __future__ import annotations

_CURSOR = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_FIRST_FOUR = {f"f{number}": letter for number, letter in enumerate("PQRS", 1)}
_TILDE = {
    "insert": 2,
    "delete": 3,
    "pageup": 5,
    "pagedown": 6,
    "f5": 15,
    "f6": 17,
    "f7": 18,
    "f8": 19,
    "f9": 20,
    "f10": 21,
}

KEYS: dict[str, str] = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    **{f"ctrl+{letter}": chr(ord(letter) & 31) for letter in "abcdefghijklmnopqrstuvwxyz"},
    **{name: f"\x1b[{letter}" for name, letter in _CURSOR.items()},
    **{name: f"\x1bO{letter}" for name, letter in _FIRST_FOUR.items()},
    **{name: f"\x1b[{number}~" for name, number in _TILDE.items()},
}


def encoded(key: str) -> bytes:
    """The bytes of one key: a name from the list, or the character itself."""
    return KEYS.get(key, key).encode()


def pasted(text: str) -> bytes:
    """A text as a terminal hands over what was pasted: its line ends are those of the Enter key."""
    return b"\x1b[200~" + text.replace("\n", "\r").encode() + b"\x1b[201~"
