"""The program report counts rightly, hides what is few, and holds no word of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import Debrief, DebriefForm
from psw_tui.records.fresh_look import FreshLook, FreshLookForm
from psw_tui.records.goal import Goal, GoalForm, Rating
from psw_tui.records.leaving import Paper
from psw_tui.records.nine import STEPS
from psw_tui.records.support import ContactForm, ContactRow, Permission, PermissionForm
from psw_tui.reports.document import Document, Table
from psw_tui.services.reporting import Wanted, make
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.reporting.worded import A_WORD, Words, said

BEGIN, END = date(2026, 1, 1), date(2026, 3, 13)


class Filling:
    """Records by the dozen, with a word of its own in every field that takes words."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.words, self.rows = vault, Words(), list[Any]()

    def add(self, table: Any, form: Any, **answers: Any) -> Any:
        filled = self.words.fill(form, table.NAME) if form else {}
        row = table(**filled | answers, id=self.vault.new_id(), made_at=self.vault.clock.now())
        self.rows.append(row)
        return row

    def client(self, met_on: date = BEGIN) -> str:
        code = f"Maple-{sum(isinstance(row, Client) for row in self.rows) + 1}"
        return str(self.add(Client, ClientForm, code=code, met_on=met_on, status_since=BEGIN).id)

    def debrief(self, client: str, contact: str, on: date = END, **answers: Any) -> Any:
        at = self.vault.clock.now()
        return self.add(Debrief, DebriefForm, client=client, contact=contact, held_on=on, at=at, **answers)

    def step(self, client: str, number: StepNumber, state: str, on: date = END, **answers: Any) -> Any:
        step = STEPS[number]
        return self.add(step.table, step.form, client=client, state=state, held_on=on, **answers)

    def write(self) -> None:
        with writing(self.vault) as tx:
            for row in self.rows:
                tx.add(row)


@pytest.fixture
def filling(vault: Vault) -> Filling:
    return Filling(vault)


def report(vault: Vault, since: date | None = BEGIN, until: date | None = END, language: str = "en") -> Document:
    return make(vault, Wanted(Paper.PROGRAM, language, since=since, until=until))


def tables(document: Document) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The cells of each row by its name, by the caption of the table."""
    found = [block for block in document.blocks if isinstance(block, Table)]
    return {table.caption: {row[0]: row[1:] for row in table.rows} for table in found}


def test_people_are_counted_once_and_tries_apart(vault: Vault, filling: Filling) -> None:
    for number in range(12):
        client = filling.client(BEGIN if number < 6 else date(2025, 5, 1))
        first = filling.debrief(client, "met", how_long="30")
        filling.debrief(client, "met", how_long="60", amends=first.id)
        filling.debrief(client, "tried")
        filling.debrief(client, "phone_or_text", BEGIN - timedelta(1))
    for _ in range(3):
        filling.debrief(filling.client(), "they_cancelled")
    filling.write()
    told = tables(report(vault))
    assert told["People in this time"] == {
        "met, and new in this time": ("6",),
        "met, and known from before": ("6",),
        "tried, and not reached": ("<5",),
        "Total": ("at least 13",),
    }
    assert told["Contacts by kind"]["met"] == ("12",)
    assert told["Contacts by kind"]["phone or text"] == ("0",), "the day before does not belong to it"
    assert told["Contacts by kind"]["Total"] == ("12",)
    assert told["Tries without contact"]["Total"] == ("at least 13",)
    assert list(told["Hours of contact"].values()) == [("12",)]
    assert tables(report(vault, None, None))["Contacts by kind"]["phone or text"] == ("12",)


def test_what_few_lie_behind_is_not_told_as_a_figure(vault: Vault, filling: Filling) -> None:
    client = filling.client()
    for _ in range(4):
        filling.debrief(client, "met", how_long="more", minutes=600)
        asked = {"asked_on": BEGIN, "answer_on": BEGIN + timedelta(9), "ask_whom": "supervisor"}
        filling.step(client, StepNumber.SUPERVISION, "done", **asked)
    filling.write()
    told = tables(report(vault))
    few = ("not told: fewer than 5 lie behind it",)
    assert list(told["Hours of contact"].values()) == list(told["Days to an answer"].values()) == [few]
    assert told["Questions asked in this time"]["Total"] == ("<5",)


def test_supervision_and_referrals_by_where_they_stand(vault: Vault, filling: Filling) -> None:
    client, refer = filling.client(), StepNumber.REFER
    for wait in (1, 2, 3, 8, 30):
        asked = {"asked_on": BEGIN, "answer_on": BEGIN + timedelta(wait), "ask_whom": "peer_colleague"}
        waiting = filling.step(client, StepNumber.SUPERVISION, "waiting", asked_on=BEGIN, ask_whom="peer_colleague")
        filling.step(client, StepNumber.SUPERVISION, "done", amends=waiting.id, **asked)
        filling.step(client, refer, "not_apply", help_with=["housing"])
        filling.step(client, refer, "started", help_with=["housing", "food"], agreed="yes", status="turned_away")
        filling.step(client, refer, "said_no", help_with=["housing"], agreed="no")
        filling.step(client, StepNumber.LISTEN, "done")
    filling.write()
    told = tables(report(vault))
    assert told["Questions asked in this time"]["no supervisor: answered by a peer colleague"] == ("5",)
    assert list(told["Days to an answer"].values()) == [("3",)]
    referred = told["Referrals begun in this time, by how far they are"]
    assert [name for name, cell in referred.items() if cell != ("0",)] == [
        "turned away", "they said no", "nothing fits, or there is none here", "Total",
    ]  # fmt: skip
    needed = told["What people needed and could not get; one referral can be about several kinds"]
    assert (needed["housing"], needed["food"], needed["legal"]) == (("5", "5"), ("0", "5"), ("0", "0"))
    steps = told["Entries of the steps in this time; steps 6 and 7 have tables of their own"]
    assert steps["3 Listen and validate"] == ("5", "0", "0", "0")
    assert not any(name.startswith(("6", "7")) for name in steps)


def test_goals_looks_and_permissions_as_they_stand_today(vault: Vault, filling: Filling) -> None:
    client, today = filling.client(), vault.clock.today()
    contact = filling.add(ContactRow, ContactForm, client=client).id
    for _ in range(5):
        goal = filling.add(Goal, GoalForm, client=client, state="reached", set_on=BEGIN)
        filling.add(Rating, None, client=client, goal=goal.id, day=END, no_answer="not_asked")
        look = {"client": client, "opened_on": BEGIN}
        filling.add(FreshLook, FreshLookForm, closed_on=END, outcome="better", **look)
        given = {"client": client, "with_contact": contact, "given_on": BEGIN, "agreed": "yes"}
        filling.add(Permission, PermissionForm, **given, until_on=today)
        filling.add(Permission, PermissionForm, **given, until_on=today - timedelta(1))
        filling.add(Permission, PermissionForm, **given, until_on=today, withdrawn_on=today)
    filling.write()
    told = tables(report(vault))
    assert told["Goals set in this time, as they stand today"]["reached"] == ("5",)
    assert told["What was said when a number was asked for"]["not asked"] == ("5",)
    assert told["Fresh looks opened in this time, and how they ended"]["better"] == ("5",)
    asked_for = told["Permissions asked for in this time"]
    assert [asked_for[name] for name in ("in force", "ended", "taken back", "Total")] == [
        ("5",),
        ("5",),
        ("5",),
        ("15",),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_code_and_no_word_of_anybody_stands_there(vault: Vault, filling: Filling, language: str) -> None:
    _crowd(filling, Random(4))  # noqa: S311 - chance for a test
    text = said(report(vault, language=language))
    assert not A_WORD.findall(text)
    assert "Maple" not in text
    assert "Ash" not in text


@pytest.mark.parametrize("seed", range(4))
def test_no_total_gives_away_what_a_table_hides(vault: Vault, filling: Filling, seed: int) -> None:
    _crowd(filling, Random(seed))  # noqa: S311 - chance for a test
    hidden, figures = 0, {"Hours of contact", "Days to an answer"}
    for caption, cells in tables(report(vault)).items():
        if caption in figures:
            continue
        parts = [cell for name, row in cells.items() if name != "Total" for cell in row]
        assert not [cell for cell in parts if cell.isdigit() and 0 < int(cell) < 5], caption
        hidden += parts.count("<5")
        if "Total" not in cells or "<5" not in parts:
            continue
        (of_all,) = cells["Total"]
        least = sum(int(cell) for cell in parts if cell.isdigit()) + parts.count("<5")
        assert of_all == ("<5" if least == 1 else f"at least {least}"), caption
    assert hidden


def test_the_kinds_of_help_do_not_give_away_one_that_is_hidden(vault: Vault, filling: Filling) -> None:
    """9 were turned away, the table above says: with housing told as 5, food could be nothing but 4."""
    client = filling.client()
    for kind, times in (("housing", 5), ("food", 4)):
        for _ in range(times):
            about = {"help_with": [kind], "agreed": "yes", "status": "turned_away"}
            filling.step(client, StepNumber.REFER, "started", **about)
    filling.write()
    told = tables(report(vault))
    assert told["Referrals begun in this time, by how far they are"]["turned away"] == ("9",)
    needed = told["What people needed and could not get; one referral can be about several kinds"]
    assert (needed["housing"], needed["food"], needed["legal"]) == (("0", "at least 5"), ("0", "<5"), ("0", "0"))


def _crowd(filling: Filling, dice: Random) -> None:
    """Records of every kind that is counted, as chance has it, few enough that much is hidden."""
    answers = {
        "ask_whom": ["supervisor", "peer_colleague"],
        "status": ["asked", "turned_away"],
        "agreed": ["yes", "no"],
    }
    for _ in range(dice.randint(6, 12)):
        client = filling.client()
        contact = filling.add(ContactRow, ContactForm, client=client).id
        for _ in range(dice.randint(0, 3)):
            filling.debrief(client, dice.choice(["met", "group", "tried"]), how_long=dice.choice(["5", "60"]))
            goal = filling.add(Goal, GoalForm, client=client, state=dice.choice(["active", "reached"]), set_on=END)
            filling.add(Rating, None, client=client, goal=goal.id, day=END, value=dice.choice([None, 3]))
            filling.add(FreshLook, FreshLookForm, client=client, opened_on=END, closed_on=END, outcome="better")
            given = {"client": client, "with_contact": contact, "given_on": END, "until_on": END}
            filling.add(Permission, PermissionForm, agreed=dice.choice(["yes", "no"]), **given)
            for number, step in STEPS.items():
                some = {name: dice.choice(of) for name, of in answers.items() if name in step.form.model_fields}
                filling.step(client, number, dice.choice(["done", "waiting"]), **some)
    filling.write()
