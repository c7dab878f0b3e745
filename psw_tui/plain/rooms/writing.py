"""A new client, what is kept about one, and the options."""

from __future__ import annotations

from functools import partial

from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.records.client import Client
from psw_tui.sheets import writing as sheets
from psw_tui.sheets.statements import new_statement


def add_client(desk: Desk) -> Client | None:
    """A new client, with a code made for them."""
    added: Client | None = fill(desk, partial(sheets.new_client, desk.vault, desk.language))
    return added


def change_client(desk: Desk, client: Client) -> None:
    """What is kept about a client."""
    fill(desk, partial(sheets.change_client, desk.vault, client))


def statement(desk: Desk, client: Client) -> None:
    """What the client sees differently, begun on a screen in their hands."""
    title = desk.say(N_("What they see differently: {code}"), code=client.code)
    fill(desk, partial(new_statement, desk.vault, client, title))


def first_day(desk: Desk) -> None:
    """What of the options matters on the first day."""
    fill(desk, partial(sheets.first_day, desk.vault, desk.language))


def options(desk: Desk) -> None:
    """The program's settings."""
    fill(desk, partial(sheets.options, desk.vault, desk.language))
