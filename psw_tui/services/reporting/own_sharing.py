"""In the client's own copy: what they allowed, how to take it back, and everything that was shared about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psw_tui.domain.permission import PermissionStatus, status
from psw_tui.domain.words import N_
from psw_tui.records.choices import YesNo
from psw_tui.records.gates import terms_of
from psw_tui.records.leaving import Sent
from psw_tui.records.support import Permission, Shared
from psw_tui.reports.document import Block, Heading, Paragraph, Table
from psw_tui.services.reporting.gathering import Gathered, answers, last_day
from psw_tui.services.support import permissions_of, shared_of
from psw_tui.services.teamwork.naming import team_name

TAKE_BACK = N_(
    "You can take back any of these, all of it or a part. Tell me, in any way you like. No reason is needed, it costs"
    " you nothing, and it counts from that moment on."
)

STANDS = {
    PermissionStatus.NOT_BEGUN: N_("It begins on {begins}."),
    PermissionStatus.IN_FORCE: N_("It holds until {ends}."),
    PermissionStatus.ENDS_SOON: N_("It holds until {ends}."),
    PermissionStatus.ENDED: N_("It ended on {ends}."),
    PermissionStatus.WITHDRAWN: N_("You took it back on {withdrawn}. It does not hold any more."),
}

TEAM_READS = N_(
    "Since {day} the other workers of my team {team} can read this too, because you agreed. My own reflections they"
    " cannot read. You can end it at any time: from then on they get nothing more. What they have got, they keep."
)
TEAM_READ = N_(
    "You agreed on {day} that the other workers of my team {team} read this. That has ended, and they get nothing more."
    " What they had got by then, they keep."
)

IN_THE_HEADING = ("with_contact", "agreed")


def permissions(told: Gathered) -> Iterator[Block]:
    """Each permission with where it stands, the newest first, and before them how to take one back."""
    found = [each for each in permissions_of(told.vault, told.client.id) if told.within(each.given_on, last_day(each))]
    if found:
        yield Paragraph(told.say(TAKE_BACK), strong=True)
    for permission in found:
        yield Heading(told.whom(permission.with_contact), 3)
        yield Paragraph(_stands(told, permission))
        yield from answers(told, permission, *IN_THE_HEADING)


def _stands(told: Gathered, permission: Permission) -> str:
    if permission.agreed == YesNo.NO:
        return told.say("You said no. Nothing may be shared.")
    terms = terms_of(permission)
    if terms is None:
        return told.say("It is not complete, so nothing may be shared.")
    days = {"begins": terms.given_on, "ends": terms.until_on, "withdrawn": terms.withdrawn_on}
    return told.say(STANDS[status(terms, told.read.today)], **{name: told.day(day) for name, day in days.items()})


def shared(told: Gathered, sent: Sequence[Sent]) -> Iterator[Block]:
    """What was said to somebody, and what left the laptop on paper or as a file; nothing is left out but names."""
    said = [each for each in reversed(shared_of(told.vault, told.client.id)) if told.within(each.held_on)]
    left = [each for each in sent if told.within(each.held_on)]
    team = _read_by_the_team(told)
    if team:
        yield Paragraph(team, strong=True)
    if not said and not left and not team:
        yield Paragraph(told.say("Nothing was shared."))
    if said:
        asked = (N_("Day"), N_("With whom"), N_("What was shared"), N_("How"), N_("On what ground"))
        rows = tuple(_said(told, each) for each in said)
        yield Table(tuple(told.say(words) for words in asked), rows, told.say("What was said"))
    if left:
        asked = (N_("Day"), N_("Who got it"), N_("What left"), N_("How was it locked?"), N_("Why it could be read"))
        rows = tuple(_left(told, each) for each in left)
        yield Table(tuple(told.say(words) for words in asked), rows, told.say("Papers and files"))


def _read_by_the_team(told: Gathered) -> str:
    """Whether others read the record, and since when; whatever time is asked about, it counts today."""
    client = told.client
    if not client.shared_with_team and client.team_agreed_on is None:
        return ""
    words = TEAM_READS if client.shared_with_team else TEAM_READ
    team = team_name(told.vault) or told.setting.team
    return " ".join(told.say(words, day=told.day(client.team_agreed_on), team=team).split())


def _said(told: Gathered, line: Shared) -> tuple[str, ...]:
    if line.emergency:
        ground = told.say(
            "An emergency: {reason}. Who was told that it was shared: {who}", reason=line.reason, who=line.who_was_told
        )
    else:
        ground = told.read.answer(line, "permission") or "-"
    return told.day(line.held_on), told.whom(line.to_contact), line.what, told.read.answer(line, "how"), ground


def _left(told: Gathered, line: Sent) -> tuple[str, ...]:
    lock = told.read.answer(line, "lock")
    what = ", ".join(filter(None, (told.read.answer(line, "paper"), line.written_as)))
    return told.day(line.held_on), line.to_whom, what, lock, line.why or "-"
