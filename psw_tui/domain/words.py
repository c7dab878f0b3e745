"""The mark that tells the catalogue which words a worker will read."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Return `words` unchanged; they are translated where they are shown, not where they are declared."""
    return words
