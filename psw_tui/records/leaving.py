"""What left the laptop and what came in: to whom, why, and how it was locked. Never what it said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes
from psw_tui.records.form import Form, Problem
from psw_tui.records.row import Row, link, moment

OTHER_CODE = N_("This is not the code of this client, which is {code}. Look once more whose record is to go.")


class Paper(Choice):
    """What can leave."""

    SUMMARY = "summary", N_("client summary")
    OWN_COPY = "own_copy", N_("the client's own copy")
    NOTES = "notes", N_("debrief notes")
    FRESH_LOOK = "fresh_look", N_("fresh look on one page")
    SUPERVISION = "supervision", N_("question for supervision")
    REFERRAL = "referral", N_("referral letter")
    PERMISSION = "permission", N_("permission form to sign")
    LEARNING = "learning", N_("learning log")
    PROGRAM = "program", N_("program report, counts only")
    HAND_OVER = "hand_over", N_("hand-over to another worker")
    REPLY = "reply", N_("answer to a supervision question")


class Lock(Choice):
    """How what leaves is locked."""

    PASSPHRASE = "passphrase", N_("locked with a passphrase of six words")
    RECIPIENT = "recipient", N_("locked for one person's age key")
    CLEAR = "clear", N_("not locked: anybody can read it")


class LeavingForm(Form):
    """What is asked before anything leaves (DOMAIN R12): where to, for whom, and why in clear."""

    lock: Lock = choice(N_("How is it locked?"), Lock, default=Lock.PASSPHRASE, needed=True)
    recipient: Plain = line(
        N_("Their age key"),
        needed=True,
        when=if_("lock", Lock.RECIPIENT),
        hint=N_("It begins with age1. They make it, and give it to you in person."),
    )
    place: Plain = line(
        N_("Into which folder?"), needed=True, hint=N_("Such as a stick. The name of the file is made for you.")
    )
    to_whom: Plain = line(N_("Who gets it?"), needed=True, hint=N_("Such as: my supervisor, the client."))
    why: Plain = line(
        N_("Why must it be readable by anybody?"),
        needed=True,
        when=if_("lock", Lock.CLEAR),
        hint=N_("It is written into the log. Whoever finds the file can read it."),
    )


class Sent(Row, table=True):
    """One thing that left the laptop."""

    NAME: ClassVar[str] = "sent"
    __tablename__ = "sent"

    client: str | None = link("client", optional=True)
    """Empty for what is about no client, such as the program report."""
    held_on: date = day(N_("Day"))
    paper: Paper = choice(N_("What left"), Paper)
    written_as: Plain = line(N_("Written as"))
    lock: Lock = choice(N_("How was it locked?"), Lock)
    to_whom: Plain = line(N_("Who got it"))
    why: Plain = line(N_("Why it was readable by anybody"))
    parcel: str = Field(default="", sa_type=Text)
    """The id that a hand-over or a question carries, so that its answer can be told from any other."""


class Received(Row, table=True):
    """One hand-over or answer that came in."""

    NAME: ClassVar[str] = "received"
    __tablename__ = "received"

    client: str = link("client")
    held_on: date = day(N_("Day"))
    paper: Paper = choice(N_("What came in"), Paper)
    from_whom: Plain = line(N_("From whom"))
    parcel: str = Field(sa_type=Text, index=True)
    """The id it carried: the same thing is taken in once."""


class StatementForm(Form):
    """What a client wants to stand beside the notes about them (DOMAIN 2.8)."""

    words: Plain = notes(
        N_("What I see differently"), needed=True, theirs=True, hint=N_("It stays with the notes. Nobody changes it.")
    )
    about: Plain = line(
        N_("Which note it is about"), theirs=True, hint=N_("A day, or a few words. Empty: all of them.")
    )


class Statement(StatementForm, Row, table=True):
    """A statement of disagreement as kept."""

    NAME: ClassVar[str] = "statement"
    __tablename__ = "statement"

    client: str = link("client")
    held_on: date = day(N_("Day"))


class ErasureForm(Form):
    """What is asked before a client's record may be erased (DOMAIN 2.8)."""

    typed_code: Plain = line(
        N_("Type the client's code"), needed=True, hint=N_("So that it is the right record that goes.")
    )
    reason: Plain = line(
        N_("Why it is erased"), needed=True, hint=N_("Such as: the time to keep it is over. Without a name.")
    )

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses another code than the client's own."""
        found = super().problems(context)
        if self.typed_code.strip() and self.typed_code.strip().casefold() != str(context.get("code", "")).casefold():
            found["typed_code"] = Problem(OTHER_CODE, {"code": context.get("code", "")})
        return found


class Fate(Choice):
    """What became of a wish to erase."""

    ERASED = "erased", N_("erased")
    CALLED_OFF = "called_off", N_("called off")


class Erasure(Row, table=True):
    """A record asked to be erased, and what is left of it afterwards: code, day, reason, who."""

    NAME: ClassVar[str] = "erasure"
    __tablename__ = "erasure"

    erases: str = Field(sa_type=Text, index=True)
    """The id of the client. No link: the line outlives the client, and is no part of their record."""
    code: str = Field(sa_type=Text)
    reason: Plain = line(N_("Why it is erased"))
    asked_by: Plain = line(N_("Who asked"))
    fate: Fate | None = choice(N_("What became of it"), Fate)
    """Nothing yet while it waits to be confirmed."""
    ended_at: datetime | None = moment(optional=True)
    """When it was erased or called off."""
