"""The rows of a long list, by pages: which are here, which are wanted next, and none kept that are far away."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

PAGE = 64
"""Rows asked for at once."""

MOST_PAGES = 8
"""So many pages are kept, or as many as the screen and what lies around it need."""


class HasId(Protocol):
    """What a row must have."""

    @property
    def id(self) -> str:
        """Its own, and no other row's."""


Row = TypeVar("Row", bound=HasId)


class PackedIds:
    """Ids of one length, end to end: 36 bytes for each, where a list of texts takes 93."""

    def __init__(self, ids: Sequence[str] = ()) -> None:
        """Raises ValueError for ids of several lengths."""
        if len(set(map(len, ids))) > 1:
            raise ValueError(ids)
        self._length = len(ids[0]) if ids else 1
        self._joined = "".join(ids)

    @classmethod
    def joined(cls, ids: str, length: int) -> PackedIds:
        """Ids that are end to end already."""
        packed = cls()
        packed._joined, packed._length = ids, length
        return packed

    def __len__(self) -> int:
        return len(self._joined) // self._length

    def at(self, index: int) -> str:
        """The id in this place, counted from 0."""
        return self._joined[index * self._length : (index + 1) * self._length]

    def page(self, start: int) -> tuple[str, ...]:
        """The ids of the page that begins in this place."""
        return tuple(self.at(index) for index in range(start, min(start + PAGE, len(self))))

    def place(self, id_: str) -> int:
        """Where this id stands; -1 for nowhere."""
        if len(id_) != self._length:
            return -1
        found = self._joined.find(id_)
        while found % self._length and found >= 0:  # the end of one and the beginning of the next look like it
            found = self._joined.find(id_, found + 1)
        return found // self._length if found >= 0 else -1


@dataclass(frozen=True)
class Page:
    """Some of the rows in one order of them."""

    start: int
    ids: tuple[str, ...]
    order: int
    """Which order it belongs to; rows of an earlier one are not put in any more."""
    in_sight: bool
    """Some of it is on screen."""


class PagedRows(Generic[Row]):
    """The ids of all rows, and the rows of the few pages around the screen."""

    def __init__(self) -> None:
        self.ids = PackedIds()
        self._order = 0
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._rows: dict[str, Row] = {}
        self._former: dict[str, Row] = {}
        """What was known before the present order: shown until it is known anew, so that nothing goes blank."""
        self._sight = range(0)
        self.around = range(0)
        """What is on screen, and a screenful before and after it."""

    def order(self, ids: PackedIds) -> None:
        """These rows from now on; every page is wanted anew."""
        self.ids = ids
        self._order += 1
        self._former |= self._rows
        self._pages.clear()
        self._rows = {}

    def look(self, top: int, height: int) -> None:
        """Be told which rows are on screen. A screenful before and after them is wanted as well, and both ends."""
        self._sight = range(top, min(top + max(1, height), len(self.ids)))
        self.around = range(max(0, top - height), min(top + 2 * height, len(self.ids)))

    def row(self, index: int) -> Row | None:
        """What is known of the row in this place."""
        id_ = self.ids.at(index)
        return self._rows.get(id_) or self._former.get(id_)

    def wanted(self) -> Page | None:
        """The page that is missed most; none when all that is wanted is here."""
        for start in self._starts():
            if start not in self._pages:
                in_sight = start < self._sight.stop and start + PAGE > self._sight.start
                return Page(start, self.ids.page(start), self._order, in_sight)
        self._former = {}
        return None

    def put(self, page: Page, rows: Iterable[Row]) -> bool:
        """Put the rows of a page in, and let pages go that are far away. False when it belongs to an earlier order."""
        if page.order != self._order:
            return False
        self._pages[page.start] = page
        self._rows.update({row.id: row for row in rows})
        near = set(self._starts())
        for start in [start for start in self._pages if start not in near]:
            if len(self._pages) <= MOST_PAGES:
                break
            for id_ in self._pages.pop(start).ids:
                self._rows.pop(id_, None)
        return True

    def _starts(self) -> Iterator[int]:
        """Where the wanted pages begin, what is on screen first."""
        ends = (range(min(1, len(self.ids))), range(max(0, len(self.ids) - len(self._sight)), len(self.ids)))
        for rows in (self._sight, self.around, *ends):
            if rows:
                yield from range(rows.start - rows.start % PAGE, rows.stop, PAGE)
