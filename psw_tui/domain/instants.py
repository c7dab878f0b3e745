"""A moment as it is stored: text in UTC, fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime

_STORED = "%Y-%m-%dT%H:%M:%S.%fZ"


def write_instant(moment: datetime) -> str:
    """The stored text of an aware `moment`. Raises ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return moment.astimezone(UTC).strftime(_STORED)


def read_instant(text: str) -> datetime:
    """The aware UTC moment behind a stored text."""
    return datetime.strptime(text, _STORED).replace(tzinfo=UTC)
