"""The pages of the manual, as they lie in assets/help."""

from __future__ import annotations

from psw_tui.resources import asset


def help_text(language: str, page: str) -> str:
    """A page of the manual; the first one where there is none of that name."""
    node = asset("help", language, f"{page}.md")
    if not node.is_file():
        node = asset("help", language, "start.md")
    return node.read_text(encoding="utf-8")
