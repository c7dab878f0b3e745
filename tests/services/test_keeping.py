"""Which records are due for review: by the years since the last contact, or by the day somebody set to decide again."""

from __future__ import annotations

import time
from datetime import date

import pytest

from psw_tui.records.answers import read_form
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.form import Refused
from psw_tui.records.keeping import KeepOnForm
from psw_tui.records.leaving import ErasureForm
from psw_tui.records.setting import SettingForm
from psw_tui.services.clients import change_client, client_by_id
from psw_tui.services.erasing import ask, call_off, confirm
from psw_tui.services.keeping import Kept, Standing, keep_on, review, set_hold, years_before
from psw_tui.services.practice import fill
from psw_tui.services.settings import change_settings, settings
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.records.complete import context
from tests.services.giving import give_client, give_debrief


def keep_years(vault: Vault, years: int | None) -> None:
    stands = {name: getattr(settings(vault), name) for name in SettingForm.model_fields}
    change_settings(vault, SettingForm.model_validate(stands | {"keep_years": years}))


def standings(vault: Vault) -> list[tuple[str, Standing]]:
    return [(kept.code, kept.standing) for kept in review(vault)]


def only(vault: Vault) -> Kept:
    (found,) = review(vault)
    return found


@pytest.fixture
def old(vault: Vault) -> Client:
    """A client met eight years ago."""
    return give_client(vault, "Fern-08", met_on="2018-03-12")


def test_without_years_nobody_is_due_by_them(vault: Vault, old: Client) -> None:
    assert review(vault) == []


def test_the_years_count_from_the_last_contact(vault: Vault, clock: StillClock, old: Client) -> None:
    keep_years(vault, 8)
    assert (only(vault).last, only(vault).met) == (date(2018, 3, 12), False)
    give_debrief(vault, old.id, contact="tried", tried="called")
    assert only(vault).last == date(2018, 3, 12)  # a try is no contact
    give_debrief(vault, old.id)
    assert review(vault) == []
    clock.forward(days=8 * 366)
    assert (only(vault).last, only(vault).met) == (date(2026, 3, 13), True)


def test_the_day_itself_is_not_over(vault: Vault, old: Client) -> None:
    """Eight years and a day; of ten nothing is due yet."""
    give_client(vault, "Fern-09", met_on="2018-03-13")
    keep_years(vault, 8)
    assert [kept.code for kept in review(vault)] == ["Fern-08"]
    keep_years(vault, 10)
    assert review(vault) == []


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        (date(2028, 2, 29), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2026, 3, 13), 100, date(1926, 3, 13)),
        (date(50, 1, 1), 100, date.min),
    ],
)
def test_years_before(day: date, years: int, before: date) -> None:
    assert years_before(day, years) == before


def test_a_day_to_decide_again_counts_in_place_of_the_years(vault: Vault, clock: StillClock, old: Client) -> None:
    keep_years(vault, 1)
    assert standings(vault) == [("Fern-08", Standing.DUE)]
    keep_on(vault, old, KeepOnForm(review_on=date(2026, 3, 20)))
    assert review(vault) == []
    clock.forward(days=7)
    assert only(vault).review_on == date(2026, 3, 20)


@pytest.mark.parametrize("typed", ["", "today", "-3"])
def test_keeping_on_wants_a_day_to_come(vault: Vault, typed: str) -> None:
    with pytest.raises(Refused):
        read_form(KeepOnForm, {"review_on": typed}, context(vault.clock.today()))


def test_on_hold_stands_apart(vault: Vault, old: Client) -> None:
    keep_years(vault, 1)
    set_hold(vault, old.id, hold=True)
    assert standings(vault) == [("Fern-08", Standing.ON_HOLD)]
    set_hold(vault, old.id, hold=False)
    assert standings(vault) == [("Fern-08", Standing.DUE)]


def test_a_hold_set_on_the_clients_form_counts_too(vault: Vault, old: Client) -> None:
    form = ClientForm.model_validate({name: getattr(old, name) for name in ClientForm.model_fields} | {"hold": True})
    change_client(vault, old, form)
    assert standings(vault) == [("Fern-08", Standing.ON_HOLD)]


def test_who_waits_and_who_was_erased_are_in_the_list(vault: Vault, clock: StillClock, old: Client) -> None:
    keep_years(vault, 1)
    form = ErasureForm(typed_code="Fern-08", reason="kept long enough")
    erasure = ask(vault, old, form)
    assert (only(vault).standing, only(vault).id) == (Standing.WAITING, erasure.id)
    call_off(vault, erasure.id)
    assert standings(vault) == [("Fern-08", Standing.DUE), ("Fern-08", Standing.CALLED_OFF)]
    again = ask(vault, client_by_id(vault, old.id), form)
    clock.forward(hours=24)
    confirm(vault, again.id)
    assert [kept.standing for kept in review(vault)] == [Standing.ERASED, Standing.CALLED_OFF]
    assert review(vault)[0].client == ""


def test_an_empty_number_of_years_is_saved_as_none(vault: Vault) -> None:
    keep_years(vault, 7)
    assert settings(vault).keep_years == 7
    raw = {"worker": "Ash", "keep_years": "", "longest_permission_days": "365", "idle_minutes": "5"}
    change_settings(vault, read_form(SettingForm, raw, context(vault.clock.today())))
    assert settings(vault).keep_years is None


def test_ten_thousand_clients_are_one_question(vault: Vault, clock: StillClock) -> None:
    fill(vault)
    with writing(vault) as tx:
        for number in range(10_000):
            tx.add(
                Client(
                    id=vault.new_id(),
                    made_at=clock.now(),
                    code=f"Reed-{number}",
                    knows_notes="yes",
                    met_on=date(2010, 1, 1),
                    status_since=clock.today(),
                )
            )
    assert len(review(vault)) == 0
    began = time.perf_counter()
    keep_years(vault, 15)
    assert len(review(vault)) >= 10_000
    assert time.perf_counter() - began < 2
