"""The program's settings: one typed table with one row."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, line, number, tick
from psw_tui.records.choices import NoteLanguage
from psw_tui.records.client import Rhythm
from psw_tui.records.form import Form
from psw_tui.records.row import Row

THE_ONLY_ID = "setting"


class Country(Choice):
    """Where the worker works: it decides which crisis card is shown."""

    CA = "ca", N_("Canada")
    US = "us", N_("United States")


class Showing(Choice):
    """Which clients the caseload shows."""

    ALL = "all", N_("everybody")
    MINE_TODAY = "mine_today", N_("mine today")
    WORTH_A_LOOK = "worth_a_look", N_("worth a fresh look")
    OPEN_LOOKS = "open_looks", N_("open fresh looks")
    DUE = "due", N_("due or overdue")
    NOT_CONNECTED = "not_connected", N_("not connected")
    PERMISSION_ENDS = "permission_ends", N_("permission ends")
    UNANSWERED = "unanswered", N_("supervision unanswered")
    PAUSED = "paused", N_("paused by them")


class Colours(Choice):
    """How the screen is coloured."""

    DARK = "dark", N_("dark")
    LIGHT = "light", N_("light")
    CONTRAST = "contrast", N_("high contrast")
    FEW_HUES = "few_hues", N_("blue and orange")
    TERMINAL = "terminal", N_("as the terminal")


def _rhythm() -> Any:
    return choice(
        N_("How often you usually meet"),
        Rhythm,
        default=Rhythm.NONE,
        needed=True,
        hint=N_("A new client begins with it. With each of them you two decide."),
    )


def _country() -> Any:
    return choice(
        N_("Country"), Country, default=Country.CA, needed=True, hint=N_("Decides the numbers on the crisis card.")
    )


class SettingForm(Form):
    """What a worker may set."""

    worker: Plain = line(
        N_("Your name in the notes"), needed=True, hint=N_("A first name or a label. It signs what you write.")
    )
    language: NoteLanguage = choice(N_("Language"), NoteLanguage, default=NoteLanguage.EN, needed=True)
    team: Plain = line(N_("Team"))
    supervisor: Plain = line(N_("Supervisor"))
    on_call_phone: Plain = line(N_("On-call number"), hint=N_("Shown on the crisis card."))
    country: Country = _country()
    part_2_program: bool = tick(
        N_("Part 2 program (US substance use)"), hint=N_("Then only a signed permission opens steps 5 and 7.")
    )
    longest_permission_days: int = number(N_("Longest permission, days"), least=1, most=3650, default=365, needed=True)
    rhythm: Rhythm = _rhythm()
    retention: Plain = line(N_("How long records are kept"), hint=N_("Not set: ask your agency."))
    keep_years: int | None = number(
        N_("Years a record is kept"), least=1, most=100, hint=N_("After the last contact. Then it is due for review.")
    )
    showing: Showing = choice(
        N_("The caseload begins with"),
        Showing,
        default=Showing.ALL,
        needed=True,
        hint=N_("{key:caseload.next_filter} shows others."),
    )
    colours: Colours = choice(
        N_("Colours"),
        Colours,
        default=Colours.DARK,
        needed=True,
        hint=N_("{key:app.colours} tries them, on any screen."),
    )
    idle_minutes: int = number(N_("Lock after minutes without a key"), least=1, most=30, default=5, needed=True)


class FirstDayForm(Form):
    """Of all that, what matters on the first day. Saved together with the rest as it stands."""

    rhythm: Rhythm = _rhythm()
    on_call_phone: Plain = line(
        N_("On-call number"), hint=N_("Whom you call when you are stuck. Empty is fine, the options have it too.")
    )
    country: Country = _country()
    idle_minutes: int = number(
        N_("Lock after minutes without a key"),
        least=1,
        most=30,
        default=5,
        needed=True,
        hint=N_("Short where others pass by. What you typed is kept."),
    )


class Setting(SettingForm, Row, table=True):
    """The settings as kept."""

    NAME: ClassVar[str] = "setting"
    __tablename__ = "setting"

    receiving_key: str = Field(default="", sa_type=Text)
    """The age key that opens what others lock for this worker; empty until somebody asks to be written to."""
