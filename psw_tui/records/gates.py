"""The permission gate as forms see it: which permission is meant, and the sentence for each thing in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psw_tui.domain.permission import Direction, HowGiven, Talk, Terms, Verdict, passes
from psw_tui.domain.words import N_
from psw_tui.records.choices import YesNo
from psw_tui.records.form import Problem
from psw_tui.records.support import Permission

NOT_AGREED = N_("They agreed to share other things than this. Share only what is on the list of the permission.")

WORDS = {
    Verdict.NO_PERMISSION: N_(
        "There is no permission for this yet. {key:step.first} records one now. Until then choose: waiting."
    ),
    Verdict.OTHER_CONTACT: N_(
        "This permission is about somebody else. Pick the one for this contact, or {key:step.first} records one."
    ),
    Verdict.WRONG_DIRECTION: N_("This permission does not go that way: look at what they allowed, telling or hearing."),
    Verdict.NOT_BEGUN: N_(
        "On that day the permission had not begun. Look at the two dates. A talk before it does not count."
    ),
    Verdict.ENDED: N_(
        "On that day the permission had ended. Ask them again, and record a new one with {key:step.first}."
    ),
    Verdict.WITHDRAWN: N_("They had taken this permission back by then. Do not share anything more. Choose: waiting."),
    Verdict.NEEDS_SIGNATURE: N_(
        "Your program needs a signed permission for this. Record the signed one with {key:step.first}."
    ),
    Verdict.ASK_BEFORE_WITHDRAWAL: N_("They took it back that very day. Say whether the talk came before."),
}


@dataclass(frozen=True)
class Gate:
    """What this client allows, and whether the program needs it in writing."""

    terms: Mapping[str, Terms]
    may_share: Mapping[str, Sequence[str]]
    part_2: bool = False

    def verdict(self, permission: str, talk: Talk) -> Verdict:
        """Whether the talk passes under this permission."""
        return passes(self.terms.get(permission), talk, part_2=self.part_2)

    def hears_only(self, permission: str) -> bool:
        """Whether under this permission nothing may be told."""
        terms = self.terms.get(permission)
        return terms is not None and terms.direction is Direction.HEAR

    def allows(self, permission: str, shared: Sequence[str]) -> bool:
        """Whether all that was shared is on the permission's list."""
        return set(shared) <= set(self.may_share.get(permission, ()))


def gate_in(context: Mapping[str, Any]) -> Gate:
    """The gate a form is checked against; without one, nothing is allowed."""
    gate = context.get("gate")
    return gate if isinstance(gate, Gate) else Gate({}, {})


def gate_of(permissions: Sequence[Permission], *, part_2: bool) -> Gate:
    """The gate these permissions make. One the client refused opens nothing."""
    given = [permission for permission in permissions if permission.agreed == YesNo.YES]
    return Gate(
        {permission.id: terms for permission in given if (terms := terms_of(permission)) is not None},
        {permission.id: list(permission.may_share) for permission in given},
        part_2,
    )


def terms_of(permission: Permission) -> Terms | None:
    """A kept permission as the rule sees it; None while it lacks a day, a direction or how it was given."""
    asked = (permission.given_on, permission.until_on, permission.direction, permission.how_given)
    if permission.given_on is None or permission.until_on is None or None in asked:
        return None
    return Terms(
        given_on=permission.given_on,
        until_on=permission.until_on,
        direction=Direction(str(permission.direction)),
        contact=permission.with_contact,
        how_given=HowGiven(str(permission.how_given)),
        withdrawn_on=permission.withdrawn_on,
    )


def problem_of(verdict: Verdict) -> dict[str, Problem]:
    """What a form says when the gate is shut, under the question that can open it."""
    if verdict.passed:
        return {}
    field = "before_withdrawal" if verdict is Verdict.ASK_BEFORE_WITHDRAWAL else "permission"
    return {field: Problem(WORDS[verdict])}
