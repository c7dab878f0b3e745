"""A document before it is drawn: a title and blocks, in one language, with every word already chosen.

Whoever builds one decides what may stand in it. Whoever draws one adds nothing and leaves nothing out. All text is
plain: how a format marks its headings or its links is for the renderer to keep out of the words of people.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """The title of a part."""

    text: str
    level: int = 2
    """2 for a part, 3 for a part of a part; the title of the document is 1."""


@dataclass(frozen=True)
class Paragraph:
    """Whole sentences. A line break in the text stays one."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, as they said them."""

    text: str
    whose: str = ""
    """Who said so, and when, where that is not plain."""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Questions beside their answers."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """(question, lines of the answer)."""


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    """What the table shows, for those who do not see it at a glance."""


@dataclass(frozen=True)
class Tick:
    """A box to tick by hand, or one that is ticked."""

    text: str
    ticked: bool = False


@dataclass(frozen=True)
class Blank:
    """A line to write on by hand, such as for a signature."""

    label: str
    lines: int = 1


Block = Heading | Paragraph | Quote | Bullets | Answers | Table | Tick | Blank


@dataclass(frozen=True)
class Document:
    """One paper, whole."""

    title: str
    language: str
    """Its code, such as `fr`: screen readers pronounce by it."""
    blocks: tuple[Block, ...]
    about: tuple[str, ...] = ()
    """Lines under the title: whose it is, of when, who made it."""
    footer: str = ""
    """Said at the bottom of every page."""
    compact: bool = False
    """Whether it should stay on one page: letters and margins are smaller then."""
    stem: str = "report"
    """What its file is called, without an ending: plain letters, figures and hyphens, and nobody's name."""
