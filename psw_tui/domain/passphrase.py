"""How long a new passphrase may be."""

from __future__ import annotations

SHORTEST = 8
"""Characters; below this a stolen laptop is opened in an evening whatever the key derivation costs."""

LONGEST = 1000
"""Characters; more is some other text that was pasted, and no file of a passphrase may hold it."""
