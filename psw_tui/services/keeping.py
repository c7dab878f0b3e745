"""Keeping records no longer than needed: whose is due for review, what is on hold, what waits to be erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice
from psw_tui.records.client import Client
from psw_tui.records.keeping import KeepOnForm
from psw_tui.records.leaving import Erasure, Fate
from psw_tui.services.erasing import erasures
from psw_tui.services.settings import settings
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


class Standing(Choice):
    """How it stands with the keeping of a record."""

    DUE = "due", N_("due for review")
    WAITING = "waiting", N_("waits to be erased")
    ON_HOLD = "on_hold", N_("on hold, is not erased")
    ERASED = "erased", N_("erased")
    CALLED_OFF = "called_off", N_("erasing called off")


@dataclass(frozen=True)
class Kept:
    """One line of the list of records to review."""

    standing: Standing
    code: str
    client: str = ""
    """Its id; empty where there is nothing left to open."""
    last: date | None = None
    """The day of the last contact; before there was one the day you met, or since when things stand as they do."""
    met: bool = False
    """Whether there was a contact on that day."""
    review_on: date | None = None
    hold: bool = False
    erasure: Erasure | None = None

    @property
    def id(self) -> str:
        """What marks it in a list."""
        return self.erasure.id if self.erasure else self.client


def review(vault: Vault) -> list[Kept]:
    """Records due for review, those that wait to be erased, those on hold, and what was erased or called off."""
    asked = erasures(vault)
    waiting = {each.erases: each for each in asked if each.fate is None}
    found = list(_in_question(vault, waiting))
    order = list(Standing)
    found.sort(key=lambda kept: (order.index(kept.standing), kept.last or date.min, kept.code))
    erased = {each.erases for each in asked if each.fate == Fate.ERASED}
    return [*found, *(_ended(each, erased) for each in asked if each.fate is not None)]


def keep_on(vault: Vault, client: Client, form: KeepOnForm) -> Client:
    """Keep a record on until this day, then ask again."""
    with writing(vault) as tx:
        tx.drop_draft(client.id, "keep_on", "")
        return tx.change(Client, client.id, review_on=form.review_on)


def set_hold(vault: Vault, client: str, *, hold: bool) -> Client:
    """Say that a record must be kept, or that it need not be any more."""
    with writing(vault) as tx:
        return tx.change(Client, client, hold=hold)


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; the 28th for a 29 February that year does not have."""
    if day.year <= years:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _in_question(vault: Vault, waiting: Mapping[str, Erasure]) -> Iterator[Kept]:
    """One question for all clients. A day to decide again counts in place of the years."""
    today, years = vault.clock.today(), settings(vault).keep_years
    before = years_before(today, years).isoformat() if years else ""
    rows = listing(vault, _QUESTION, today=today.isoformat(), before=before)
    for row in rows:
        erasure = waiting.get(row["id"])
        standing = Standing.WAITING if erasure else Standing.ON_HOLD if row["hold"] else Standing.DUE
        yield Kept(standing, row["code"], row["id"], **_days(row), hold=bool(row["hold"]), erasure=erasure)


def _days(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("last", "review_on")}
    return days | {"met": bool(row["met"])}


def _ended(erasure: Erasure, erased: Set[str]) -> Kept:
    """`erased` are the ids of those who are gone, be it by a later wish than this one."""
    standing = Standing.ERASED if erasure.fate == Fate.ERASED else Standing.CALLED_OFF
    return Kept(standing, erasure.code, "" if erasure.erases in erased else erasure.erases, erasure=erasure)


_QUESTION = """
SELECT client.id, client.code, client.hold, client.review_on, contact.last IS NOT NULL AS met,
    coalesce(contact.last, client.met_on, client.status_since) AS last
FROM client LEFT JOIN (
    SELECT client, max(held_on) AS last FROM debrief
    WHERE contact NOT IN ('tried', 'they_cancelled')
        AND id NOT IN (SELECT amends FROM debrief WHERE amends IS NOT NULL)
    GROUP BY client
) AS contact ON contact.client = client.id
WHERE client.hold
    OR client.id IN (SELECT erases FROM erasure WHERE fate IS NULL)
    OR CASE WHEN client.review_on IS NULL
        THEN coalesce(contact.last, client.met_on, client.status_since) < :before
        ELSE client.review_on <= :today END
"""
