"""A client in whose record every field that takes words holds a word of its own, so that a leak can be named.

    planted = plant(vault, client)
    said = text_of(document)                            # or what a file, a page or a screen shows
    assert planted.told(said) == planted.where("goal")  # every word that came through, by where it was planted
    assert not planted.leaked(said)                     # nothing private, no name

Every record of every kind that hangs on a client is there, at least once in each branch that a form has, so that each
question of each form holds a word somewhere. The words are short and plain ("Kq017x"): no format escapes them, no line
breaks within one, and none is a part of another. `planted.row("permission")` is a record by its kind, `planted.row(
"permission", "ended")` one that was planted under a label. Two clients in one vault get different words with `first`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from psw_tui.domain.steps import State, StepNumber
from psw_tui.readable import NAMES
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.client import Client
from psw_tui.records.debrief import Debrief
from psw_tui.records.follow_up import FollowUp
from psw_tui.records.form import is_blank, questions
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal, Rating, Rewording
from psw_tui.records.leaving import Received, Sent, Statement
from psw_tui.records.nine import STEPS
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.snooze import Snooze
from psw_tui.records.support import ContactRow, Permission, Shared
from psw_tui.reports.document import Document
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

WORD = re.compile(r"Kq\d{3}x")

TIMES = frozenset({"next_check_at", "at"})
"""Lines that hold a time of day and no words."""

GIVEN = {"record_mode": "full", "some_withdrawn": "True"}
"""What the questions of a form depend on besides its own answers."""


@dataclass(frozen=True)
class Canary:
    """One word, and where it was planted."""

    word: str
    entity: str
    row: str
    field: str
    private: bool
    """The worker's own: a private question, or any question of steps 1 and 9, or what they put on the list."""
    name: bool
    """Stands where a person's name stands."""
    label: str = ""
    """Tells apart records of one kind, such as the permission that `ended`."""

    @property
    def place(self) -> str:
        """ "permission.purpose", "permission.purpose (ended)"."""
        return f"{self.entity}.{self.field}" + (f" ({self.label})" if self.label else "")


@dataclass
class Planted:
    """A client with every word that was planted in their record."""

    client: Client
    canaries: list[Canary] = field(default_factory=list)
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)

    def row(self, entity: str, label: str = "") -> Any:
        """The record of this kind that was planted under this label."""
        return self.rows[entity, label]

    def where(self, entity: str, *fields: str, label: str | None = None) -> set[str]:
        """The places planted in records of this kind: all of them, or these fields; under any label, or this one."""
        return {
            each.place
            for each in self.canaries
            if each.entity == entity and (not fields or each.field in fields) and label in (None, each.label)
        }

    def word(self, entity: str, name: str, label: str = "") -> str:
        """The one word planted there; of a list its first."""
        return next(
            each.word for each in self.canaries if (each.entity, each.field, each.label) == (entity, name, label)
        )

    def told(self, said: str) -> set[str]:
        """The places whose words stand in this text."""
        found = set(WORD.findall(said))
        return {each.place for each in self.canaries if each.word in found}

    def leaked(self, said: str, *, names: bool = False) -> set[str]:
        """The places that must not come through and did: the worker's own, and names unless they may stand there."""
        found = set(WORD.findall(said))
        return {
            each.place for each in self.canaries if each.word in found and (each.private or (each.name and not names))
        }


def text_of(document: Document) -> str:
    """All that a document says, in one text."""
    return "\n".join([document.title, *document.about, *_strings(document.blocks), document.footer, document.stem])


def _strings(block: Any) -> Iterator[str]:
    if isinstance(block, str):
        yield block
    elif isinstance(block, tuple):
        for each in block:
            yield from _strings(each)
    elif hasattr(block, "__dataclass_fields__"):
        for name in block.__dataclass_fields__:
            yield from _strings(getattr(block, name))


def plant(vault: Vault, client: Client, *, first: int = 1) -> Planted:
    """Give a client a record of every kind with a word of its own in every field; `first` numbers the first word."""
    planting = _Planting(vault, Planted(client), first)
    with writing(vault) as tx:
        planting.planted.client = tx.change(Client, client.id, **planting.answers(Client, client.id, "", HIMSELF))
        for row in planting.everything():
            tx.add(row)
    return planting.planted


HIMSELF: Mapping[str, Any] = {
    "safety_plan": "yes",
    "message_ok": "ask_first",
    "rhythm": "weekly",
    "write_together": "yes",
}


@dataclass
class _Planting:
    vault: Vault
    planted: Planted
    number: int

    def everything(self) -> Iterator[Row]:
        """Every record, in the order in which they can be written."""
        yield from self._around()
        yield from self._goals()
        yield from self._debriefs()
        yield from self._looks()
        yield from self._to_do()
        yield from self._left()

    @property
    def today(self) -> date:
        return self.vault.clock.today()

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days)

    def _at(self, days: int) -> datetime:
        return self.vault.clock.now() - timedelta(days)

    def _id(self, entity: str, label: str = "") -> str:
        return self.planted.row(entity, label).id

    def add(self, table: type[Row], label: str = "", **given: Any) -> Row:
        """A record with these answers, and a word in every field that takes words and was given none."""
        row_id = self.vault.new_id()
        columns = {"id": row_id, "made_at": self.vault.clock.now(), "client": self.planted.client.id}
        row = table(**columns, **self.answers(table, row_id, label, given))
        self.planted.rows[table.NAME, label] = row
        return row

    def answers(self, table: type[Row], row: str, label: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """What was given, and words for every question of text that applies."""
        known = {
            name: each.get_default(call_default_factory=True)
            for name, each in table.model_fields.items()
            if not each.is_required()
        }
        answers = dict(given)
        for name, ask in questions(table):
            if name in TIMES or (name in given and ask.kind is not Kind.ROWS):
                continue
            if not ask.applies(GIVEN | known | answers):
                continue
            if (words := self._words(table, row, label, name, ask, given)) is not None:
                answers[name] = words
        return answers

    def _words(self, table: type[Row], row: str, label: str, name: str, ask: Ask, given: Mapping[str, Any]) -> Any:
        def word() -> str:
            return self._word(table, row, label, name, ask, given)

        match ask.kind:
            case Kind.LINE | Kind.NOTES:
                return word()
            case Kind.LINES:
                return [word(), word()]
            case Kind.ROWS if ask.rows is not None:
                return [self._small(ask.rows, item, word) for item in given.get(name, [{}])]
            case _:
                return None

    def _small(self, form: type[Any], item: Mapping[str, Any], word: Any) -> dict[str, Any]:
        return dict(item) | {
            name: word()
            for name, ask in questions(form)
            if ask.kind in (Kind.LINE, Kind.NOTES) and name not in item and name not in TIMES and ask.applies(item)
        }

    def _word(self, table: type[Row], row: str, label: str, name: str, ask: Ask, given: Mapping[str, Any]) -> str:
        word = f"Kq{self.number:03}x"
        self.number += 1
        own = {step.table.NAME for step in STEPS.values() if step.private}
        private = ask.private or table.NAME in own or given.get("linked_entity") in own
        self.planted.canaries.append(Canary(word, table.NAME, row, name, private, name in NAMES, label))
        return word

    def _around(self) -> Iterator[Row]:
        """Two contacts; permissions in force, ended, taken back and refused; what was shared under one, and without."""
        yield self.add(ContactRow, kind="supporter", language="fr", knows="yes")
        yield self.add(ContactRow, "other", kind="professional", language="en", knows="no")
        sister, other = self._id("contact"), self._id("contact", "other")
        agreed = {
            "agreed": "yes",
            "direction": "both",
            "who_shares": "me",
            "how_given": "spoken",
            "given_on": self._ago(40),
            "until_on": self._ago(-40),
            "given_by": "person",
            "told_can_withdraw": True,
            "told_no_penalty": True,
            "told_may_be_reshared": "yes",
        }
        yield self.add(Permission, with_contact=sister, **agreed, withdrawn_how="", withdrawn_note="")
        ended = agreed | {"given_by": "substitute", "given_on": self._ago(200), "until_on": self._ago(100)}
        yield self.add(Permission, "ended", with_contact=other, **ended, withdrawn_how="", withdrawn_note="")
        taken_back = {"withdrawn_on": self._ago(5), "withdrawn_part": "all"}
        yield self.add(Permission, "taken_back", with_contact=other, **agreed, **taken_back)
        refused = {"agreed": "no", "given_on": self._ago(3), "told_no_penalty": True}
        yield self.add(Permission, "refused", with_contact=other, **refused, withdrawn_how="", withdrawn_note="")
        told = {"held_on": self._ago(20), "how": "phone"}
        yield self.add(Shared, permission=self._id("permission"), to_contact=sister, **told)
        yield self.add(Shared, "emergency", to_contact=other, emergency=True, **told)

    def _goals(self) -> Iterator[Row]:
        """An active goal with its numbers, one of them a guess, and former words; and one that was reached."""
        yield self.add(Goal, kind="reach", in_the_way=["money", "our_service"], state="active", set_on=self._ago(60))
        yield self.add(Goal, "reached", kind="keep", state="reached", set_on=self._ago(90))
        goal = self._id("goal")
        yield self.add(Rewording, goal=goal, day=self._ago(30), whose_idea="both")
        yield self.add(Rating, goal=goal, day=self._ago(60), value=3)
        yield self.add(Rating, "guess", goal=goal, day=self._ago(40), value=7, given_by="worker")
        yield self.add(Rating, "none", goal=goal, day=self._ago(30), no_answer="prefer_not")

    def _debriefs(self) -> Iterator[Row]:
        """A whole one in two versions, an older one, and a try; a safety note about the first."""
        whole = {
            "contact": "met",
            "safety": "nothing",
            "how_long": "30",
            "place": "outside",
            "what_we_did": ["listened", "planned"],
            "useful_today": "partly",
            "asked_different": True,
            "next_who": "both",
            "written_together": "yes",
            "how_am_i": "shaken",
            "goals": [{"goal": self._id("goal"), "rating": "5"}],
        }
        dated = {"held_on": self._ago(10), "at": self._at(10), "next_due": self._ago(-4)}
        yield self.add(Debrief, "amended", **whole, **dated, amends=None)
        yield self.add(Debrief, **whole, **dated, amends=self._id("debrief", "amended"))
        before = {"held_on": self._ago(50), "at": self._at(50), "next_due": self._ago(40)}
        yield self.add(Debrief, "older", **whole | {"contact": "drop_in"}, **before, amends=None)
        tried = {"contact": "tried", "safety": "worried", "held_on": self._ago(4), "at": self._at(4)}
        yield self.add(Debrief, "tried", **tried, next_due=self._ago(-2), amends=None)
        yield self.add(
            SafetyNote,
            debrief=self._id("debrief", "tried"),
            at=self._at(4),
            what_i_did=["stayed_with_them", "told_supervisor"],
            next_check_on=self._ago(3),
            next_check_at="16:40",
            told=[{"told_on": self._ago(4).isoformat(), "at": "12:30"}],
            shared_without_permission="no",
            mandated_report="yes",
            mandated_on=self._ago(4),
        )

    def _looks(self) -> Iterator[Row]:
        """A fresh look that is closed and one that is open, each with the nine steps; a question and a referral alone.

        The open one also has an entry in every other state that a step may end in.
        """
        goal = self._id("goal")
        about = {"why_now": "rule", "offered": ["listened"], "goals": [goal]}
        closed = {"opened_on": self._ago(100), "closed_on": self._ago(70), "outcome": "better", "not_looked_at": [5]}
        yield self.add(FreshLook, "closed", **about, **closed, look_again_on=self._ago(72))
        unwritten = {"their_view": "", "not_looked_at_reason": ""}
        yield self.add(FreshLook, **about, opened_on=self._ago(20), look_again_on=self._ago(-8), **unwritten)
        for label, days in (("closed", 80), ("", 15)):
            look = {"fresh_look": self._id("fresh_look", label), "amends": None, "held_on": self._ago(days)}
            for number in StepNumber:
                yield self.add(STEPS[number].table, label, **look, **self._step(number, days))
            for number, state in product(StepNumber, (State.WAITING, State.SAID_NO, State.NOT_APPLY)):
                if label == "" and state in number.states:
                    yield self.add(STEPS[number].table, state, **look, **self._step(number, days) | {"state": state})
        alone = {"fresh_look": None, "amends": None, "held_on": self._ago(6)}
        asked = self._step(StepNumber.SUPERVISION, 6) | {"state": "waiting", "answer_on": None}
        yield self.add(STEPS[StepNumber.SUPERVISION].table, "alone", **alone, **asked, advised="", will_do="")
        sent = self._step(StepNumber.REFER, 6) | {"state": "started", "status": "turned_away"}
        yield self.add(STEPS[StepNumber.REFER].table, "alone", **alone, **sent)

    def _step(self, number: StepNumber, days: int) -> dict[str, Any]:
        """The answers of a step that is done, words aside; the 5th talks under a permission, the 7th shares under one."""
        return {"state": "done"} | {
            StepNumber.REFLECT: {"missing_things": ["pace"], "fits_needs": "partly", "own_recovery": "yes"},
            StepNumber.GOALS: {
                "with_them": "yes",
                "reviews": [{"goal": self._id("goal"), "still_matters": "yes", "change": "reword", "rating": "4"}],
            },
            StepNumber.LISTEN: {"said_back": "yes", "support_was": "mixed"},
            StepNumber.SOLVE: {
                "ideas": [{"source": "them"}, {"source": "me"}],
                "picked": "yes",
                "plan": [{"who": "me", "by": self._ago(days - 3).isoformat()}],
            },
            StepNumber.SUPPORTERS: {
                "with_whom": "someone",
                "with_contact": self._id("contact"),
                "permission": self._id("permission"),
                "talk_on": self._ago(days),
                "how": "phone",
                "shared": list(self.planted.row("permission").may_share[:1]),
                "person_there": "yes",
            },
            StepNumber.SUPERVISION: {
                "ask_whom": "supervisor",
                "need": ["ideas"],
                "by_when": "this_week",
                "asked_on": self._ago(days + 2),
                "answer_on": self._ago(days),
                "fits_peer_values": "yes",
            },
            StepNumber.REFER: {
                "help_with": ["housing", "income"],
                "to_contact": self._id("contact", "other"),
                "agreed": "yes",
                "how": "send_information",
                "permission": self._id("permission"),
                "sent_on": self._ago(days),
                "status": "first_visit_happened",
                "did_it_help": "partly",
            },
            StepNumber.RESPECT: {
                "choices": ["a_break", "doing_nothing"],
                "told_no_penalty": True,
                "contact_from_now": "less",
                "limit": "no",
            },
            StepNumber.LEARN: {"tags": ["pace"], "share": "yes", "training_on": self._ago(days)},
        }[number]

    def _to_do(self) -> Iterator[Row]:
        """One from a debrief, one that is done, and one from each of the two steps that are the worker's own."""
        asked = {"made_on": self._ago(10), "who": "me", "due": self._ago(-3)}
        yield self.add(FollowUp, **asked, linked_entity="debrief", linked_row=self._id("debrief"))
        done = {"state": "done", "closed_on": self._ago(1), "linked_entity": "debrief"}
        yield self.add(FollowUp, "done", **asked, **done, linked_row=self._id("debrief", "older"))
        for number in (StepNumber.REFLECT, StepNumber.LEARN):
            own = STEPS[number].table.NAME
            yield self.add(FollowUp, own, **asked, linked_entity=own, linked_row=self._id(own))
        yield self.add(Snooze, set_on=self._ago(9), until_on=self._ago(2), reason="talked")

    def _left(self) -> Iterator[Row]:
        """What they see differently, what left, and what came in."""
        yield self.add(Statement, held_on=self._ago(2))
        locked = {"lock": "passphrase", "why": "", "written_as": "letter.pdf.age"}
        yield self.add(Sent, held_on=self._ago(8), paper="referral", **locked)
        yield self.add(Sent, "in_clear", held_on=self._ago(7), paper="own_copy", lock="clear")
        yield self.add(Received, held_on=self._ago(120), paper="hand_over", parcel="parcel")


def may_apply(table: type[Row], ask: Ask) -> bool:
    """Whether a question is ever asked: of a step, not for a state that the step cannot have."""
    step = next((step for step in STEPS.values() if step.table is table), None)
    needed = {value for each in ask.when if each.field == "state" for value in each.values}
    return step is None or not needed or bool(needed & set(step.number.states))


def unplanted(planted: Planted, tables: Sequence[type[Row]]) -> set[str]:
    """The fields that take words and hold none anywhere."""
    takes = {
        f"{table.NAME}.{name}"
        for table in tables
        for name, ask in questions(table)
        if name not in TIMES
        and may_apply(table, ask)
        and (ask.kind in (Kind.LINE, Kind.NOTES, Kind.LINES) or (ask.kind is Kind.ROWS and _has_words(ask.rows)))
    }
    return takes - {f"{each.entity}.{each.field}" for each in planted.canaries if not is_blank(each.word)}


def _has_words(form: type[Any] | None) -> bool:
    return form is not None and any(ask.kind in (Kind.LINE, Kind.NOTES) for _, ask in questions(form))
