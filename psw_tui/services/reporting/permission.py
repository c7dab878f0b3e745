"""A permission to sign: what it must say (DOMAIN 2.6), from a kept permission or with lines to fill by hand."""

from __future__ import annotations

from collections.abc import Iterator

from psw_tui.domain.permission import PermissionStatus, status
from psw_tui.domain.words import N_
from psw_tui.records.choices import YesNo
from psw_tui.records.gates import terms_of
from psw_tui.records.support import Direction, HowGiven, Permission, WhoShares
from psw_tui.reports.document import Answers, Blank, Block, Bullets, Document, Heading, Paragraph, Tick
from psw_tui.services.errors import NothingToSign, NotInTheRecord
from psw_tui.services.reporting.gathering import Gathered, gather, stem
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.support import permissions_of
from psw_tui.storage.vault import Vault

WAYS = {
    Direction.SHARE: N_("I may tell this person what is listed below."),
    Direction.HEAR: N_("I may hear from this person about you. I tell them nothing."),
    Direction.BOTH: N_("Both: I may tell this person what is listed below, and hear from them."),
}
WAYS_HEADING = N_("Which way")

SPEAKERS = {
    WhoShares.ME_AND_PROGRAM: N_("{worker} and the program, as far as it needs to know"),
    WhoShares.ME: N_("only {worker}"),
}
WITHDRAW = N_(
    "You can take this permission back at any time, all of it or a part. Say so, in person, by phone or by message, or"
    " write it. No reason is needed. It counts from that moment on. What was said before cannot be unsaid."
)
NO_PENALTY = N_("You do not have to agree. A no costs you nothing: the support goes on as before.")
PASSED_ON = N_(
    "Once something was said to that person, I cannot keep them from passing it on. Other rules may hold for them."
)
COPY = N_("You can have a copy of this paper.")
NOT_THE_LAW = N_(
    "This paper writes down a permission. It may not be enough by law: some agencies and some laws ask for a form of"
    " their own, which then has to be signed as well."
)


def build(vault: Vault, wanted: Wanted) -> Document:
    """The form of one permission, or a blank one. Raises NoSuchClient, NotInTheRecord and NothingToSign."""
    told = gather(vault, wanted)
    permission = _wanted(told)
    return Document(
        title=told.say("Permission to talk with someone about you"),
        language=told.language.code,
        about=(told.say("For {whom}", whom=told.client.code),),
        blocks=(
            *_standing(told, permission),
            *_who(told, permission),
            *_ways(told, permission),
            *_what(told, permission),
            *_until(told, permission),
            *_rights(told),
            *_signing(told, permission),
        ),
        footer=told.say("{code}, permission", code=told.client.code),
        stem=stem("permission", told),
    )


def _wanted(told: Gathered) -> Permission | None:
    if not told.wanted.row:
        return None
    kept = permissions_of(told.vault, told.client.id)
    found = next((each for each in kept if each.id == told.wanted.row), None)
    if found is None:
        raise NotInTheRecord(told.client.code)
    if found.agreed == YesNo.NO:
        raise NothingToSign(told.client.code)
    return found


def _standing(told: Gathered, permission: Permission | None) -> Iterator[Block]:
    """What no longer holds says so before anything else."""
    terms = terms_of(permission) if permission is not None else None
    if permission is None or terms is None:
        return
    stands = status(terms, told.read.today)
    if stands is PermissionStatus.WITHDRAWN:
        words = told.say(
            "You took this permission back on {day}. It does not hold any more.", day=told.day(permission.withdrawn_on)
        )
        yield Paragraph(words, strong=True)
    elif stands is PermissionStatus.ENDED:
        words = told.say(
            "This permission ended on {day}. It does not hold any more.", day=told.day(permission.until_on)
        )
        yield Paragraph(words, strong=True)


def _who(told: Gathered, permission: Permission | None) -> Iterator[Block]:
    """Whose it is, who may speak, with whom, and what for."""
    yield Blank(told.say("Your name, if you want it on this paper"))
    yield Heading(told.say("Who may speak"))
    yield from (
        Tick(told.say(words, worker=told.setting.worker), permission is not None and permission.who_shares == who)
        for who, words in SPEAKERS.items()
    )
    yield Heading(told.say("With whom, and what for"))
    if permission is None:
        yield Blank(told.say("With whom"))
        yield Blank(told.say("What for"), 2)
        return
    yield Answers(
        (
            (told.say("With whom"), (told.whom(permission.with_contact),)),
            (told.say("What for"), (permission.purpose,)),
        )
    )
    yield Blank(told.say("The name of that person, if it should stand here"))


def _ways(told: Gathered, permission: Permission | None) -> Iterator[Block]:
    yield Heading(told.say(WAYS_HEADING))
    yield from (
        Tick(told.say(words), permission is not None and permission.direction == way) for way, words in WAYS.items()
    )


def _what(told: Gathered, permission: Permission | None) -> Iterator[Block]:
    yield Heading(told.say("What may be shared"))
    if permission is None:
        yield Blank(told.say("Only this"), 3)
    else:
        yield from (Tick(each, ticked=True) for each in (*permission.may_share, permission.may_share_line) if each)
    yield Heading(told.say("What may not be shared"))
    if permission is None:
        yield Blank(told.say("Not this"), 2)
    else:
        yield Paragraph(permission.may_not_share or told.say("Anything that is not listed above."))


def _until(told: Gathered, permission: Permission | None) -> Iterator[Block]:
    yield Heading(told.say("From when until when"))
    if permission is None:
        yield Blank(told.say("From which day"))
        yield Blank(told.say("Until which day"))
        yield Blank(told.say("Or until this happens"))
        return
    rows = [
        (told.say("From which day"), (told.day(permission.given_on),)),
        (told.say("Until which day"), (told.day(permission.until_on),)),
    ]
    if permission.until_event:
        rows.append((told.say("Or until this happens"), (permission.until_event,)))
    yield Answers(tuple(rows))


def _rights(told: Gathered) -> Iterator[Block]:
    """What the client hears before they say yes. They tick it themselves, whatever the record says was told."""
    yield Heading(told.say("Good to know before you say yes"))
    yield Paragraph(told.say("Tick each line once you have heard or read it."))
    yield from (Tick(told.say(words)) for words in (WITHDRAW, NO_PENALTY, PASSED_ON))
    yield Bullets((told.say(COPY), told.say(NOT_THE_LAW)))


def _signing(told: Gathered, permission: Permission | None) -> Iterator[Block]:
    """Who gives it, which they tick themselves, and the lines to sign on."""
    yield Heading(told.say("Your signature"))
    if permission is not None and permission.how_given == HowGiven.SPOKEN:
        yield Paragraph(told.say("You said yes in words on {day}.", day=told.day(permission.given_on)))
    yield Tick(told.say("I give this permission myself."))
    yield Tick(told.say("I give it for somebody else, and I have the right to."))
    yield Blank(told.say("Then: your name, and what gives you that right"))
    for label in (N_("Signature"), N_("Date"), N_("Signature of your worker"), N_("Date")):
        yield Blank(told.say(label))
