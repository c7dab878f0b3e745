"""Which records were written by several devices that did not know of each other's lines, found without reading them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from psw_tui.storage.change import Vector
from psw_tui.storage.folding import Knowledge, Record

BY_SEVERAL = """
SELECT entity, "row", device, seq FROM change WHERE op <> 'nothing' AND "row" IN (
    SELECT "row" FROM change WHERE op <> 'nothing' GROUP BY "row" HAVING min(device) <> max(device)
) ORDER BY "row", entity, device, seq
"""
"""The numbers of the lines about records that several devices wrote, record by record."""


def written_at_once(lines: Iterable[Sequence[Any]], knowledge: Knowledge) -> Iterator[Record]:
    """Of lines as `BY_SEVERAL` gives them: the records in which something may stand beside something else."""
    for (entity, row), about in groupby(lines, key=lambda line: (line[0], line[1])):
        numbers: dict[str, list[int]] = {}
        for _entity, _row, device, seq in about:
            numbers.setdefault(device, []).append(seq)
        if any(_is_beside(device, seq, numbers, knowledge) for device, every in numbers.items() for seq in every):
            yield Record(entity, row)


def _is_beside(device: str, seq: int, numbers: Mapping[str, Sequence[int]], knowledge: Knowledge) -> bool:
    """Whether this line and one of another device did not know of each other.

    What a device knows only grows, so it is enough to ask the first of each other device's lines that this one did not
    know.
    """
    known: Vector = knowledge.at(device, seq)
    for other, every in numbers.items():
        place = bisect_right(every, known.get(other, 0))
        if other != device and place < len(every) and knowledge.at(other, every[place]).get(device, 0) < seq:
            return True
    return False
