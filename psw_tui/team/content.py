"""A change as what is signed and what travels: its parts in one order, without device, number and clock."""

from __future__ import annotations

from psw_tui.storage.change import Change
from psw_tui.storage.errors import ChangeImpossible


def content_of(change: Change) -> list[object]:
    """All of a signed change but device, number and clock."""
    return [*said_by(change), change.sig]


def said_by(change: Change) -> list[object]:
    """What its device signs, besides the label."""
    return [
        *(change.at, change.client, change.entity, change.row, change.op),
        *(change.vals, change.author, change.save, change.knows),
    ]


def from_content(device: str, seq: int, clock: int, content: object) -> Change:
    """A change from its parts, as they came. Raises ChangeImpossible."""
    match content:
        case [
            str(at),
            str(client),
            str(entity),
            str(row),
            str(op),
            str(vals),
            str(author),
            int(save),
            str(knows),
            str(sig),
        ]:
            change = Change(device, seq, clock, at, client, entity, row, op, vals, author, save, knows, sig)
        case _:
            raise ChangeImpossible(device, seq)
    try:
        _ = change.id
    except ValueError as error:
        raise ChangeImpossible(device, seq) from error
    return change
