"""The manual: pages of assets/help in the order a new worker reads them, each also the help of a screen or a chapter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psw_tui.domain.words import N_
from psw_tui.resources import asset

FIRST_PAGE = "start"
"""Shown where a page is missing, as in a damaged installation."""

_PLACE = re.compile(r"\{(\w+:[\w.]+)\}")


@dataclass(frozen=True)
class Part:
    """Some chapters that belong together, under a heading still to be translated."""

    heading: str
    pages: Sequence[str]


PARTS = (
    Part(N_("To begin"), (FIRST_PAGE, "first_day", "set_up", "practice", "unlock")),
    Part(
        N_("Every day"),
        ("caseload", "add_client", "client", "debrief", "anything_else", "quick_note", "drafts", "to_do", "goal"),
    ),
    Part(N_("When it has not helped yet"), ("fresh_look", "steps", "competencies", "requests", "handing_over")),
    Part(N_("The people around a client"), ("contacts", "permissions", "shown")),
    Part(N_("In an emergency"), ("crisis", "safety")),
    Part(N_("Writing and finding"), ("forms", "words", "find", "timeline", "corrections", "history")),
    Part(
        N_("Keeping it safe"),
        ("security", "passphrase", "recovery_code", "backups", "keeping", "health", "lost_laptop"),
    ),
    Part(N_("More"), ("options", "importing", "papers", "supervisors", "team", "team_admin", "plain", "keys")),
)


@dataclass(frozen=True)
class Chapter:
    """One page as it is read."""

    name: str
    title: str
    text: str
    """Markdown, with the keys in their places."""


def chapter(language: str, name: str, words: Mapping[str, str]) -> Chapter:
    """The page of this name; `words` are what stands for its places, such as `key:form.save`."""
    node = asset("help", language, f"{name}.md")
    if not node.is_file():
        node = asset("help", language, f"{FIRST_PAGE}.md")
    text = fill_in(node.read_text(encoding="utf-8"), words)
    return Chapter(name, text.partition("\n")[0].lstrip("# "), text)


def chapters(language: str, words: Mapping[str, str]) -> dict[str, Chapter]:
    """Every page by its name, in the order of the manual."""
    return {name: chapter(language, name, words) for part in PARTS for name in part.pages}


def fill_in(text: str, words: Mapping[str, str]) -> str:
    """The text with its places filled. A place nobody knows stays: an agency may have written the page."""
    return _PLACE.sub(lambda place: words.get(place[1], place[0]), text)
