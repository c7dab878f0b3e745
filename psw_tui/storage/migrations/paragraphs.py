"""The statements of a migration as they lie beside it: one a paragraph, the first paragraph is a remark."""

from __future__ import annotations

from importlib.resources import files


def paragraphs_of(name: str) -> list[str]:
    """The statements of this file, in order."""
    return (files(__package__) / name).read_text(encoding="utf-8").split("\n\n")[1:]
