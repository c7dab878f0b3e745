"""Which column of a table holds what, told by its heading alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence


def folded(text: str) -> str:
    """A heading as it is compared: no capitals, no accents, no signs, single spaces."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def told_apart(headings: Iterable[str], nameless: str) -> list[str]:
    """Headings that differ from each other; one without words is called `nameless` and its number."""
    found: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = heading or f"{nameless} {number}"
        again = 2
        while name in found:
            name, again = f"{heading or nameless} ({again})", again + 1
        found.append(name)
    return found


def matched(headings: Sequence[str], names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """By heading: the field that it names. A field is taken by the first heading that names it."""
    by_name = {folded(name): field for field, known in names.items() for name in (field, *known)}
    found: dict[str, str] = {}
    for heading in headings:
        field = by_name.get(folded(heading), "")
        if field and field not in found.values():
            found[heading] = field
    return found
