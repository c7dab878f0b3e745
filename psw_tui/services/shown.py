"""What a client may see of their own record, and what they may do there (DOMAIN R9).

Nothing comes along that is not named here: a question that is added to a form later is not shown until somebody has
decided so. No other client, nothing private, no step, no to-do; of the people around them only what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psw_tui.domain.permission import PermissionStatus, status
from psw_tui.domain.words import N_
from psw_tui.records.ask import Ask
from psw_tui.records.choices import YesNo
from psw_tui.records.client import Client
from psw_tui.records.debrief import Contact, Debrief, Safety
from psw_tui.records.form import is_blank, questions
from psw_tui.records.gates import terms_of
from psw_tui.records.goal import GivenBy, Goal, GoalState, NoAnswer, Rating
from psw_tui.records.leaving import Statement
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.records.support import Part, Permission
from psw_tui.services.clients import client_by_id
from psw_tui.services.debriefs import amended_on, debriefs_of
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.goals import goals_of, rate, ratings_of
from psw_tui.services.safety import safety_notes_of
from psw_tui.services.statements import statements_of
from psw_tui.services.support import contacts_of, permissions_of
from psw_tui.services.teamwork.naming import team_name
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

OF_A_GOAL: Mapping[str, str] = {
    "why": N_("Why it matters to you"),
    "first_part": N_("First small part"),
    "in_the_way": N_("What gets in the way"),
}
OF_A_NOTE: Mapping[str, str] = {
    "safety": N_("A worry about safety"),
    "tried": N_("What your worker tried"),
    "how_long": N_("How long"),
    "minutes": N_("How many minutes"),
    "place": N_("Where"),
    "their_words": N_("In your words"),
    "what_we_did": N_("What we did"),
    "what_line": N_("What we did, in a few words"),
    "how_they_responded": N_("How it was for you, strengths your worker saw"),
    "useful_today": N_("Was it useful to you?"),
    "asked_different": N_("You asked for something different"),
    "next_what": N_("Next: what"),
    "next_who": N_("Next: who"),
    "next_due": N_("Next: when"),
    "written_together": N_("Written together?"),
}
OF_A_SAFETY_NOTE: Mapping[str, str] = {
    "what_i_did": N_("What your worker did"),
    "what_i_did_line": N_("In a few words"),
    "saw_or_heard": N_("What your worker saw or heard"),
    "they_wanted": N_("What you wanted"),
    "told": N_("Who was told"),
    "next_check_on": N_("Next check-in: day"),
    "next_check_at": N_("Next check-in: time"),
    "shared_without_permission": N_("Was it shared without your permission?"),
}
OF_A_PERMISSION: Mapping[str, str] = {
    "purpose": N_("What for"),
    "direction": N_("Which way"),
    "may_share": N_("What may be shared"),
    "may_share_line": N_("What may be shared, in a few words more"),
    "may_not_share": N_("What may not be shared"),
    "who_shares": N_("Who may speak"),
    "how_given": N_("How you gave it"),
    "given_on": N_("Day"),
    "until_event": N_("Or until this happens"),
}
"""By the name of a question: what it is called towards the client. What is not named is not shown."""

CAN_END = (PermissionStatus.NOT_BEGUN, PermissionStatus.IN_FORCE, PermissionStatus.ENDS_SOON)
"""Where there is something to take back."""


@dataclass(frozen=True)
class Answer:
    """One answer: what was asked, in words still to be translated, what kind of answer it is, and the answer."""

    asked: str
    ask: Ask
    given: Any


@dataclass(frozen=True)
class OwnNumber:
    """A number the client gave, or the answer they gave instead of one."""

    day: date
    value: int | None
    no_answer: NoAnswer | None


@dataclass(frozen=True)
class OwnGoal:
    """A goal in their words."""

    id: str
    words: str
    state: GoalState
    numbers: Sequence[OwnNumber]
    """The oldest first; a guess of the worker is none of them."""
    answers: Sequence[Answer]


@dataclass(frozen=True)
class OwnPermission:
    """What they allowed, or did not."""

    id: str
    whom: str
    purpose: str
    said_no: bool
    stands: PermissionStatus | None
    """None where no rule can tell."""
    day: date | None
    """Until when it holds, or when it was taken back."""
    answers: Sequence[Answer]

    @property
    def can_end(self) -> bool:
        """Whether there is something to take back."""
        return not self.said_no and (self.stands is None or self.stands in CAN_END)


@dataclass(frozen=True)
class OwnNote:
    """One contact written up, in its newest version."""

    day: date
    contact: Contact | None
    changed: date | None
    answers: Sequence[Answer]


@dataclass(frozen=True)
class OwnSafetyNote:
    """One safety note."""

    at: datetime
    answers: Sequence[Answer]


@dataclass(frozen=True)
class OwnStatement:
    """What they see differently."""

    day: date
    about: str
    words: str


@dataclass(frozen=True)
class OwnReaders:
    """Who reads the record besides their worker, because they agreed."""

    team: str
    since: date | None
    """The day they agreed."""
    ended: bool
    """Whether nothing more goes there."""


@dataclass(frozen=True)
class Shown:
    """All that a client sees of their record."""

    code: str
    goals: Sequence[OwnGoal]
    permissions: Sequence[OwnPermission]
    readers: OwnReaders | None
    """None where nobody but their worker ever could read it here."""
    statements: Sequence[OwnStatement]
    safety_notes: Sequence[OwnSafetyNote]
    notes: Sequence[OwnNote]
    """The newest first."""
    more: bool
    """Whether there are older notes than these."""

    @property
    def active_goals(self) -> list[OwnGoal]:
        """Those that a number can be given for."""
        return [goal for goal in self.goals if goal.state is GoalState.ACTIVE]

    @property
    def can_end(self) -> list[OwnPermission]:
        """The permissions that can be taken back."""
        return [each for each in self.permissions if each.can_end]


def shown(vault: Vault, client: str, most: int) -> Shown:
    """What this client may see, with so many notes. Raises NoSuchClient."""
    kept = client_by_id(vault, client)
    labels = {contact.id: contact.label for contact in contacts_of(vault, client)}
    ratings = ratings_of(vault, client)
    goals = [_goal(goal, ratings.get(goal.id, ())) for goal in goals_of(vault, client)]
    notes = debriefs_of(vault, client, most + 1)
    return Shown(
        code=kept.code,
        goals=sorted(goals, key=lambda goal: goal.state is not GoalState.ACTIVE),
        permissions=[_permission(vault, each, labels) for each in permissions_of(vault, client)],
        readers=_readers(vault, kept),
        statements=[_statement(each) for each in statements_of(vault, client)],
        safety_notes=[
            OwnSafetyNote(each.at, _answers(each, OF_A_SAFETY_NOTE)) for each in safety_notes_of(vault, client)
        ],
        notes=[_note(vault, each) for each in notes[:most]],
        more=len(notes) > most,
    )


def has_begun(vault: Vault, place: DraftPlace) -> bool:
    """Whether something lies there that was typed and not saved."""
    return bool(draft_at(vault, place))


def give_number(vault: Vault, goal: str, given: str) -> None:
    """Keep the number a client gives one of their goals. What the worker began to write about it stays a draft."""
    with writing(vault) as tx:
        rate(tx, vault, tx.get(Goal, goal), given, vault.clock.today(), given_by=GivenBy.PERSON)


def take_back(vault: Vault, permission: str, how: str) -> None:
    """A client takes a permission back, all of it: it counts at once. One that is taken back already stays as it is."""
    with writing(vault) as tx:
        if tx.get(Permission, permission).withdrawn_on is None:
            today = vault.clock.today()
            tx.change(Permission, permission, withdrawn_on=today, withdrawn_how=how, withdrawn_part=Part.ALL)


def _readers(vault: Vault, client: Client) -> OwnReaders | None:
    if not client.shared_with_team and client.team_agreed_on is None:
        return None
    return OwnReaders(team_name(vault), client.team_agreed_on, ended=not client.shared_with_team)


def _goal(goal: Goal, ratings: Sequence[Rating]) -> OwnGoal:
    theirs = [each for each in ratings if each.given_by == GivenBy.PERSON]
    numbers = [OwnNumber(each.day, each.value, NoAnswer(each.no_answer) if each.no_answer else None) for each in theirs]
    return OwnGoal(goal.id, goal.words, GoalState(goal.state), numbers, _answers(goal, OF_A_GOAL))


def _permission(vault: Vault, kept: Permission, labels: Mapping[str, str]) -> OwnPermission:
    terms = terms_of(kept)
    stands = PermissionStatus.WITHDRAWN if kept.withdrawn_on else None
    return OwnPermission(
        id=kept.id,
        whom=labels.get(kept.with_contact, "?"),
        purpose=kept.purpose,
        said_no=kept.agreed == YesNo.NO,
        stands=status(terms, vault.clock.today()) if terms else stands,
        day=kept.withdrawn_on or kept.until_on,
        answers=_answers(kept, OF_A_PERMISSION),
    )


def _note(vault: Vault, debrief: Debrief) -> OwnNote:
    """Where nothing was noticed no worry is told of, and where nothing comes next nobody is said to do it."""
    idle = {OF_A_NOTE["safety"]: debrief.safety == Safety.NOTHING, OF_A_NOTE["next_who"]: not debrief.next_what}
    answers = [answer for answer in _answers(debrief, OF_A_NOTE) if not idle.get(answer.asked)]
    contact = Contact(debrief.contact) if debrief.contact else None
    day = debrief.held_on or vault.clock.local(debrief.at).date()
    return OwnNote(day, contact, amended_on(vault.clock, debrief), answers)


def _statement(kept: Statement) -> OwnStatement:
    return OwnStatement(kept.held_on, kept.about, kept.words)


def _answers(row: Goal | Permission | Debrief | SafetyNote, named: Mapping[str, str]) -> list[Answer]:
    """The answers given to these questions, in this order. What is only for the worker is none of them, named or not."""
    asked = dict(_asked(row))
    return [
        Answer(words, asked[name], getattr(row, name))
        for name, words in named.items()
        if name in asked and not is_blank(getattr(row, name))
    ]


def _asked(row: Row) -> Iterator[tuple[str, Ask]]:
    return ((name, ask) for name, ask in questions(type(row)) if not ask.private)
