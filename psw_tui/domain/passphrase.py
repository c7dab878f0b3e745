"""What can be told of a passphrase by looking at it: how long a new one may be, and whether Caps Lock may be on."""

from __future__ import annotations

SHORTEST = 8
"""Characters; below this a stolen laptop is opened in an evening whatever the key derivation costs."""

LONGEST = 1000
"""Characters; more is some other text that was pasted, and no file of a passphrase may hold it."""

FEWEST = 3
"""Capital letters in a row that are no accident."""


def looks_like_caps_lock(typed: str) -> bool:
    """Whether only capitals were typed: no terminal tells that Caps Lock is on."""
    letters = [sign for sign in typed if sign.isalpha()]
    return len(letters) >= FEWEST and all(sign.isupper() for sign in letters)


PRACTICE = "practice"
"""Opens what holds nobody but made-up people. Everybody may know it: it stands on the screen."""
