"""A path as people type it, or drop it onto the terminal."""

from __future__ import annotations

from pathlib import Path


def path_of(typed: str) -> Path:
    """What was typed as a path; ~ as people mean it."""
    bare = typed[1:-1] if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\"" else typed
    try:
        return Path(bare).expanduser()
    except RuntimeError:  # a ~ of nobody
        return Path(bare)
